// The rows of every view on disk (LEDGER/views): derived from the log, disposable, written behind
// it.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "eventstore/base/ids.h"
#include "eventstore/base/result.h"
#include "eventstore/ledger.h"
#include "projections/fold/fold.h"

namespace probity::projections {

/// How far a view follows the log. Digest: D(0) = SHA-256(name || schema version as u32
/// little-endian), D(n) = SHA-256(D(n-1) || key || row words) over the row versions that event n-1
/// wrote, D(n-1) where it wrote none.
struct ViewCheckpoint {
  std::uint32_t version = 0;
  TreeSize size;  // of the log it was folded from
  Hash root;      // of that log
  Hash digest;
  friend bool operator==(const ViewCheckpoint&, const ViewCheckpoint&) = default;
};

struct Progress {
  std::string_view view;
  std::uint64_t done = 0;
  std::uint64_t of = 0;
};
using ProgressReport = std::function<void(const Progress&)>;

struct RebuildResult {
  std::string view;  // or `streams`: the names by which all rows are found
  ViewCheckpoint before;
  ViewCheckpoint after;
  std::uint64_t rows = 0;
  /// Keys (`stream @position`) whose row the old view had otherwise, lacked or had too many; at
  /// most 20 are listed.
  std::uint64_t different = 0;
  std::vector<std::string> examples;
  /// Where the two views' kept digests first differ: after the first size, up to the second.
  std::optional<std::pair<TreeSize, TreeSize>> digests_differ;
};

/// Rows seen at one moment: a read transaction on the views, opened before the log's snapshot. One
/// thread at a time. Its methods throw eventstore::lmdb::StorageFault where the views cannot be
/// read.
class ViewSnapshot {
 public:
  virtual ~ViewSnapshot() = default;
  /// The view's checkpoint; nothing if the view is not there or of another version.
  [[nodiscard]] virtual std::optional<ViewCheckpoint> checkpoint(std::string_view view) const = 0;
  /// The newest row of a stream at or before a position; words valid while the snapshot lives.
  /// Empty: none, or the stream then held an event that was newer than the program that folded it.
  [[nodiscard]] virtual eventstore::WordsView row(std::string_view view, const StreamId& stream,
                                                  Position at) const = 0;
  /// The newest row at or before `at` of every stream of the view, by stream name.
  virtual void each(
      std::string_view view, Position at,
      const std::function<void(std::string_view stream, eventstore::WordsView)>& row) const = 0;
  /// Digests kept at every 4,096th position: (size, digest), ascending.
  [[nodiscard]] virtual std::vector<std::pair<TreeSize, Hash>> digests(
      std::string_view view) const = 0;
};

/// May be called from any thread, but for catch_up and rebuild: one at a time.
class ViewStore {
 public:
  /// Opens LEDGER/views; makes it where the ledger may be written. Read-only without views: every
  /// answer is folded from the log. Views that cannot be read are made anew, or where they are
  /// read-only passed over, with a remark. kStorage where the folder cannot be opened.
  static Result<std::unique_ptr<ViewStore>> open(const eventstore::Ledger& ledger,
                                                 eventstore::Access access);
  virtual ~ViewStore() = default;

  /// Throws StorageFault when all reader slots are taken.
  [[nodiscard]] virtual std::unique_ptr<ViewSnapshot> snapshot() const = 0;
  /// Folds what the log has beyond the checkpoints, in slices (one write transaction each, which
  /// begins by reading the checkpoint). A view of another version, beyond the log, or of another
  /// root is thrown away and folded from nothing. kStorage where the views are read-only.
  virtual Result<void> catch_up(const eventstore::Ledger& ledger, const ProgressReport& report) = 0;
  /// Folds every view (or the one named; kNotFound if there is none of that name) from nothing
  /// beside the old, swaps, and says what differed.
  virtual Result<std::vector<RebuildResult>> rebuild(const eventstore::Ledger& ledger,
                                                     std::string_view only,
                                                     const ProgressReport& report) = 0;
  /// Folds the log's first `up_to` events into every view from nothing, within `scratch`, an empty
  /// folder, and compares as rebuild() does: what is stored stays as it is. Works read-only; no
  /// result where there are no views. What `report` throws passes through.
  virtual Result<std::vector<RebuildResult>> compare_with_replay(
      const eventstore::Ledger& ledger, const std::filesystem::path& scratch, TreeSize up_to,
      const ProgressReport& report) const = 0;
  /// Words for stderr: views that could not be read and were made anew.
  [[nodiscard]] virtual std::vector<std::string> remarks() const = 0;
};

}  // namespace probity::projections
