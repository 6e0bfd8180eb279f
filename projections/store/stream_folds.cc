#include "projections/store/stream_folds.h"

#include <ranges>
#include <utility>
#include <vector>

#include "eventstore/envelope.h"

namespace probity::projections {

Result<eventstore::Event> event_of(const eventstore::Record& record) {
  auto envelope = eventstore::decode_envelope(record.envelope);
  if (!envelope) return pass(envelope);
  return eventstore::Event{.header = std::move(envelope->header),
                           .placement = envelope->placement,
                           .payload_digest = envelope->payload_digest,
                           .leaf = {},
                           .salt = record.salt,
                           .payload = {record.payload.begin(), record.payload.end()}};
}

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
                                              eventstore::Event event) {
  if (views_of(event.header.stream).empty()) return nullptr;
  auto fold = take(snapshot, event);
  if (!fold) return pass(fold);
  const std::string stream = event.header.stream.text();
  if (auto done = (*fold)->append(std::move(event)); !done) return pass(done);
  return keep(stream, std::move(*fold));
}

Result<std::unique_ptr<StreamFold>> StreamFolds::take(const eventstore::Snapshot& snapshot,
                                                      const eventstore::Event& event) {
  const std::string& stream = event.header.stream.text();
  for (Folds* folds : {&newer_, &older_}) {
    const auto found = folds->find(stream);
    if (found == folds->end()) continue;
    auto fold = std::move(found->second);
    folds->erase(found);
    if (folds == &newer_) newer_bytes_ -= fold->weight();
    if (fold->version() + 1 == event.placement.version.value) return fold;
  }
  return load(snapshot, event);
}

/// What came before the event, newest first: along the chain that the events themselves are, so
/// that a catch-up asks nothing of the index.
Result<std::unique_ptr<StreamFold>> StreamFolds::load(const eventstore::Snapshot& snapshot,
                                                      const eventstore::Event& event) {
  std::vector<eventstore::Event> before;
  auto previous = event.placement.previous;
  Position last = event.placement.position;
  while (previous && *previous < last) {
    auto record = snapshot.record(*previous);
    if (!record) return pass(record);
    auto earlier = event_of(*record);
    if (!earlier) return pass(earlier);
    last = *previous;
    previous = earlier->placement.previous;
    before.push_back(std::move(*earlier));
  }
  auto fold = std::make_unique<StreamFold>(views_of(event.header.stream));
  for (auto& earlier : std::views::reverse(before)) {
    if (auto done = fold->load(std::move(earlier)); !done) return pass(done);
  }
  return fold;
}

const StreamFold* StreamFolds::keep(const std::string& stream, std::unique_ptr<StreamFold> fold) {
  newer_bytes_ += fold->weight();
  if (newer_bytes_ > bytes_ / 2) {
    older_ = std::exchange(newer_, {});
    newer_bytes_ = fold->weight();
  }
  return (newer_[stream] = std::move(fold)).get();
}

}  // namespace probity::projections
