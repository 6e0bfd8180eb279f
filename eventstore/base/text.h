// Text forms of hashes, ids and instants.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "eventstore/base/ids.h"

namespace probity {

/// Lower-case hex, two digits a byte.
[[nodiscard]] std::string to_hex(std::span<const std::uint8_t> bytes);
/// 64 hex digits of either case; nothing else.
[[nodiscard]] std::optional<Hash> hash_from_hex(std::string_view text);

/// RFC 9562 text form, lower case.
[[nodiscard]] std::string to_text(const EventId& id);
/// 8-4-4-4-12 hex digits of either case, not nil.
[[nodiscard]] std::optional<EventId> event_id_from_text(std::string_view text);

/// RFC 3339 in UTC with six decimals: `2026-11-21T22:54:56.123456Z`.
[[nodiscard]] std::string to_text(Instant instant);
/// RFC 3339 with `Z` or `±hh:mm` and up to six decimals; nothing if it is none or no such day.
[[nodiscard]] std::optional<Instant> instant_from_text(std::string_view text);

/// `@412`, or `412` alone; nothing else.
[[nodiscard]] std::optional<Position> position_from_text(std::string_view text);

/// `2023-03-02`; years 1000 to 9999 (kBeforeAllDays: "..", kAfterAllDays: "").
[[nodiscard]] std::string to_text(Day day);
/// `YYYY-MM-DD`, years 1000 to 9999, an existing day of the Gregorian calendar.
[[nodiscard]] std::optional<Day> day_from_text(std::string_view text);

}  // namespace probity
