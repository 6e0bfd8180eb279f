#include "projections/questions/time/when.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <set>

#include "eventstore/base/text.h"
#include "projections/questions/common.h"
#include "projections/questions/time/course.h"

namespace probity::projections {
namespace {

/// A whole number, or a date as its days since 1970.
std::optional<std::int64_t> magnitude(std::string_view text) {
  if (const auto day = day_from_text(text)) return day->value;
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

class Condition {
 public:
  explicit Condition(const WhenQuery& query)
      : query_(query), wanted_(camel_case(query.value)), size_(magnitude(query.value)) {}

  [[nodiscard]] bool holds(const FieldSet* field) const {
    const std::string_view value = field == nullptr ? std::string_view{} : field->value;
    const bool same = value == query_.value || value == wanted_;
    switch (query_.comparison) {
      case Comparison::kIs:
        return same;
      case Comparison::kNot:
        return !same;
      case Comparison::kAbove:
      case Comparison::kBelow:
        break;
    }
    const auto found = magnitude(value);
    if (!found || !size_) return false;
    return query_.comparison == Comparison::kAbove ? *found > *size_ : *found < *size_;
  }

 private:
  const WhenQuery& query_;
  std::string wanted_;
  std::optional<std::int64_t> size_;
};

/// One stretch of time in which nothing changed.
struct Stretch {
  std::string begins;             // an instant or a day
  const FoldEvent* by = nullptr;  // whose record or day began it
  bool begun = false;             // the stream had begun
  std::vector<FieldSet> fields;
};

std::vector<Stretch> by_record(const StreamId& stream, const StreamHistory& history, Day day) {
  std::vector<Stretch> stretches;
  for (std::size_t prefix = 1; prefix <= history.events().size(); ++prefix) {
    const FoldEvent& last = *history.events()[prefix - 1];
    auto fields = fields_on(stream, history, day, prefix);
    const bool begun = !fields.empty();
    stretches.push_back(
        {to_text(last.stored.placement.recorded_at), &last, begun, std::move(fields)});
  }
  return stretches;
}

/// The event whose day a stretch begins with: the last, in the one order, that holds in it and is
/// of that day; else none (an event only ceased to hold).
const FoldEvent* begun_by(const StreamOnDay& on) {
  const FoldEvent* found = nullptr;
  for (const FoldEvent* event : on.held) {
    if (event->sort_day() == on.right_from) found = event;
  }
  return found;
}

std::vector<Stretch> by_day(const StreamId& stream, const StreamHistory& history) {
  std::vector<Stretch> stretches;
  const std::size_t prefix = history.events().size();
  for (Day day = kBeforeAllDays;;) {
    const StreamOnDay on = history.on(day, prefix);
    stretches.push_back(
        {to_text(day), begun_by(on), !on.held.empty(), fields_on(stream, history, day, prefix)});
    if (on.right_until == kAfterAllDays) return stretches;
    day = Day{on.right_until.value + 1};
  }
}

Value position_of_event(const FoldEvent* event) {
  return event == nullptr ? Value{} : value_of(event->position());
}

Value name_of_event(const FoldEvent* event) {
  return event == nullptr ? Value{} : value_of(std::string(event->type()));
}

/// Which event turned the field: on the effective clock the one that gave it its value, where one
/// did; on the recorded clock whatever was recorded then, which may be a correction.
const FoldEvent* turned_by(const Stretch& stretch, const FieldSet* field, TimeClock clock) {
  if (clock == TimeClock::kEffective && field != nullptr) return field->by;
  return stretch.by;
}

/// When that event was, as it was said.
Value as_said(const FoldEvent* event) {
  return event == nullptr ? Value{} : value_of(event->stored.header.effective);
}

Table spans_of(const std::vector<Stretch>& stretches, const WhenQuery& query) {
  Table table{.key = "spans",
              .title = {},
              .columns = {{"from", "from"},
                          {"until", "until"},
                          {"value", "value"},
                          {"openedBy", "opened at"},
                          {"openedByEvent", "by"},
                          {"openedWhen", "when, as said"},
                          {"closedBy", "closed at"},
                          {"closedByEvent", "by", true},
                          {"closedWhen", "when, as said", true}},
              .rows = {},
              .when_empty = "never",
              .struck = {}};
  constexpr std::size_t kUntil = 1;
  constexpr std::size_t kValue = 2;
  constexpr std::size_t kClosed = 6;
  const Condition condition(query);
  bool open = false;
  for (const Stretch& stretch : stretches) {
    const FieldSet* field = find_field(stretch.fields, query.field);
    const bool holds = stretch.begun && condition.holds(field);
    const FoldEvent* by = turned_by(stretch, field, query.clock);
    const Value value = field == nullptr ? Value{} : value_of(field->value);
    if (holds && !open) {
      table.rows.push_back({value_of(stretch.begins), Value{}, value, position_of_event(by),
                            name_of_event(by), as_said(by), Value{}, Value{}, Value{}});
    } else if (holds && table.rows.back()[kValue] != value) {
      table.rows.back()[kValue] = Value(std::string("several"));
    } else if (!holds && open) {
      auto& row = table.rows.back();
      row[kUntil] = value_of(stretch.begins);
      row[kClosed] = position_of_event(by);
      row[kClosed + 1] = name_of_event(by);
      row[kClosed + 2] = as_said(by);
    }
    open = holds;
  }
  return table;
}

/// What the field was instead, for who finds no span.
void say_values(const std::vector<Stretch>& stretches, const WhenQuery& query, Answer& answer) {
  std::set<std::string> values;
  for (const Stretch& stretch : stretches) {
    if (const FieldSet* field = find_field(stretch.fields, query.field))
      values.insert(field->value);
  }
  answer.remarks.push_back(
      fmt::format("{} was: {}", query.field, listed({values.begin(), values.end()})));
}

/// Whether any of the events is dated otherwise than by a day.
bool any_imprecise(const StreamHistory& history) {
  return std::ranges::any_of(history.events(), [](const auto& event) {
    return !day_from_text(event->stored.header.effective);
  });
}

std::string mend_of(const std::string& field, const std::vector<std::string>& known) {
  const std::string near = did_you_mean(field, known);
  return near.empty() ? "probity blame lists the fields" : near + " (probity blame lists them)";
}

Result<void> check(const WhenQuery& query, const std::vector<Stretch>& stretches,
                   const StreamId& stream) {
  const bool sized =
      query.comparison == Comparison::kAbove || query.comparison == Comparison::kBelow;
  if (sized && !magnitude(query.value)) {
    return fail(ErrorKind::kMalformed,
                fmt::format("above and below take a whole number or a day, not {}", query.value));
  }
  std::set<std::string> known;
  for (const Stretch& stretch : stretches) {
    for (const FieldSet& field : stretch.fields) known.insert(field.path);
  }
  if (known.contains(query.field)) return {};
  return fail(ErrorKind::kNotFound,
              fmt::format("{} has no field {} at any time", stream.text(), query.field),
              mend_of(query.field, {known.begin(), known.end()}));
}

}  // namespace

Result<Answer> ask_when(World& world, const WhenQuery& query) {
  auto stream = existing_stream(world, query.stream);
  if (!stream) return pass(stream);
  const auto history = world.history(*stream);
  if (!history) return std::unexpected(history.error());
  const bool recorded = query.clock == TimeClock::kRecorded;
  const auto stretches =
      recorded ? by_record(*stream, **history, world.moment().day) : by_day(*stream, **history);
  if (auto checked = check(query, stretches, *stream); !checked) return pass(checked);
  Answer answer;
  answer.schema = "probity.when/1";
  answer.title = fmt::format("When: {}", stream->text());
  answer.facts = {{"stream", "stream", Value(stream->text())},
                  {"field", "field", Value(query.field)},
                  {"clock", "clock", Value(std::string(recorded ? "recorded" : "effective"))}};
  answer.tables.push_back(spans_of(stretches, query));
  answer.yes = !answer.tables.front().rows.empty();
  if (!answer.yes) say_values(stretches, query, answer);
  if (!recorded && any_imprecise(**history)) {
    answer.remarks.emplace_back(
        "An event whose day is not exactly known counts from the last day that it can mean: what "
        "was said stands beside.");
  }
  if (auto done = world.finish(answer); !done) return pass(done);
  return answer;
}

}  // namespace probity::projections
