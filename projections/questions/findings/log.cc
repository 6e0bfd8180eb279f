#include "projections/questions/findings/log.h"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <string_view>
#include <vector>

#include "projections/questions/common.h"
#include "projections/questions/findings/log_match.h"
#include "projections/questions/findings/stream_reading.h"
#include "projections/time/london.h"
#include "schema/payload.h"

namespace probity::projections {

namespace {

struct Matches {
  std::deque<Position> kept;  // the last so many
  std::uint64_t count = 0;
  std::uint64_t possible = 0;  // by their dates; not among them

  void add(Position position, std::uint64_t at_most) {
    ++count;
    kept.push_back(position);
    if (at_most > 0 && kept.size() > at_most) kept.pop_front();
  }
};

/// One stream's events are found by their chain, all others by reading every envelope, in place.
Result<Matches> find(World& world, const LogQuery& query) {
  const auto matcher = LogMatcher::over(world, query);
  if (!matcher) return std::unexpected(matcher.error());
  Matches found;
  const auto judge = [&](Position position, const eventstore::Record& record) {
    const LogMatch match = matcher->judge(record);
    if (match == LogMatch::kYes) found.add(position, query.at_most);
    if (match == LogMatch::kPossible) ++found.possible;
    return true;
  };
  const auto& snapshot = world.snapshot();
  const TreeSize size = std::min(world.moment().size, query.below.value_or(TreeSize{UINT64_MAX}));
  if (query.stream.empty()) {
    auto scanned = snapshot.scan(query.from_position, size, judge);
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
    judge(position, *record);
  }
  return found;
}

/// Whether anything on record is so.
Result<bool> is_on_record(World& world, const LogQuery& query) {
  auto found = find(world, query);
  if (!found) return pass(found);
  return found->count > 0;
}

/// A type or category that this program does not know may be a newer one's: it is wrong only if
/// nothing on record has it.
Result<void> check_known(World& world, const LogQuery& query, const Matches& found) {
  if (found.count > 0) return {};
  std::vector<std::string> types;
  std::vector<std::string> categories;
  for (const auto& type : schema::event_types()) {
    types.emplace_back(type.name);
    if (type.stream != "*") categories.emplace_back(type.stream.substr(0, type.stream.find('/')));
  }
  const auto check = [&](const std::string& given, const std::vector<std::string>& known,
                         std::string_view noun, const LogQuery& of_it) -> Result<void> {
    if (given.empty() || std::ranges::find(known, given) != known.end()) return {};
    const auto there = is_on_record(world, of_it);
    if (!there) return std::unexpected(there.error());
    if (*there) return {};
    return fail(ErrorKind::kMalformed, fmt::format("no {} {} is known", noun, given),
                did_you_mean(given, known));
  };
  if (auto known = check(query.type, types, "event type", {.type = query.type}); !known) {
    return known;
  }
  return check(query.category, categories, "category of streams", {.category = query.category});
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
  if (auto known = check_known(world, query, *found); !known) return pass(known);
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
  if (found->possible > 0) {
    answer.remarks.push_back(fmt::format(
        "{} more may have happened then: their dates reach in and out", found->possible));
  }
  answer.tables.push_back(std::move(*table));
  if (auto done = world.finish(answer); !done) return pass(done);
  return answer;
}

}  // namespace probity::projections
