// The one statutory clock: a policing body publishes its response within 56 days beginning with the
// day of publication (Police Act 1996, section 55), so that the last day is publication + 55. Pure
// functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "projections/time/edtf.h"

namespace probity::projections::registers {

inline constexpr std::int32_t kResponseDays = 56;

/// Nothing where the day of publication is not exactly known: the clock cannot be told.
[[nodiscard]] std::optional<Day> last_day_to_respond(const Bounds& published);
/// 1 on the day of publication, 56 on the last day; nothing where the clock cannot be told, or
/// before publication.
[[nodiscard]] std::optional<std::int64_t> day_of_clock(const Bounds& published, Day day);

enum class InTime { kInTime, kLate, kCannotTell };
[[nodiscard]] InTime in_time(const Bounds& published, const Bounds& responded);
/// `in time`, `late` or `cannot tell`.
[[nodiscard]] std::string_view in_words(InTime verdict);

}  // namespace probity::projections::registers
