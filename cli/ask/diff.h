// `diff`, and the option that it shares with `when`.
#pragma once

#include "cli/command.h"
#include "projections/questions/time/when.h"

namespace probity::cli {

[[nodiscard]] CommandSpec diff_command();

/// --clock: what was recorded, or how the world stood.
[[nodiscard]] OptionSpec clock_option();
[[nodiscard]] projections::TimeClock clock_of(const Invocation& invocation);

}  // namespace probity::cli
