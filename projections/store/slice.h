// One slice of a catch-up: a write transaction that begins by reading the checkpoints, folds what
// follows in the log, writes the rows and moves the checkpoints. Another process may have done some
// of it in the meantime; then that is where the slice goes on.
#pragma once

#include <span>
#include <vector>

#include "eventstore/base/result.h"
#include "eventstore/ledger.h"
#include "projections/fold/fold.h"
#include "projections/store/stream_folds.h"
#include "projections/store/view_tables.h"

namespace probity::projections {

struct SliceOutcome {
  TreeSize done;  // all of the views stand here at least
  TreeSize of;    // the log's size, or as far as is asked for
};

/// Of the views' lines of one kind: in force, or being rebuilt. Throws StorageFault.
class Slicer {
 public:
  /// All outlive it. Folds the log's first `up_to` events, or as many as there are.
  Slicer(const ViewTables& tables, const eventstore::Ledger& ledger,
         std::span<const ViewDefinition* const> views, Line line,
         TreeSize up_to = TreeSize{UINT64_MAX});

  /// Folds at most kSliceEvents events, fewer where their rows are large. A line that is missing,
  /// of another version, beyond the log or of another root is thrown away and folded from nothing;
  /// of lines being rebuilt, kStorage says that another process is rebuilding them.
  Result<SliceOutcome> run();

 private:
  struct ViewSlice {
    const ViewDefinition* view;
    StoredCheckpoint stored;
    ViewTables::Slot slot;
  };
  using ViewSlices = std::vector<ViewSlice>;
  /// A slice under way.
  struct Slice {
    eventstore::lmdb::WriteTransaction& txn;
    const eventstore::Snapshot& snapshot;
    std::vector<ViewSlice*> lagging;
    TreeSize from;
    TreeSize until;               // not beyond it
    bool names;                   // the streams lag too
    std::vector<RowKey> streams;  // new names for them
    std::size_t bytes = 0;        // written so far
    eventstore::Words row;        // the last of them
  };

  Result<StreamsCheckpoint> begin_streams(eventstore::lmdb::WriteTransaction& txn,
                                          const eventstore::Snapshot& snapshot);
  Result<ViewSlices> begin(eventstore::lmdb::WriteTransaction& txn,
                           const eventstore::Snapshot& snapshot);
  Result<bool> is_of_this_log(const eventstore::Snapshot& snapshot, TreeSize size,
                              const Hash& root);
  Result<StoredCheckpoint> restart(eventstore::lmdb::WriteTransaction& txn,
                                   const ViewDefinition& view);
  Result<void> fold(Slice& slice);
  Result<void> add_rows(Slice& slice, eventstore::Event&& event);
  void write(Slice& slice, const Hash& root) const;

  const ViewTables& tables_;
  const eventstore::Ledger& ledger_;
  std::span<const ViewDefinition* const> views_;
  Line line_;
  TreeSize up_to_;
  StreamFolds folds_;
  /// The last checkpoint found to be of this log, so that its root is computed once.
  TreeSize known_size_;
  Hash known_root_;
};

}  // namespace probity::projections
