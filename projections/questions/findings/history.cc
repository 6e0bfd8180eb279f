#include "projections/questions/findings/history.h"

#include <fmt/format.h>

#include <algorithm>

#include "projections/questions/common.h"
#include "projections/questions/findings/stream_reading.h"

namespace probity::projections {

namespace {

Value optional_position(std::optional<Position> position) {
  return position ? value_of(*position) : Value{};
}

/// `body=emsou`, as `record` takes it.
std::vector<std::string> assignments(const eventstore::Event& event) {
  std::vector<std::string> texts;
  for (const auto& [name, value] : fields_of(event))
    texts.push_back(fmt::format("{}={}", name, value));
  return texts;
}

std::vector<Value> row_of(const EventReading& reading) {
  const auto& header = reading.event.header;
  const auto& placement = reading.event.placement;
  const bool open = !reading.withheld;
  return {
      value_of(placement.position),
      value_of(header.type),
      value_of(header.effective),
      value_of(notes_of(reading)),
      value_of(open ? attribution(reading.event) : header.actor),
      Value(open ? assignments(reading.event) : std::vector<std::string>{}),
      value_of(to_text(header.id)),
      Value(static_cast<std::int64_t>(placement.version.value)),
      value_of(to_text(placement.recorded_at)),
      value_of(header.actor),
      value_of(header.recorded_by),
      value_of(name_of(header.standing)),
      open ? value_of(source_of(reading.event)) : Value{},
      value_of(name_of(reading.marking)),
      value_of(reading.state),
      optional_position(reading.struck_by),
      reading.event.header.type == "CorrectionMade" ? optional_position(reading.names) : Value{}};
}

Table empty_table() {
  return {.key = "events",
          .title = {},
          .columns = {{"position", "at"},
                      {"event", "event"},
                      {"effective", "when"},
                      {"notes", "notes"},
                      {"by", "by"},
                      {"fields", "what it says"},
                      {"id", "id", true},
                      {"version", "version", true},
                      {"recordedAt", "recorded", true},
                      {"actor", "actor", true},
                      {"recordedBy", "recorded by", true},
                      {"standing", "standing", true},
                      {"source", "source", true},
                      {"marking", "marking", true},
                      {"state", "state", true},
                      {"struckBy", "struck by", true},
                      {"strikes", "strikes", true}},
          .rows = {},
          .when_empty = "no events",
          .struck = {}};
}

Table table_of(StreamReading& reading, HistoryOrder order) {
  if (order == HistoryOrder::kEffective) {
    std::ranges::stable_sort(reading.events, {}, &EventReading::sort_day);
  }
  Table table = empty_table();
  for (const EventReading& event : reading.events) {
    table.rows.push_back(row_of(event));
    table.struck.push_back(event.struck_by.has_value());
  }
  return table;
}

}  // namespace

Result<Table> history_table(World& world, const StreamId& stream, HistoryOrder order) {
  auto reading = read_stream(world, stream);
  if (!reading) return pass(reading);
  return table_of(*reading, order);
}

Result<Answer> ask_history(World& world, const HistoryQuery& query) {
  auto stream = existing_stream(world, query.stream);
  if (!stream) return pass(stream);
  auto reading = read_stream(world, *stream);
  if (!reading) return pass(reading);
  const auto struck = std::ranges::count_if(
      reading->events, [](const EventReading& event) { return event.struck_by.has_value(); });
  Answer answer;
  answer.schema = "probity.history/1";
  answer.title = fmt::format("History of {}", stream->text());
  answer.facts = {{"stream", "stream", Value(stream->text())},
                  {"eventCount", "events", count_of(reading->events.size())},
                  {"struckCount", "struck", Value(static_cast<std::int64_t>(struck))}};
  answer.tables.push_back(table_of(*reading, query.order));
  if (!reading->complete) {
    answer.remarks.emplace_back(
        "the stream has an event type newer than this program: which events are struck, and how it "
        "stands, cannot be "
        "told here");
  }
  if (auto done = world.finish(answer); !done) return pass(done);
  return answer;
}

}  // namespace probity::projections
