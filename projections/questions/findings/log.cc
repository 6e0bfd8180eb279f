#include "projections/questions/findings/log.h"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <string_view>

#include "eventstore/envelope_view.h"
#include "projections/questions/common.h"
#include "projections/questions/findings/stream_reading.h"
#include "projections/time/london.h"
#include "schema/payload.h"

namespace probity::projections {

namespace {

using eventstore::EnvelopeView;

bool is_of_category(std::string_view stream, std::string_view category) {
  return stream.starts_with(category) && stream.substr(category.size()).starts_with('/');
}

bool matches(const LogQuery& query, std::string_view stream, const EnvelopeView& envelope) {
  const Instant recorded = envelope.recorded_at();
  return (stream.empty() || envelope.stream() == stream) &&
         (query.category.empty() || is_of_category(envelope.stream(), query.category)) &&
         (query.type.empty() || envelope.type() == query.type) &&
         (query.actor.empty() || envelope.actor() == query.actor) &&
         (!query.from || recorded >= *query.from) && (!query.until || recorded < *query.until);
}

struct Matches {
  std::deque<Position> kept;  // the last so many
  std::uint64_t count = 0;

  void add(Position position, std::uint64_t at_most) {
    ++count;
    kept.push_back(position);
    if (at_most > 0 && kept.size() > at_most) kept.pop_front();
  }
};

/// One stream's events are found by their chain, all others by reading every envelope, in place.
Result<Matches> find(World& world, const LogQuery& query) {
  Matches found;
  const auto judge = [&](std::string_view stream, Position position,
                         const eventstore::Record& record) {
    const auto envelope = EnvelopeView::over(record.envelope);
    if (envelope && matches(query, stream, *envelope)) found.add(position, query.at_most);
    return true;
  };
  const auto& snapshot = world.snapshot();
  const TreeSize size = world.moment().size;
  if (query.stream.empty()) {
    auto scanned =
        snapshot.scan(Position{0}, size, [&](Position position, const eventstore::Record& record) {
          return judge({}, position, record);
        });
    if (!scanned) return pass(scanned);
    return found;
  }
  auto stream = existing_stream(world, query.stream);
  if (!stream) return pass(stream);
  auto positions = snapshot.stream_positions(*stream, size);
  if (!positions) return pass(positions);
  for (const Position position : *positions) {
    auto record = snapshot.record(position);
    if (!record) return pass(record);
    judge(stream->text(), position, *record);
  }
  return found;
}

/// A type that this program does not know may be a newer one's: it is wrong only if nothing on
/// record has it.
Result<void> check_type(const LogQuery& query, const Matches& found) {
  if (query.type.empty() || found.count > 0 || schema::find_event_type(query.type) != nullptr)
    return {};
  std::vector<std::string> names;
  for (const auto& type : schema::event_types()) names.emplace_back(type.name);
  return fail(ErrorKind::kMalformed, fmt::format("no event type {} is known", query.type),
              did_you_mean(query.type, names));
}

/// An actor without an event may be mistyped: the ledger itself and the operator are no bodies, but
/// they have events.
Result<void> check_actor(World& world, const LogQuery& query, const Matches& found) {
  if (query.actor.empty() || found.count > 0) return {};
  const auto body = registered_body(world, query.actor);
  if (!body) return std::unexpected(body.error());
  return {};
}

Table empty_table() {
  return {.key = "events",
          .title = {},
          .columns = {{"position", "at"},
                      {"recordedOn", "recorded"},
                      {"stream", "stream"},
                      {"event", "event"},
                      {"effective", "when"},
                      {"actor", "by"},
                      {"recordedAt", "recorded at", true},
                      {"id", "id", true},
                      {"version", "version", true},
                      {"recordedBy", "recorded by", true},
                      {"standing", "standing", true},
                      {"marking", "marking", true}},
          .rows = {},
          .when_empty = "no event matches",
          .struck = {}};
}

std::vector<Value> row_of(const eventstore::Event& event) {
  const auto& header = event.header;
  const auto& placement = event.placement;
  return {value_of(placement.position),
          value_of(london_day(placement.recorded_at)),
          value_of(header.stream.text()),
          value_of(header.type),
          value_of(header.effective),
          value_of(header.actor),
          value_of(to_text(placement.recorded_at)),
          value_of(to_text(header.id)),
          Value(static_cast<std::int64_t>(placement.version.value)),
          value_of(header.recorded_by),
          value_of(name_of(header.standing)),
          value_of(name_of(header.marking))};
}

Result<Table> table_of(World& world, const Matches& found) {
  Table table = empty_table();
  for (const Position position : found.kept) {
    auto event = world.event(position);
    if (!event) return pass(event);
    table.rows.push_back(row_of(*event));
  }
  return table;
}

}  // namespace

Result<Answer> ask_log(World& world, const LogQuery& query) {
  auto found = find(world, query);
  if (!found) return pass(found);
  if (auto known = check_type(query, *found); !known) return pass(known);
  if (auto known = check_actor(world, query, *found); !known) return pass(known);
  auto table = table_of(world, *found);
  if (!table) return pass(table);
  if (query.newest_first) std::ranges::reverse(table->rows);
  Answer answer;
  answer.schema = "probity.log/1";
  answer.title = "Events as recorded";
  answer.facts = {{"matching", "matching events", count_of(found->count)},
                  {"shown", "shown", count_of(table->rows.size())}};
  if (table->rows.size() < found->count) {
    answer.remarks.push_back(fmt::format("the last {} of {} are shown; -n N shows more, -n 0 all",
                                         table->rows.size(), found->count));
  }
  answer.tables.push_back(std::move(*table));
  if (auto done = world.finish(answer); !done) return pass(done);
  return answer;
}

}  // namespace probity::projections
