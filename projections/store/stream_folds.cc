#include "projections/store/stream_folds.h"

#include <ranges>
#include <utility>
#include <vector>

#include "eventstore/envelope.h"

namespace probity::projections {

Result<eventstore::Event> event_of(const eventstore::Record& record) {
  auto envelope = eventstore::read_envelope(record.envelope);
  if (!envelope) return pass(envelope);
  return eventstore::Event{.header = std::move(envelope->header),
                           .placement = envelope->placement,
                           .payload_digest = envelope->payload_digest,
                           .leaf = {},
                           .salt = record.salt,
                           .payload = {record.payload.begin(), record.payload.end()}};
}

namespace {

/// A stream's events before the one placed there, newest first: along the chain that the events
/// themselves are, so that a catch-up asks nothing of the index.
Result<StreamHistory> history_before(const eventstore::Snapshot& snapshot,
                                     const eventstore::Placement& placed) {
  std::vector<eventstore::Event> before;
  auto previous = placed.previous;
  Position last = placed.position;
  while (previous && *previous < last) {
    auto record = snapshot.record(*previous);
    if (!record) return pass(record);
    auto earlier = event_of(*record);
    if (!earlier) return pass(earlier);
    last = *previous;
    previous = earlier->placement.previous;
    before.push_back(std::move(*earlier));
  }
  StreamHistory history;
  for (auto& earlier : std::views::reverse(before)) {
    if (auto done = history.append(std::move(earlier)); !done) return pass(done);
  }
  return history;
}

}  // namespace

StreamFolds::StreamFolds(std::span<const ViewDefinition* const> views, std::size_t bytes)
    : views_(views), bytes_(bytes) {}

std::span<const ViewDefinition* const> StreamFolds::views_of(const StreamId& stream) {
  const auto [found, added] = by_category_.try_emplace(std::string(stream.category()));
  if (added) {
    for (const ViewDefinition* view : views_) {
      if (view->category.empty() || view->category == stream.category()) {
        found->second.push_back(view);
      }
    }
  }
  return found->second;
}

Result<const StreamFold*> StreamFolds::append(const eventstore::Snapshot& snapshot,
                                              eventstore::Event&& event) {
  if (views_of(event.header.stream).empty()) return nullptr;
  if (newer_bytes_ > bytes_ / 2) {
    older_ = std::exchange(newer_, {});
    newer_bytes_ = 0;
  }
  StreamFold& fold = fold_of(event);
  const std::size_t before = fold.weight();
  const eventstore::Placement placed = event.placement;
  const auto earlier = [&] { return history_before(snapshot, placed); };
  if (auto done = fold.append(std::move(event), earlier); !done) return pass(done);
  newer_bytes_ = newer_bytes_ + fold.weight() - before;
  return &fold;
}

/// The fold of the event's stream as of the event before; one that knows nothing where that is not
/// at hand.
StreamFold& StreamFolds::fold_of(const eventstore::Event& event) {
  const StreamId& stream = event.header.stream;
  auto found = newer_.find(stream.text());
  if (found == newer_.end()) {
    if (auto older = older_.extract(stream.text())) {
      found = newer_.insert(std::move(older)).position;
    } else {
      found = newer_.try_emplace(stream.text(), views_of(stream)).first;
    }
    newer_bytes_ += found->second.weight();
  }
  if (found->second.version().value + 1 != event.placement.version.value) {
    newer_bytes_ -= found->second.weight();
    newer_.erase(found);
    found = newer_.try_emplace(stream.text(), views_of(stream)).first;
  }
  return found->second;
}

}  // namespace probity::projections
