// `probity` alone: what is here and what is late; where there is no ledger, how to start.
#pragma once

#include "cli/command.h"

namespace probity::cli {

/// A command without a name: what runs when nothing is typed.
[[nodiscard]] CommandSpec overview_command();

}  // namespace probity::cli
