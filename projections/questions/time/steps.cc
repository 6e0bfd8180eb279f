#include "projections/questions/time/steps.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

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

/// Steps through events by position, and keeps what each stream had come to.
class Stepper {
 public:
  Stepper(World& world, Table& table) : world_(world), table_(table) {}

  Result<void> add(Position position) {
    auto event = world_.event(position);
    if (!event) return pass(event);
    const StreamId& stream = event->header.stream;
    const auto history = world_.history(stream);
    if (!history) return std::unexpected(history.error());
    const auto changes = step(stream, **history, (*history)->prefix(position));
    for (const FieldChange& change : changes) add_row(*event, change);
    if (changes.empty()) add_row(*event, {});
    return {};
  }

 private:
  /// What the stream's `count`-th event changed.
  std::vector<FieldChange> step(const StreamId& stream, const StreamHistory& history,
                                std::size_t count) {
    const Day day = world_.moment().day;
    auto found = states_.find(stream.text());
    if (found == states_.end()) {
      auto before =
          count > 1 ? values_on(stream, history, day, count - 1) : std::vector<FieldSet>();
      found = states_.emplace(stream.text(), std::move(before)).first;
    }
    auto after = values_on(stream, history, day, count);
    auto changes = changes_between(found->second, after);
    found->second = std::move(after);
    return changes;
  }

  void add_row(const eventstore::Event& event, const FieldChange& change) {
    const auto& placement = event.placement;
    table_.rows.push_back(
        {value_of(placement.position), value_of(london_day(placement.recorded_at)),
         value_of(event.header.stream.text()), value_of(event.header.type),
         value_of(event.header.actor), value_of(change.path), value_of(change.before.value_or("")),
         value_of(change.after.value_or(""))});
  }

  World& world_;
  Table& table_;
  std::map<std::string, std::vector<FieldSet>> states_;
};

/// The events meant, by position, and whether there are more.
struct Meant {
  std::vector<Position> positions;
  bool more = false;
};

Result<Meant> events_meant(World& world, const StepsQuery& query) {
  std::uint64_t end = world.moment().size.value;
  if (query.to) end = std::min(end, query.to->value < end ? query.to->value + 1 : end);
  std::vector<Position> positions;
  if (query.stream.empty()) {
    for (std::uint64_t at = query.from.value; at < end; ++at) positions.push_back(Position{at});
  } else {
    const auto stream = existing_stream(world, query.stream);
    if (!stream) return std::unexpected(stream.error());
    auto of_stream = world.snapshot().stream_positions(*stream, TreeSize{end});
    if (!of_stream) return pass(of_stream);
    positions = std::move(*of_stream);
    std::erase_if(positions, [&](Position at) { return at < query.from; });
  }
  Meant meant{std::move(positions)};
  meant.more = query.at_most > 0 && meant.positions.size() > query.at_most;
  if (meant.more) meant.positions.resize(query.at_most);
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
  Stepper stepper(world, answer.tables.front());
  for (const Position position : meant->positions) {
    if (auto added = stepper.add(position); !added) return pass(added);
  }
  if (meant->more) {
    answer.remarks.push_back(
        fmt::format("there are more; --from @{} goes on", meant->positions.back().value + 1));
  }
  if (auto done = world.finish(answer); !done) return pass(done);
  return answer;
}

}  // namespace probity::projections
