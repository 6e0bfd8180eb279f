#include "projections/fold/fold.h"

#include <algorithm>

#include "projections/fold/row.h"

namespace probity::projections {

namespace {

bool concerns(const FoldEvent& event, std::string_view body) {
  const auto& named = event.stored.header.concerns;
  return body.empty() || named.empty() || std::ranges::find(named, body) != named.end();
}

}  // namespace

const FoldEvent* FoldContext::struck(std::string_view type, std::string_view body) const {
  for (const FoldEvent* event : struck_) {
    if (event->type() == type && concerns(*event, body)) return event;
  }
  return nullptr;
}

void FoldContext::note(const FoldEvent& event, std::string text) {
  notes_.push_back({event.position(), std::move(text), event.stored.header.actor});
}

eventstore::Words fold_row(const ViewDefinition& view, const StreamHistory& history, Day day,
                           std::size_t prefix) {
  const StreamOnDay on = history.on(day, prefix);
  FoldContext context(on.struck);
  const auto fold = view.make();
  for (const FoldEvent* event : on.held) fold->apply(*event, context);
  eventstore::Words row;
  write_row(*fold, context, on, day, *history.events()[prefix - 1], row);
  return row;
}

void set_act(schema::Act::Builder act, const FoldEvent& event) {
  const eventstore::Header& header = event.stored.header;
  act.setPosition(event.position().value);
  act.setDay(event.sort_day().value);
  act.setStanding(static_cast<schema::Standing>(header.standing));
  act.setMarking(static_cast<schema::Marking>(header.marking));
  act.setActor({header.actor.data(), header.actor.size()});
  act.setEffective({header.effective.data(), header.effective.size()});
}

}  // namespace probity::projections
