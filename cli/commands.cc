#include <iterator>

#include "cli/ask/commands.h"
#include "cli/audit/commands.h"
#include "cli/command.h"
#include "cli/record/commands.h"
#include "cli/setup/commands.h"

namespace probity::cli {

namespace {

std::vector<CommandSpec> join(std::initializer_list<std::vector<CommandSpec>> groups) {
  std::vector<CommandSpec> all;
  for (const auto& group : groups) all.insert(all.end(), group.begin(), group.end());
  return all;
}

}  // namespace

const std::vector<CommandSpec>& all_commands() {
  static const std::vector<CommandSpec> kAll =
      join({setup_commands(), record_commands(), ask_commands(), audit_commands()});
  return kAll;
}

}  // namespace probity::cli
