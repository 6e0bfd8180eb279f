// What an index that covers the log's first events has to hold, gathered from these. Gathered first
// while the log is checked, up to where the index was when the check began; and then, from copies
// of events that were written meanwhile, up to where it is. One thread at a time.
#pragma once

#include <cstdint>
#include <vector>

#include "eventstore/log.h"
#include "eventstore/verify/id_sum.h"
#include "eventstore/verify/slice.h"
#include "eventstore/verify/stream_heads.h"

namespace probity::eventstore::verify {

class IndexExpectation {
 public:
  /// Events in their order, those of `size` first ones; `heads` are those after the event.
  void take(Position position, const SliceEvent& event, const StreamHeads& heads, TreeSize size);
  /// Reads the log on to `size`. kCorrupt as LogView. May throw lmdb::StorageFault.
  Result<void> extend(LogView& log, TreeSize size);

  /// How many events it is of.
  [[nodiscard]] TreeSize size() const { return size_; }
  [[nodiscard]] const IdSum& ids() const { return ids_; }
  [[nodiscard]] const StreamHeads& heads() const { return heads_; }
  /// Positions of the events whose stream's version is marked, ascending.
  [[nodiscard]] const std::vector<Position>& marked() const { return marked_; }
  /// A sum of nothing with the same keys.
  [[nodiscard]] IdSum empty_sum() const { return IdSum(keys_); }

 private:
  void add(Position position, const EnvelopeView& envelope);
  IdSumKeys keys_ = IdSumKeys::draw();
  IdSum ids_{keys_};
  TreeSize size_;
  StreamHeads heads_;  // as of size_
  std::vector<Position> marked_;
};

}  // namespace probity::eventstore::verify
