// The check of the log: slices read by several threads, joined in their order.
#pragma once

#include <memory>
#include <optional>

#include "eventstore/lmdb.h"
#include "eventstore/verify/chain_check.h"
#include "eventstore/verify/erasures.h"
#include "eventstore/verify/event_order.h"
#include "eventstore/verify/index_expectation.h"
#include "eventstore/verify/log_shape.h"
#include "eventstore/verify/seal_check.h"
#include "eventstore/verify/slice.h"
#include "eventstore/verify/tree_check.h"
#include "eventstore/verify/verify.h"

namespace probity::eventstore::verify {

class LogCheck {
 public:
  /// `shape` is of `environment`; both outlive it, as the report does. `index_size`: the events
  /// whose index is to be compared; their root is computed besides.
  LogCheck(lmdb::Environment& environment, const LogShape& shape, const Options& options,
           TreeSize index_size, Report& report);

  /// May throw lmdb::StorageFault.
  void run();

  /// Whether every event of the log was read.
  [[nodiscard]] bool whole() const { return whole_ && !report_.ended_early; }
  /// After run(), where the log is whole.
  [[nodiscard]] IndexExpectation& expected_index() { return index_; }
  [[nodiscard]] std::optional<Hash> index_root() const { return tree_.root_at(index_size_); }

 private:
  struct ReadSlice;
  [[nodiscard]] RecomputedTree begin_tree();
  [[nodiscard]] std::unique_ptr<ReadSlice> read(std::uint64_t number);
  bool take(const ReadSlice& read);
  void take_event(Position position, const SliceEvent& event);
  [[nodiscard]] bool go_on(TreeSize done);
  void keep_state();
  void finish();
  void finish_erasures();
  void answer_roots();
  [[nodiscard]] std::optional<Hash> root_at(TreeSize size) const;
  void check_known(const KnownRoot& known, const std::optional<Hash>& root, std::string_view table);

  lmdb::Environment& environment_;
  const LogShape& shape_;
  const Options& options_;
  Report& report_;
  TreeSize index_size_;
  TreeSize from_;
  TreeCheck tree_;
  EventOrder order_;
  Erasures erasures_;
  ChainCheck chains_;
  SealCheck seals_;
  IndexExpectation index_;
  LogState tile_end_;         // as of the last whole tile; the peaks are the tree's
  std::uint64_t blocks_ = 0;  // that begin in what was read
  bool whole_ = true;         // no event was missing so far
};

}  // namespace probity::eventstore::verify
