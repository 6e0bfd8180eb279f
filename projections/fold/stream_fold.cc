#include "projections/fold/stream_fold.h"

#include <algorithm>

#include "projections/fold/row.h"

namespace probity::projections {
namespace {

std::size_t bytes_of(const eventstore::Event& event) {
  std::size_t lists = 0;
  for (const auto* list : {&event.header.audience, &event.header.concerns}) {
    lists += list->size() * sizeof(std::string);
  }
  return sizeof(FoldEvent) + event.payload.size() * sizeof(std::uint64_t) + lists + 128;
}

}  // namespace

StreamFold::StreamFold(std::span<const ViewDefinition* const> views)
    : views_(views.begin(), views.end()) {}

Result<void> StreamFold::load(eventstore::Event event) {
  ++version_;
  folds_.clear();
  if (!known_) return {};
  weight_ += bytes_of(event);
  auto done = history_.append(std::move(event));
  if (done || done.error().kind != ErrorKind::kNewer) return done;
  known_ = false;
  return {};
}

Result<void> StreamFold::append(eventstore::Event event) {
  const bool folded = !folds_.empty();
  auto kept = std::move(folds_);
  if (auto done = load(std::move(event)); !done || !known_) return done;
  const FoldEvent& added = *history_.events().back();
  if (folded && sorts_last(added)) {
    folds_ = std::move(kept);
    extend(added);
  } else {
    day_ = added.recorded_day;
    refold();
  }
  return {};
}

/// Whether nothing that is folded already is moved, struck or joined by what was only possible.
bool StreamFold::sorts_last(const FoldEvent& event) const {
  const Day day = event.recorded_day;
  return !on_.withdrawn && !is_any_event(event.type()) && event.sort_day() <= day &&
         on_.right_from <= day && day <= on_.right_until &&
         (on_.held.empty() || on_.held.back()->sort_day() <= event.sort_day());
}

void StreamFold::extend(const FoldEvent& event) {
  day_ = event.recorded_day;
  on_.held.push_back(&event);
  on_.right_from = std::max(on_.right_from, event.sort_day());
  on_.marking = std::max(on_.marking, event.stored.header.marking);
  for (auto& [fold, context] : folds_) {
    context.advance(history_.events().size());
    fold->apply(event, context);
  }
}

void StreamFold::refold() {
  const std::size_t prefix = history_.events().size();
  on_ = history_.on(day_, prefix);
  folds_.clear();
  for (const ViewDefinition* view : views_) {
    ViewFold made{view->make(), FoldContext(history_, prefix)};
    for (const FoldEvent* event : on_.held) made.fold->apply(*event, made.context);
    folds_.push_back(std::move(made));
  }
}

eventstore::Words StreamFold::row(std::size_t view) const {
  if (!known_) return {};
  const auto& [fold, context] = folds_[view];
  return write_row(*fold, context, history_, on_, day_, history_.events().size());
}

}  // namespace probity::projections
