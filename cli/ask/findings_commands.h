// The commands of finding_questions(), a file each or a few.
#pragma once

#include "cli/ask/asking.h"
#include "cli/command.h"

namespace probity::cli {

[[nodiscard]] CommandSpec status_command();
[[nodiscard]] CommandSpec list_command();
[[nodiscard]] CommandSpec totals_command();
[[nodiscard]] CommandSpec history_command();
[[nodiscard]] CommandSpec show_command();
[[nodiscard]] CommandSpec log_command();
[[nodiscard]] CommandSpec evidence_command();

/// What `list` with these options asks. kMalformed names the option.
[[nodiscard]] Result<Question> list_question(const Invocation& invocation);

}  // namespace probity::cli
