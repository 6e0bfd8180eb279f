#include "projections/questions/findings/show.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "eventstore/base/text.h"
#include "projections/questions/common.h"
#include "projections/questions/findings/stream_reading.h"
#include "schema/payload.h"

namespace probity::projections {

namespace {

using eventstore::Event;

Error no_such_event(World& world, const std::string& text) {
  const std::uint64_t size = world.moment().size.value;
  return {ErrorKind::kNotFound,
          fmt::format("no event {} is on record at the moment asked for", text),
          size == 0 ? std::string{} : fmt::format("positions run from 0 to {}", size - 1),
          {}};
}

Value id_value(const EventId& id) { return id.is_nil() ? Value{} : Value(to_text(id)); }

Value optional_position(std::optional<Position> position) {
  return position ? value_of(*position) : Value{};
}

Value hash_value(const Hash& hash) { return hash.is_zero() ? Value{} : Value(to_hex(hash.bytes)); }

void add_envelope(Answer& answer, const EventReading& reading) {
  const auto& header = reading.event.header;
  const auto& placement = reading.event.placement;
  answer.facts = {{"position", "position", value_of(placement.position)},
                  {"id", "id", id_value(header.id)},
                  {"stream", "stream", Value(header.stream.text())},
                  {"version", "version in its stream",
                   Value(static_cast<std::int64_t>(placement.version.value))},
                  {"event", "event", value_of(header.type)},
                  {"effective", "effective", value_of(header.effective)},
                  {"recordedAt", "recorded", Value(to_text(placement.recorded_at))},
                  {"clockHeld", "clock held", Value(placement.clock_held)},
                  {"actor", "actor", value_of(header.actor)},
                  {"recordedBy", "recorded by", value_of(header.recorded_by)},
                  {"standing", "standing", value_of(name_of(header.standing))},
                  {"client", "client", hash_value(header.client)},
                  {"eventMarking", "marking of the event", value_of(name_of(reading.marking))},
                  {"audience", "audience", Value(header.audience)},
                  {"concerns", "concerns", Value(header.concerns)},
                  {"correlation", "correlation", id_value(header.correlation)},
                  {"causation", "causation", id_value(header.causation)},
                  {"state", "on the day", value_of(reading.state)},
                  {"struckBy", "struck by", optional_position(reading.struck_by)},
                  {"names", "names the event at", optional_position(reading.names)}};
}

void add_hashes(Answer& answer, const Event& event) {
  const auto& placement = event.placement;
  answer.facts.push_back(
      {"previous", "previous of the stream", optional_position(placement.previous)});
  answer.facts.push_back({"previousFingerprint", "fingerprint of the previous",
                          placement.previous ? hash_value(placement.previous_leaf) : Value{}});
  answer.facts.push_back(
      {"payloadDigest", "digest of the payload", hash_value(event.payload_digest)});
  answer.facts.push_back({"eventFingerprint", "fingerprint of the event", hash_value(event.leaf)});
}

void add_source(Answer& answer, const Event& event) {
  const auto content = schema::content_of(event.payload);
  const auto source = content.getSource();
  answer.facts.push_back({"document", "source", value_of(source.getDocument())});
  answer.facts.push_back({"locator", "where in it", value_of(source.getLocator())});
  answer.facts.push_back({"url", "address of the source", value_of(source.getUrl())});
  answer.facts.push_back({"sourceSha256", "SHA-256 of the source", value_of(source.getSha256())});
  answer.facts.push_back({"person", "person", value_of(content.getPerson())});
}

Table fields_table(const Event& event) {
  Table table{.key = "fields",
              .title = "What it says",
              .columns = {{"field", "field"}, {"value", "value"}},
              .rows = {},
              .when_empty = "no field is set",
              .struck = {}};
  for (auto& [name, value] : fields_of(event))
    table.rows.push_back({Value(std::move(name)), Value(std::move(value))});
  return table;
}

Result<EventReading> read_event(World& world, Position position) {
  auto event = world.event(position);
  if (!event) return pass(event);
  auto stream = read_stream(world, event->header.stream);
  if (!stream) return pass(stream);
  const auto found = std::ranges::find_if(stream->events, [&](const EventReading& reading) {
    return reading.event.placement.position == position;
  });
  if (found == stream->events.end()) {
    return fail(ErrorKind::kCorrupt, fmt::format("the event at {} is missing from its stream {}",
                                                 position.value, event->header.stream.text()));
  }
  return std::move(*found);
}

}  // namespace

Result<Position> position_meant(World& world, const std::string& text) {
  auto position = position_from_text(text);
  if (!position) {
    const auto id = event_id_from_text(text);
    if (!id) {
      return fail(ErrorKind::kMalformed,
                  fmt::format("{} is neither a position nor an event's id", text),
                  "a position is a number (412 or @412), an id a UUID");
    }
    auto found = world.snapshot().find(*id);
    if (!found) return pass(found);
    position = *found;
  }
  if (!position || position->value >= world.moment().size.value) {
    return std::unexpected(no_such_event(world, text));
  }
  return *position;
}

Result<Answer> ask_show(World& world, const ShowQuery& query) {
  auto position = position_meant(world, query.event);
  if (!position) return pass(position);
  auto reading = read_event(world, *position);
  if (!reading) return pass(reading);
  const Event& event = reading->event;
  Answer answer;
  answer.schema = "probity.show/1";
  answer.title =
      fmt::format("@{}: {} of {}", position->value, event.header.type, event.header.stream.text());
  add_envelope(answer, *reading);
  add_hashes(answer, event);
  if (!reading->withheld) {
    add_source(answer, event);
    answer.tables.push_back(fields_table(event));
  }
  if (std::string notes = notes_of(*reading); !notes.empty())
    answer.remarks.push_back(std::move(notes));
  if (auto done = world.finish(answer); !done) return pass(done);
  return answer;
}

}  // namespace probity::projections
