#include "projections/questions/findings/log.h"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <string_view>

#include "eventstore/envelope.h"
#include "eventstore/envelope_view.h"
#include "projections/questions/common.h"
#include "projections/questions/findings/stream_reading.h"
#include "projections/time/edtf.h"
#include "projections/time/london.h"
#include "schema/payload.h"

namespace probity::projections {

namespace {

using eventstore::EnvelopeView;

bool is_of_category(std::string_view stream, std::string_view category) {
  return stream.starts_with(category) && stream.substr(category.size()).starts_with('/');
}

/// The day by which it is certain to have happened; nothing where its date cannot be read.
std::optional<Day> sort_day_of(const EnvelopeView& envelope) {
  const auto date = Edtf::parse(envelope.effective());
  if (!date) return std::nullopt;
  return date->bounds(london_day(envelope.recorded_at())).latest;
}

bool happened_then(const LogQuery& query, const EnvelopeView& envelope) {
  if (!query.happened_from && !query.happened_until) return true;
  const auto day = sort_day_of(envelope);
  return day && (!query.happened_from || *day >= *query.happened_from) &&
         (!query.happened_until || *day <= *query.happened_until);
}

bool is_about(const eventstore::Record& record, const EnvelopeView& envelope,
              std::string_view body) {
  if (envelope.actor() == body || envelope.recorded_by() == body) return true;
  const auto whole = eventstore::decode_envelope(record.envelope);
  return whole && std::ranges::find(whole->header.concerns, body) != whole->header.concerns.end();
}

bool says(const eventstore::Record& record, std::string_view text) {
  const auto event = eventstore::decode_record(record);
  if (!event || event->erased()) return false;
  return contains_text(source_of(*event), text) ||
         std::ranges::any_of(fields_of(*event),
                             [&](const auto& field) { return contains_text(field.second, text); });
}

/// What costs most is asked last.
bool matches(const LogQuery& query, std::string_view stream, const eventstore::Record& record) {
  const auto envelope = EnvelopeView::over(record.envelope);
  if (!envelope) return false;
  const Instant recorded = envelope->recorded_at();
  return (stream.empty() || envelope->stream() == stream) &&
         (query.category.empty() || is_of_category(envelope->stream(), query.category)) &&
         (query.type.empty() || envelope->type() == query.type) &&
         (query.actor.empty() || envelope->actor() == query.actor) &&
         (query.recorded_by.empty() || envelope->recorded_by() == query.recorded_by) &&
         (!query.standing || envelope->standing() == *query.standing) &&
         (!query.marking || envelope->marking() == *query.marking) &&
         (!query.from || recorded >= *query.from) && (!query.until || recorded < *query.until) &&
         happened_then(query, *envelope) &&
         (query.body.empty() || is_about(record, *envelope, query.body)) &&
         (query.text.empty() || says(record, query.text));
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
    if (matches(query, stream, record)) found.add(position, query.at_most);
    return true;
  };
  const auto& snapshot = world.snapshot();
  const TreeSize size = std::min(world.moment().size, query.below.value_or(TreeSize{UINT64_MAX}));
  if (query.stream.empty()) {
    auto scanned = snapshot.scan(query.from_position, size,
                                 [&](Position position, const eventstore::Record& record) {
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
    if (position < query.from_position) continue;
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

/// A body without an event may be mistyped. The ledger itself and the operator act, and are none.
Result<void> check_bodies(World& world, const LogQuery& query, const Matches& found) {
  if (found.count > 0) return {};
  for (const std::string& name : {query.actor, query.recorded_by, query.body}) {
    if (name.empty() || name == "ledger" || name == "operator") continue;
    const auto body = registered_body(world, name);
    if (!body) return std::unexpected(body.error());
  }
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
  if (auto known = check_bodies(world, query, *found); !known) return pass(known);
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
