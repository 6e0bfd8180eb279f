// The options of `log` that say which events.
#pragma once

#include "cli/command.h"
#include "projections/questions/findings/log.h"

namespace probity::cli {

[[nodiscard]] std::vector<OptionSpec> log_query_options();
/// kMalformed names the option and what it takes.
[[nodiscard]] Result<projections::LogQuery> log_query(const Invocation& invocation);

}  // namespace probity::cli
