// The audit group: what proves the record to somebody who trusts neither it nor its keeper.
#pragma once

#include <vector>

#include "cli/command.h"

namespace probity::cli {

[[nodiscard]] std::vector<CommandSpec> key_commands();
[[nodiscard]] CommandSpec checkpoint_command();
[[nodiscard]] CommandSpec verify_command();
[[nodiscard]] CommandSpec verify_proof_command();
[[nodiscard]] CommandSpec prove_command();
[[nodiscard]] CommandSpec sample_command();
[[nodiscard]] CommandSpec replay_command();
[[nodiscard]] std::vector<CommandSpec> export_commands();

/// All of them, in the order of the help.
[[nodiscard]] std::vector<CommandSpec> audit_commands();

}  // namespace probity::cli
