#include "cli/audit/commands.h"

#include <utility>

namespace probity::cli {

std::vector<CommandSpec> audit_commands() {
  std::vector<CommandSpec> commands = key_commands();
  commands.push_back(checkpoint_command());
  commands.push_back(verify_command());
  commands.push_back(prove_command());
  commands.push_back(verify_proof_command());
  commands.push_back(sample_command());
  commands.push_back(replay_command());
  for (auto& command : export_commands()) commands.push_back(std::move(command));
  return commands;
}

}  // namespace probity::cli
