// The commands that set up a ledger and look after it, in the order of the help.
#pragma once

#include <vector>

#include "cli/command.h"

namespace probity::cli {

[[nodiscard]] std::vector<CommandSpec> setup_commands();

}  // namespace probity::cli
