// Events by id and streams by name as of one size of the log: what the index says, and the tail for
// what it lacks.
#pragma once

#include <memory>
#include <optional>
#include <shared_mutex>
#include <vector>

#include "eventstore/index.h"
#include "eventstore/log.h"
#include "eventstore/tail.h"

namespace probity::eventstore {

/// A tail that one thread extends while others read it.
struct SharedTail {
  explicit SharedTail(TreeSize from) : tail(from) {}
  mutable std::shared_mutex mutex;
  Tail tail;
};

/// One thread at a time; the index and log views outlive it. Every function may throw
/// lmdb::StorageFault.
class Lookup {
 public:
  /// `index` may be null. `tail` reaches from `index_size` or before up to `size` or beyond.
  Lookup(std::optional<IndexView> index, TreeSize index_size,
         std::shared_ptr<const SharedTail> tail, LogView& log, TreeSize size)
      : index_(std::move(index)),
        index_size_(index_size),
        tail_(std::move(tail)),
        log_(log),
        size_(size) {}

  [[nodiscard]] Result<std::optional<Position>> find(const EventId& id) const;
  [[nodiscard]] Result<std::optional<StreamHead>> head(std::string_view stream) const;
  /// The positions of a stream's events below `below`, oldest first.
  [[nodiscard]] Result<std::vector<Position>> positions(std::string_view stream,
                                                        TreeSize below) const;
  /// The streams whose names begin with `prefix`, sorted by name.
  [[nodiscard]] Result<std::vector<std::pair<StreamId, StreamHead>>> streams(
      std::string_view prefix) const;

 private:
  Result<void> walk(std::string_view stream, TreeSize below,
                    std::vector<Position>& newest_first) const;
  std::optional<IndexView> index_;  // nothing: the tail has everything
  TreeSize index_size_;
  std::shared_ptr<const SharedTail> tail_;
  LogView& log_;
  TreeSize size_;
};

}  // namespace probity::eventstore
