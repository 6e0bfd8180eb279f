// The verbs that are more than their event's fields: attach (hashes a file), issue-grade, note,
// correct.
#pragma once

#include <vector>

#include "cli/command.h"

namespace probity::cli {

[[nodiscard]] std::vector<CommandSpec> act_commands();

}  // namespace probity::cli
