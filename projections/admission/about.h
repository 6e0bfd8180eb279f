// What an event is about, as the rows of who-may-append ask: itself, its own inspections, those it
// oversees, an agreement's parties, a finding's addressees. Throws Fault.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "projections/admission/judged.h"

namespace probity::projections::admission {

/// Nothing: the event is about that. Else what it is about instead, for a refusal:
/// `measure/emsou/staff is about emsou`.
[[nodiscard]] std::optional<std::string> unlike(About about, const Judged& judged);

/// The same for a report that `reporter` makes of the actor's act.
[[nodiscard]] std::optional<std::string> unlike(Reporting about, const Judged& judged,
                                                std::string_view reporter);

}  // namespace probity::projections::admission
