#include "projections/questions/time/diff.h"

#include <fmt/format.h>

#include <algorithm>

#include "eventstore/base/text.h"
#include "projections/questions/common.h"
#include "projections/questions/time/course.h"

namespace probity::projections {
namespace {

/// One side of the comparison.
struct Side {
  std::size_t prefix = 0;  // of the stream's events
  Day day;
  std::string said;  // as resolved
};

Result<Side> side_of(World& world, const StreamHistory& history, const std::string& text,
                     std::string_view option, TimeClock kind, Clock& clock) {
  Side side{history.events().size(), world.moment().day, {}};
  if (!text.empty()) {
    const bool recorded = kind == TimeClock::kRecorded;
    auto moment = resolve_moment(world.snapshot(), recorded ? text : std::string{},
                                 recorded ? std::string{} : text, clock);
    if (!moment) {
      moment.error().where = option;
      return pass(moment);
    }
    if (recorded) {
      const TreeSize known = std::min(moment->size, world.moment().size);
      side.prefix = known.value == 0 ? 0 : history.prefix(Position{known.value - 1});
      side.said = fmt::format("the first {} events", known.value);
    } else {
      side.day = moment->day;
    }
  }
  if (kind == TimeClock::kEffective) side.said = to_text(side.day);
  if (side.said.empty()) side.said = fmt::format("the first {} events", world.moment().size.value);
  return side;
}

std::vector<FieldSet> fields_of(const StreamId& stream, const StreamHistory& history,
                                const Side& side) {
  if (side.prefix == 0) return {};
  return fields_on(stream, history, side.day, side.prefix);
}

Table changes(const std::vector<FieldSet>& before, const std::vector<FieldSet>& after) {
  Table table{.key = "changes",
              .title = {},
              .columns = {{"field", "field"},
                          {"before", "before"},
                          {"after", "after"},
                          {"position", "at"},
                          {"event", "event"},
                          {"effective", "when"},
                          {"actor", "by"},
                          {"by", "and how that came to be on record", true},
                          {"recordedAt", "recorded", true}},
              .rows = {},
              .when_empty = "nothing changed",
              .struck = {}};
  for (const FieldChange& change : changes_between(before, after)) {
    const eventstore::Event& event = change.by->stored;
    table.rows.push_back({value_of(change.path), value_of(change.before.value_or("")),
                          value_of(change.after.value_or("")), value_of(event.placement.position),
                          value_of(event.header.type), value_of(event.header.effective),
                          value_of(event.header.actor), value_of(attribution(event)),
                          value_of(to_text(event.placement.recorded_at))});
  }
  return table;
}

}  // namespace

Result<Answer> ask_diff(World& world, const DiffQuery& query, Clock& clock) {
  auto stream = existing_stream(world, query.stream);
  if (!stream) return pass(stream);
  const auto history = world.history(*stream);
  if (!history) return std::unexpected(history.error());
  const auto from = side_of(world, **history, query.from, "--from", query.clock, clock);
  if (!from) return std::unexpected(from.error());
  const auto to = side_of(world, **history, query.to, "--to", query.clock, clock);
  if (!to) return std::unexpected(to.error());
  if (to->prefix < from->prefix || to->day < from->day) {
    return fail(ErrorKind::kMalformed, "the first moment is later than the second",
                "--from is the earlier one", "--from");
  }
  Answer answer;
  answer.schema = "probity.diff/1";
  answer.title = fmt::format("What changed: {}", stream->text());
  answer.facts = {{"stream", "stream", Value(stream->text())},
                  {"from", "from", Value(from->said)},
                  {"to", "to", Value(to->said)}};
  answer.tables.push_back(
      changes(fields_of(*stream, **history, *from), fields_of(*stream, **history, *to)));
  answer.facts.push_back(
      {"changed", "fields changed", count_of(answer.tables.front().rows.size())});
  if (auto done = world.finish(answer); !done) return pass(done);
  return answer;
}

}  // namespace probity::projections
