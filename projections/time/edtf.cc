#include "projections/time/edtf.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <optional>

#include "eventstore/base/limits.h"
#include "eventstore/base/text.h"
#include "projections/time/london.h"

namespace probity::projections {
namespace {

namespace chrono = std::chrono;

constexpr std::string_view kForms =
    "Write a day (2023-03-02), a month (2023-03), a year (2023), a season (2022-21 to 2022-24: "
    "spring, summer, autumn, winter), an interval (2020-02-21/2020-03-13, ../2024-04-17, "
    "2024-04-17/..), an instant (2023-03-02T10:00:00Z) or .. (always so); ~ (about) or ? "
    "(uncertain) may follow.";
constexpr std::string_view kUnbounded = "..";
constexpr int kFirstSeason = 21;
constexpr int kLastSeason = 24;

/// The text as a message may show it: nothing that could move a terminal's cursor.
std::string quoted(std::string_view text) {
  std::string out = "`";
  for (const char c : text.substr(0, limits::kEffectiveBytes))
    out.push_back(c >= ' ' && c <= '~' ? c : '?');
  out.push_back('`');
  return out;
}

std::unexpected<Error> malformed(std::string_view text, std::string_view why) {
  return fail(ErrorKind::kMalformed, fmt::format("{} is no date: {}", quoted(text), why),
              std::string(kForms));
}

std::optional<int> number(std::string_view digits) {
  int value = 0;
  for (const char c : digits) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

Day day_of(chrono::year_month_day date) {
  return Day{static_cast<std::int32_t>(chrono::sys_days{date}.time_since_epoch().count())};
}

Bounds months(int year, unsigned first, int last_year, unsigned last) {
  return {day_of(chrono::year{year} / chrono::month{first} / 1),
          day_of(chrono::sys_days{chrono::year{last_year} / chrono::month{last} / chrono::last})};
}

Bounds season(int year, int code) {
  const unsigned first = static_cast<unsigned>(code - kFirstSeason) * 3 + 3;
  if (code == kLastSeason) return months(year, first, year + 1, 2);
  return months(year, first, year, first + 2);
}

bool is_qualified(std::string_view text) { return text.ends_with('~') || text.ends_with('?'); }

/// `YYYY`, `YYYY-MM` (or a season) or `YYYY-MM-DD`, without a qualifier.
Result<Bounds> calendar_value(std::string_view text) {
  const bool has_month = text.size() >= 7 && text[4] == '-';
  const bool has_day = text.size() == 10 && has_month && text[7] == '-';
  if (text.size() != 4 && (text.size() != 7 || !has_month) && !has_day) {
    return malformed(text, "not of the form YYYY, YYYY-MM or YYYY-MM-DD");
  }
  const auto year = number(text.substr(0, 4));
  const auto month = has_month ? number(text.substr(5, 2)) : std::optional(1);
  const auto day = has_day ? number(text.substr(8, 2)) : std::optional(1);
  if (!year || !month || !day)
    return malformed(text, "not of the form YYYY, YYYY-MM or YYYY-MM-DD");
  if (*year < 1000) return malformed(text, "years run from 1000 to 9999");
  if (!has_month) return months(*year, 1, *year, 12);
  if (*month >= kFirstSeason && *month <= kLastSeason) {
    if (has_day) return malformed(text, "a season takes no day");
    return season(*year, *month);
  }
  if (*month < 1 || *month > 12) return malformed(text, "there is no such month or season");
  if (!has_day)
    return months(*year, static_cast<unsigned>(*month), *year, static_cast<unsigned>(*month));
  const auto date = chrono::year{*year} / *month / *day;
  if (!date.ok()) return malformed(text, "there is no such day");
  return Bounds{day_of(date), day_of(date)};
}

Result<Bounds> instant_value(std::string_view text) {
  const auto instant = text[10] == 'T' ? instant_from_text(text) : std::nullopt;
  if (!instant) return malformed(text, "an instant is YYYY-MM-DDThh:mm:ss and Z or ±hh:mm");
  const Day day = london_day(*instant);
  const Day first = day_of(chrono::year{1000} / 1 / 1);
  const Day last = day_of(chrono::year{9999} / 12 / 31);
  if (day < first || day > last) return malformed(text, "years run from 1000 to 9999");
  return Bounds{day, day};
}

Result<Bounds> value(std::string_view text, bool instants) {
  if (is_qualified(text)) text.remove_suffix(1);
  if (text.empty()) return malformed(text, "nothing is written");
  if (is_qualified(text)) return malformed(text, "only one of ~ and ? may follow");
  if (text.size() > 10 && text.find('T') != std::string_view::npos) {
    if (!instants)
      return malformed(text, "an interval ends in days, months, seasons or years, not in instants");
    return instant_value(text);
  }
  return calendar_value(text);
}

struct Parsed {
  Bounds bounds;
  bool open_end = false;
};

Result<Parsed> interval(std::string_view text, std::string_view from, std::string_view to) {
  if (from.empty() || to.empty()) return malformed(text, "an interval's open end is written `..`");
  if (from == kUnbounded && to == kUnbounded)
    return malformed(text, "what is always so is written `..`");
  if (from == kUnbounded) {
    auto end = value(to, false);
    if (!end) return pass(end);
    return Parsed{{kBeforeAllDays, end->latest}};
  }
  auto begin = value(from, false);
  if (!begin) return pass(begin);
  if (to == kUnbounded) return Parsed{*begin, true};
  auto end = value(to, false);
  if (!end) return pass(end);
  if (begin->earliest > end->latest) return malformed(text, "the interval is reversed");
  return Parsed{{begin->earliest, end->latest}};
}

Result<Parsed> expression(std::string_view text) {
  if (text.empty()) return malformed(text, "nothing is written");
  if (text.size() > limits::kEffectiveBytes) {
    return malformed(text, fmt::format("it is longer than {} bytes", limits::kEffectiveBytes));
  }
  if (text == kUnbounded) return Parsed{{kBeforeAllDays, kBeforeAllDays}};
  if (text.find('%') != std::string_view::npos) {
    return malformed(text, "% is not taken; write ~ for about or ? for uncertain");
  }
  const auto slash = text.find('/');
  if (slash != std::string_view::npos)
    return interval(text, text.substr(0, slash), text.substr(slash + 1));
  auto bounds = value(text, true);
  if (!bounds) return pass(bounds);
  return Parsed{*bounds};
}

}  // namespace

Result<Edtf> Edtf::parse(std::string_view text) {
  auto parsed = expression(text);
  if (!parsed) return pass(parsed);
  return Edtf(std::string(text), parsed->bounds, parsed->open_end);
}

Bounds Edtf::bounds(Day recorded) const {
  if (!open_end_) return bounds_;
  return {bounds_.earliest, std::max(bounds_.latest, recorded)};
}

}  // namespace probity::projections
