// Days in Europe/London, from the system's zone data (loaded when first asked).
#pragma once

#include "eventstore/base/ids.h"

namespace probity::projections {

/// The calendar day in Europe/London at that instant. Thread-safe.
[[nodiscard]] Day london_day(Instant instant);
/// The last microsecond of that day in Europe/London.
[[nodiscard]] Instant end_of_london_day(Day day);

}  // namespace probity::projections
