#include "projections/questions/time/steps.h"

#include <fmt/format.h>

#include <algorithm>

#include "eventstore/envelope_view.h"
#include "projections/questions/common.h"
#include "projections/questions/time/course.h"
#include "projections/time/london.h"

namespace probity::projections {
namespace {

Table empty_table(bool of_one_stream) {
  return {.key = "steps",
          .title = {},
          .columns = {{"position", "at"},
                      {"recordedOn", "recorded", true},
                      {"stream", "stream", of_one_stream},
                      {"event", "event"},
                      {"actor", "by", true},
                      {"field", "field"},
                      {"before", "before"},
                      {"after", "after"}},
          .rows = {},
          .when_empty = "no event there",
          .struck = {}};
}

/// What the stream's `count`-th event changed.
std::vector<FieldChange> step(const StreamId& stream, const StreamHistory& history, Day day,
                              std::size_t count) {
  const auto before =
      count > 1 ? fields_on(stream, history, day, count - 1) : std::vector<FieldSet>{};
  return changes_between(before, fields_on(stream, history, day, count));
}

Result<void> add_step(World& world, Position position, Table& table) {
  auto event = world.event(position);
  if (!event) return pass(event);
  const StreamId& stream = event->header.stream;
  const auto history = world.history(stream);
  if (!history) return std::unexpected(history.error());
  const auto add = [&](const FieldChange& change) {
    table.rows.push_back({value_of(position), value_of(london_day(event->placement.recorded_at)),
                          value_of(stream.text()), value_of(event->header.type),
                          value_of(event->header.actor), value_of(change.path),
                          value_of(change.before.value_or("")),
                          value_of(change.after.value_or(""))});
  };
  const auto changes = step(stream, **history, world.moment().day, (*history)->prefix(position));
  for (const FieldChange& change : changes) add(change);
  if (changes.empty()) add({});
  return {};
}

/// The events meant, by position, and whether there are more.
struct Meant {
  std::vector<Position> positions;
  bool more = false;
};

Result<Meant> events_meant(World& world, const StepsQuery& query) {
  std::optional<StreamId> stream;
  if (!query.stream.empty()) {
    auto existing = existing_stream(world, query.stream);
    if (!existing) return pass(existing);
    stream = std::move(*existing);
  }
  Meant meant;
  TreeSize to = world.moment().size;
  if (query.to) to = std::min(to, TreeSize{query.to->value + 1});
  const auto scanned =
      world.snapshot().scan(query.from, to, [&](Position at, const eventstore::Record& record) {
        const auto envelope = eventstore::EnvelopeView::over(record.envelope);
        if (stream && (!envelope || envelope->stream() != stream->text())) return true;
        meant.more = query.at_most > 0 && meant.positions.size() == query.at_most;
        if (!meant.more) meant.positions.push_back(at);
        return !meant.more;
      });
  if (!scanned) return std::unexpected(scanned.error());
  return meant;
}

}  // namespace

Result<Answer> ask_steps(World& world, const StepsQuery& query) {
  const auto meant = events_meant(world, query);
  if (!meant) return std::unexpected(meant.error());
  Answer answer;
  answer.schema = "probity.steps/1";
  answer.title = "Event by event";
  answer.facts = {{"events", "events", count_of(meant->positions.size())}};
  answer.tables.push_back(empty_table(!query.stream.empty()));
  for (const Position position : meant->positions) {
    if (auto added = add_step(world, position, answer.tables.front()); !added) return pass(added);
  }
  if (meant->more) {
    answer.remarks.push_back(
        fmt::format("there are more; --from @{} goes on", meant->positions.back().value + 1));
  }
  if (auto done = world.finish(answer); !done) return pass(done);
  return answer;
}

}  // namespace probity::projections
