#include "projections/moment.h"

#include <fmt/format.h>

#include "eventstore/base/text.h"
#include "projections/time/london.h"

namespace probity::projections {
namespace {

constexpr std::string_view kAsOfForms =
    "Write an instant (2023-03-02T10:00:00Z), a day (2023-03-02: its end in London), today, "
    "yesterday, `2 days ago`, @POSITION or @checkpoint:NAME.";
constexpr std::string_view kEffectiveForms =
    "Write a day (2023-03-02), today, yesterday or `2 days ago`.";
constexpr std::string_view kCheckpoint = "checkpoint:";
constexpr std::string_view kDaysAgo[] = {" days ago", " day ago"};

std::string shown(std::string_view text) {
  std::string out;
  for (const char c : text.substr(0, 80)) out.push_back(c >= ' ' && c <= '~' ? c : '?');
  return out;
}

/// Decimal digits alone, at most nineteen of them.
std::optional<std::uint64_t> number(std::string_view digits) {
  if (digits.empty() || digits.size() > 19) return std::nullopt;
  std::uint64_t value = 0;
  for (const char c : digits) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + static_cast<std::uint64_t>(c - '0');
  }
  return value;
}

std::optional<Day> days_before(Day today, std::uint64_t days) {
  const Day first = *day_from_text("1000-01-01");
  if (days > static_cast<std::uint64_t>(today.value - first.value)) return std::nullopt;
  return Day{today.value - static_cast<std::int32_t>(days)};
}

/// A day as people say it; nothing if the text is none.
std::optional<Day> day_from_words(std::string_view text, Day today) {
  if (text == "today") return today;
  if (text == "yesterday") return days_before(today, 1);
  for (const std::string_view ago : kDaysAgo) {
    if (!text.ends_with(ago)) continue;
    const auto days = number(text.substr(0, text.size() - ago.size()));
    return days ? days_before(today, *days) : std::nullopt;
  }
  return day_from_text(text);
}

/// What was known at an instant, which was asked for as `day`.
Result<Moment> known_at(const eventstore::Snapshot& snapshot, Instant instant, Day day) {
  auto position = snapshot.as_of(instant);
  if (!position) return pass(position);
  Moment moment{.size = {}, .recorded = {}, .day = day, .as_of = {}, .effective = {}};
  if (!*position) return moment;
  auto last = snapshot.event(**position);
  if (!last) return pass(last);
  moment.size = {(*position)->value + 1};
  moment.recorded = last->placement.recorded_at;
  return moment;
}

/// The size of the kept checkpoint of a name; at least 1.
Result<TreeSize> checkpoint_size(const eventstore::Snapshot& snapshot, std::string_view name) {
  const auto kept = snapshot.checkpoints();
  if (!kept) return std::unexpected(kept.error());
  for (const auto& checkpoint : *kept) {
    if (checkpoint.name == name && checkpoint.size.value > 0) return checkpoint.size;
  }
  return fail(ErrorKind::kNotFound,
              fmt::format("the ledger has no checkpoint called {}", shown(name)),
              "probity checkpoint --list shows those that it keeps; or ask as of a position "
              "(@412), a day or an instant.");
}

Result<Moment> known_at(const eventstore::Snapshot& snapshot, std::string_view position) {
  if (position.starts_with(kCheckpoint)) {
    auto size = checkpoint_size(snapshot, position.substr(kCheckpoint.size()));
    if (!size) return pass(size);
    return known_at(snapshot, std::to_string(size->value - 1));
  }
  const auto value = number(position);
  if (!value) {
    return fail(ErrorKind::kMalformed, fmt::format("@{} is no position", shown(position)),
                std::string(kAsOfForms));
  }
  const std::uint64_t size = snapshot.head().size.value;
  if (*value >= size) {
    return fail(ErrorKind::kNotFound, fmt::format("there is no event at position {}", *value),
                size == 0 ? "The ledger is empty."
                          : fmt::format("The last event is at position {}.", size - 1));
  }
  auto event = snapshot.event(Position{*value});
  if (!event) return pass(event);
  const Instant recorded = event->placement.recorded_at;
  return Moment{.size = {*value + 1},
                .recorded = recorded,
                .day = london_day(recorded),
                .as_of = {},
                .effective = {}};
}

Result<Moment> known_now(const eventstore::Snapshot& snapshot, Day today) {
  const eventstore::Head& head = snapshot.head();
  Moment moment{.size = head.size, .recorded = {}, .day = today, .as_of = {}, .effective = {}};
  if (head.size.value > 0) moment.recorded = head.recorded_at;
  return moment;
}

Result<Moment> known_as_of(const eventstore::Snapshot& snapshot, std::string_view as_of,
                           Day today) {
  if (as_of.empty()) return known_now(snapshot, today);
  if (as_of.front() == '@') return known_at(snapshot, as_of.substr(1));
  if (const auto day = day_from_words(as_of, today)) {
    return known_at(snapshot, end_of_london_day(*day), *day);
  }
  if (const auto instant = instant_from_text(as_of)) {
    return known_at(snapshot, *instant, london_day(*instant));
  }
  return fail(ErrorKind::kMalformed, fmt::format("`{}` is no time to ask as of", shown(as_of)),
              std::string(kAsOfForms));
}

}  // namespace

Result<Moment> resolve_moment(const eventstore::Snapshot& snapshot, std::string_view as_of,
                              std::string_view effective, Clock& clock) {
  const Day today = london_day(clock.now());
  auto moment = known_as_of(snapshot, as_of, today);
  if (!moment) return moment;
  moment->as_of = as_of;
  moment->effective = effective;
  if (effective.empty()) return moment;
  const auto day = day_from_words(effective, today);
  if (!day) {
    return fail(ErrorKind::kMalformed, fmt::format("`{}` is no day", shown(effective)),
                std::string(kEffectiveForms));
  }
  moment->day = *day;
  return moment;
}

}  // namespace probity::projections
