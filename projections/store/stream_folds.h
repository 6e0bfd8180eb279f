// The streams that a catch-up has folded lately, so that the next event of one need not read it
// again. Bounded: what was not asked for lately is dropped, and read again when asked for.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <unordered_map>

#include "eventstore/base/result.h"
#include "eventstore/ledger.h"
#include "projections/fold/fold.h"
#include "projections/fold/stream_fold.h"

namespace probity::projections {

/// One thread at a time. Right as long as the log's payloads stay as they are: kept for one
/// catch-up, never across an erasure.
class StreamFolds {
 public:
  /// `views` outlive it. `bytes` is about what it may hold.
  StreamFolds(std::span<const ViewDefinition* const> views, std::size_t bytes);

  /// The event's stream, folded up to and with the event; null if no view is made of it. What came
  /// before the event is read from the snapshot where it is not at hand. Valid until the next call.
  Result<const StreamFold*> append(const eventstore::Snapshot& snapshot, eventstore::Event&& event);

 private:
  using Folds = std::unordered_map<std::string, StreamFold>;
  StreamFold& fold_of(const eventstore::Event& event);
  [[nodiscard]] std::span<const ViewDefinition* const> views_of(const StreamId& stream);

  std::span<const ViewDefinition* const> views_;
  std::size_t bytes_;
  std::unordered_map<std::string, std::vector<const ViewDefinition*>> by_category_;
  // Two generations: when the newer is half of what may be held, it becomes the older.
  Folds newer_;
  Folds older_;
  std::size_t newer_bytes_ = 0;
};

/// An event as a fold wants it: without its leaf, which no fold looks at.
[[nodiscard]] Result<eventstore::Event> event_of(const eventstore::Record& record);

}  // namespace probity::projections
