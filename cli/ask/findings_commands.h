// The commands of finding_questions(), a file each or a few.
#pragma once

#include "cli/command.h"

namespace probity::cli {

[[nodiscard]] CommandSpec status_command();
[[nodiscard]] CommandSpec list_command();
[[nodiscard]] CommandSpec totals_command();
[[nodiscard]] CommandSpec history_command();
[[nodiscard]] CommandSpec show_command();
[[nodiscard]] CommandSpec log_command();
[[nodiscard]] CommandSpec evidence_command();

}  // namespace probity::cli
