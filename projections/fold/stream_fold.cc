#include "projections/fold/stream_fold.h"

#include <algorithm>

#include "projections/fold/row.h"

namespace probity::projections {
namespace {

/// What a stream takes beside its events: the folds of a finding with a few addressees.
constexpr std::size_t kStateBytes = 3'072;
/// A finding of a few addressees looks at so many events, most of them more than once.
constexpr std::size_t kLookedAt = 128;
/// How many events more are worth looking through.
constexpr std::size_t kFewEvents = 6;

std::size_t bytes_of(const FoldEvent& event) {
  std::size_t lists = 0;
  for (const auto* list : {&event.stored.header.audience, &event.stored.header.concerns}) {
    lists += list->size() * sizeof(std::string);
  }
  return sizeof(FoldEvent) + event.stored.payload.size() * sizeof(std::uint64_t) + lists + 128;
}

}  // namespace

StreamFold::StreamFold(std::span<const ViewDefinition* const> views) : views_(views) {}

Result<void> StreamFold::append(eventstore::Event&& event, const Earlier& earlier) {
  version_ = event.placement.version;
  if (!known_) return {};
  auto added = fold_event(std::move(event));
  if (!added) return forget_state(std::move(added.error()));
  if (!sorts_last(**added)) return refold(std::move(*added), earlier);
  extend(std::move(*added));
  return {};
}

/// Where an event is newer than this program; any other error is handed on.
Result<void> StreamFold::forget_state(Error error) {
  if (error.kind != ErrorKind::kNewer) return std::unexpected(std::move(error));
  known_ = false;
  folds_.clear();
  on_ = {};
  events_.clear();
  weight_ = 0;
  return {};
}

/// Whether nothing that is folded already is moved, struck or joined by what was only possible.
bool StreamFold::sorts_last(const FoldEvent& event) const {
  const Day day = event.recorded_day;
  if (folds_.empty() || on_.withdrawn || day < on_.right_from || day > on_.right_until) {
    return false;
  }
  if (is_any_event(event.type())) return is_remark(event.type());
  return event.sort_day() <= day &&
         (on_.held.empty() || on_.held.back()->sort_day() <= event.sort_day());
}

void StreamFold::extend(std::unique_ptr<FoldEvent> event) {
  const FoldEvent& added = *events_.emplace_back(std::move(event));
  weight_ += bytes_of(added);
  day_ = added.recorded_day;
  on_.marking = std::max(on_.marking, added.stored.header.marking);
  if (is_remark(added.type())) {
    on_.remarks.push_back(&added);
  } else {
    on_.held.assign(1, &added);
    on_.right_from = std::max(on_.right_from, added.sort_day());
    for (auto& [fold, context] : folds_) fold->apply(added, context);
  }
  if (events_.size() >= shed_at_) shed();
}

Result<void> StreamFold::refold(std::unique_ptr<FoldEvent> event, const Earlier& earlier) {
  auto history = earlier();
  if (!history) return forget_state(std::move(history.error()));
  day_ = event->recorded_day;
  if (auto added = history->append(std::move(event)); !added) return added;
  on_ = history->on(day_, history->events().size());
  folds_.clear();
  for (const ViewDefinition* view : views_) {
    ViewFold made{view->make(), FoldContext(on_.struck)};
    for (const FoldEvent* held : on_.held) made.fold->apply(*held, made.context);
    folds_.push_back(std::move(made));
  }
  if (on_.held.size() > 1) on_.held.erase(on_.held.begin(), on_.held.end() - 1);
  events_ = std::move(*history).release();
  shed();
  return {};
}

/// Forgets the events that nothing looks at any more, so that a stream takes as much memory as its
/// state does, however long it grows.
void StreamFold::shed() {
  FoldEvents wanted;
  wanted.reserve(kLookedAt);
  wanted.push_back(events_.back().get());
  for (const auto* list : {&on_.held, &on_.possible, &on_.remarks, &on_.emptied, &on_.struck}) {
    wanted.insert(wanted.end(), list->begin(), list->end());
  }
  const bool all_told = std::ranges::all_of(
      folds_, [&](const ViewFold& view) { return view.fold->list_events(wanted); });
  if (all_told) {
    std::ranges::sort(wanted);
    std::erase_if(events_, [&](const auto& event) {
      return !std::ranges::binary_search(wanted, event.get());
    });
  }
  shed_at_ = events_.size() + std::max(kFewEvents, events_.size() / 4);
  weight_ = kStateBytes;
  for (const auto& event : events_) weight_ += bytes_of(*event);
}

void StreamFold::row(std::size_t view, eventstore::Words& out) const {
  out.clear();
  if (!known_) return;
  const auto& [fold, context] = folds_[view];
  write_row(*fold, context, on_, day_, *events_.back(), out);
}

eventstore::Words StreamFold::row(std::size_t view) const {
  eventstore::Words out;
  row(view, out);
  return out;
}

}  // namespace probity::projections
