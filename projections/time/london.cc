#include "projections/time/london.h"

#include <date/tz.h>

#include <chrono>

namespace probity::projections {
namespace {

using std::chrono::microseconds;
using SysMicros = date::sys_time<microseconds>;

/// The zone library reads no further than the transitions that a zone file lists, which end in
/// 2037; the rule that the file goes on with (GMT0BST,M3.5.0/1,M10.5.0) is applied here.
constexpr date::year kFirstYearByRule{2038};

const date::time_zone& london() {
  // Initialised once, under the compiler's own lock; the zone data is loaded here and nowhere else.
  static const date::time_zone* const zone = date::locate_zone("Europe/London");
  return *zone;
}

/// Summer time runs from 01:00 UTC on the last Sunday of March to 01:00 UTC on the last Sunday of
/// October.
bool is_summer_by_rule(SysMicros at, date::year year) {
  const auto changes_at = [year](date::month month) {
    return date::sys_days{year / month / date::Sunday[date::last]} + std::chrono::hours{1};
  };
  return at >= changes_at(date::March) && at < changes_at(date::October);
}

std::chrono::seconds offset_at(SysMicros at) {
  const date::year year = date::year_month_day{date::floor<date::days>(at)}.year();
  if (year < kFirstYearByRule) return london().get_info(at).offset;
  return std::chrono::hours{is_summer_by_rule(at, year) ? 1 : 0};
}

}  // namespace

Day london_day(Instant instant) {
  const SysMicros at{microseconds{instant.micros}};
  const auto local = date::floor<date::days>(at + offset_at(at));
  return Day{static_cast<std::int32_t>(local.time_since_epoch().count())};
}

Instant end_of_london_day(Day day) {
  // London's clocks never change at midnight by more than the hour they differ from UTC, so the
  // offset that holds at the local midnight is that of the instant itself; two looks find it.
  const SysMicros midnight = date::sys_days{date::days{day.value} + date::days{1}};
  SysMicros end = midnight - offset_at(midnight);
  end = midnight - offset_at(end);
  return Instant{end.time_since_epoch().count() - 1};
}

}  // namespace probity::projections
