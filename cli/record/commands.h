// The commands that record events, in the order of the help.
#pragma once

#include <vector>

#include "cli/command.h"

namespace probity::cli {

[[nodiscard]] std::vector<CommandSpec> record_commands();

}  // namespace probity::cli
