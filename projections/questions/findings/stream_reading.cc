#include "projections/questions/findings/stream_reading.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <unordered_set>

#include "projections/questions/common.h"
#include "projections/time/london.h"
#include "schema/payload.h"

namespace probity::projections {

namespace {

using eventstore::Event;

/// How an event that names another says so.
struct Naming {
  std::string_view type;
  std::string_view words;
};
constexpr std::array<Naming, 3> kNamings{{
    {"CorrectionMade", "strikes"},
    {"MarkingChanged", "changes the marking of"},
    {"PayloadErased", "erases the payload of"},
}};

/// How a stream's events stand on a day: those that hold and those that are possible.
class Standings {
 public:
  explicit Standings(const StreamOnDay& on_day)
      : held_(on_day.held.begin(), on_day.held.end()),
        possible_(on_day.possible.begin(), on_day.possible.end()) {}

  [[nodiscard]] std::string of(const FoldEvent& event) const {
    // Corrections, notes and their like act by position alone.
    if (is_any_event(event.type()) || held_.contains(&event)) return "holds";
    if (possible_.contains(&event)) return "possible";
    return event.withheld ? "unknown" : "notYet";
  }

 private:
  std::unordered_set<const FoldEvent*> held_;
  std::unordered_set<const FoldEvent*> possible_;
};

StreamReading reading_of(const StreamHistory& history, Day day) {
  StreamReading reading;
  const auto events = history.events();
  const Standings standings(history.on(day, events.size()));
  const auto counting = history.counting(events.size());
  const bool remarked = std::ranges::any_of(
      events, [](const auto& event) { return event->type() == "MarkingChanged"; });
  for (std::size_t i = 0; i < events.size(); ++i) {
    const FoldEvent& event = *events[i];
    EventReading read{
        .event = event.stored,
        .sort_day = event.sort_day(),
        .struck_by = {},
        .names = {},
        .marking = remarked ? history.marking(i, events.size()) : event.stored.header.marking,
        .state = counting[i] ? standings.of(event) : "struck",
        .withheld = event.withheld};
    if (event.names) read.names = events[*event.names]->position();
    const FoldEvent* strikes = counting[i] ? nullptr : history.struck_by(i, events.size());
    if (strikes != nullptr) read.struck_by = strikes->position();
    reading.events.push_back(std::move(read));
  }
  return reading;
}

Day sort_day_of(const Event& event) {
  const auto time = Edtf::parse(event.header.effective);
  return time ? time->bounds(london_day(event.placement.recorded_at)).latest : kAfterAllDays;
}

Result<StreamReading> reading_of_newer(World& world, const StreamId& stream) {
  StreamReading reading{.events = {}, .complete = false};
  auto positions = world.snapshot().stream_positions(stream, world.moment().size);
  if (!positions) return pass(positions);
  for (const Position position : *positions) {
    auto event = world.event(position);
    if (!event) return pass(event);
    reading.events.push_back({.event = *event,
                              .sort_day = sort_day_of(*event),
                              .struck_by = {},
                              .names = {},
                              .marking = event->header.marking,
                              .state = "unknown",
                              .withheld = false,
                              .known = schema::find_event_type(event->header.type) != nullptr});
  }
  return reading;
}

}  // namespace

Result<StreamReading> read_stream(World& world, const StreamId& stream) {
  auto history = world.history(stream);
  if (history) return reading_of(**history, world.moment().day);
  if (history.error().kind != ErrorKind::kNewer) return pass(history);
  return reading_of_newer(world, stream);
}

std::vector<std::pair<std::string, std::string>> fields_of(const Event& event) {
  const schema::EventType* type = schema::find_event_type(event.header.type);
  if (type == nullptr || event.erased()) return {};
  const auto data = schema::content_of(event.payload).getData();
  return schema::set_fields(data.getAs<capnp::DynamicStruct>(type->fields));
}

std::string notes_of(const EventReading& reading) {
  std::vector<std::string> notes;
  if (reading.struck_by) notes.push_back(fmt::format("struck by @{}", reading.struck_by->value));
  for (const Naming& naming : kNamings) {
    if (reading.names && naming.type == reading.event.header.type) {
      notes.push_back(fmt::format("{} @{}", naming.words, reading.names->value));
    }
  }
  if (reading.state == "possible") notes.emplace_back("possible by then, not certain");
  if (reading.state == "notYet") notes.emplace_back("not yet by then");
  if (reading.withheld) notes.emplace_back("withheld");
  if (reading.event.erased()) notes.emplace_back("payload erased");
  if (!reading.known) notes.emplace_back("unknown: newer than this program");
  if (reading.marking != eventstore::Marking::kOfficial) notes.push_back(name_of(reading.marking));
  std::string joined;
  for (const auto& note : notes) joined += (joined.empty() ? "" : "; ") + note;
  return joined;
}

std::string name_of(eventstore::Standing standing) {
  return name_of(static_cast<schema::Standing>(standing));
}

std::string name_of(eventstore::Marking marking) {
  return name_of(static_cast<schema::Marking>(marking));
}

}  // namespace probity::projections
