#include "projections/questions/registers/response_clock.h"

#include "projections/questions/registers/window.h"

namespace probity::projections::registers {

std::optional<Day> last_day_to_respond(const Bounds& published) {
  if (!is_one_day(published)) return std::nullopt;
  return Day{published.latest.value + kResponseDays - 1};
}

std::optional<std::int64_t> day_of_clock(const Bounds& published, Day day) {
  if (!is_one_day(published) || day < published.latest) return std::nullopt;
  return std::int64_t{day.value} - published.latest.value + 1;
}

InTime in_time(const Bounds& published, const Bounds& responded) {
  const auto last = last_day_to_respond(published);
  if (!last) return InTime::kCannotTell;
  if (responded.latest <= *last) return InTime::kInTime;
  return responded.earliest > *last ? InTime::kLate : InTime::kCannotTell;
}

std::string_view in_words(InTime verdict) {
  switch (verdict) {
    case InTime::kInTime:
      return "in time";
    case InTime::kLate:
      return "late";
    case InTime::kCannotTell:
      break;
  }
  return "cannot tell";
}

}  // namespace probity::projections::registers
