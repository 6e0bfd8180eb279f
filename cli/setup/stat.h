// `probity stat` and `probity rebuild`: what is in the ledger's folder.
#pragma once

#include "cli/command.h"

namespace probity::cli {

[[nodiscard]] CommandSpec stat_command();
[[nodiscard]] CommandSpec rebuild_command();

}  // namespace probity::cli
