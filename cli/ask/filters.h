// The options that say which findings a question is about; one name everywhere.
#pragma once

#include <string>
#include <vector>

#include "cli/command.h"
#include "projections/questions/findings/filter.h"

namespace probity::cli {

/// --body, --for, --inspection, --kind, --status and so on.
[[nodiscard]] std::vector<OptionSpec> finding_filter_options();
/// kMalformed names the option and what it takes.
[[nodiscard]] Result<projections::FindingFilter> finding_filter(const Invocation& invocation);

/// A whole number of an option; nothing if it was not given.
[[nodiscard]] Result<std::optional<std::int64_t>> whole_number(const Invocation& invocation,
                                                               std::string_view option);
/// A day (2024-03-31) of an option; nothing if it was not given.
[[nodiscard]] Result<std::optional<Day>> day_option(const Invocation& invocation,
                                                    std::string_view option);

}  // namespace probity::cli
