// The commands that ask, in the order of the help.
#pragma once

#include <vector>

#include "cli/command.h"

namespace probity::cli {

/// Questions about findings and about events: status, list, totals, history, show, evidence and
/// their like.
[[nodiscard]] std::vector<CommandSpec> finding_questions();
/// Questions about everything else that is registered: inspections, grades, agreements, measures,
/// bodies and their like.
[[nodiscard]] std::vector<CommandSpec> register_questions();

/// Questions of a state's course: blame, when, diff.
[[nodiscard]] std::vector<CommandSpec> time_questions();
[[nodiscard]] CommandSpec diff_command();  // one of them

[[nodiscard]] std::vector<CommandSpec> ask_commands();

}  // namespace probity::cli
