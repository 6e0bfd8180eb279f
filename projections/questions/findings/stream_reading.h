// A stream's events as a person reads them: each with what strikes it, what it strikes, and how it
// stands on the moment's day. Works for a stream with event types newer than this program too, of
// which no status can be stated.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "eventstore/event.h"
#include "projections/world.h"

namespace probity::projections {

struct EventReading {
  eventstore::Event event;
  Day sort_day;
  std::optional<Position> struck_by;  // the correction that strikes it
  std::optional<Position> names;      // the event that a correction, a marking or an erasure names
  eventstore::Marking marking;        // as last changed
  std::string state;  // `holds`, `possible` or `notYet` on the moment's day; `struck`; `unknown`:
                      // not to be told
  bool withheld = false;
  bool known = true;  // false: of a type newer than this program
};

struct StreamReading {
  std::vector<EventReading> events;  // by position
  bool complete = true;  // false: a type newer than this program; which events are struck or hold
                         // cannot be told
};

/// The stream's events as of the moment. Errors: as World::history, but for kNewer.
[[nodiscard]] Result<StreamReading> read_stream(World& world, const StreamId& stream);

/// The event's own fields and their values, named as `record` takes them (`attendees[0].body`);
/// none where the payload is erased or the type unknown.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> fields_of(
    const eventstore::Event& event);
/// In words: struck by which event, strikes which, not yet, withheld, erased, unknown, marked.
[[nodiscard]] std::string notes_of(const EventReading& reading);

[[nodiscard]] std::string name_of(eventstore::Standing standing);
[[nodiscard]] std::string name_of(eventstore::Marking marking);

}  // namespace probity::projections
