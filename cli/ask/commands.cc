#include "cli/ask/commands.h"

#include <iterator>

namespace probity::cli {

std::vector<CommandSpec> ask_commands() {
  std::vector<CommandSpec> commands = finding_questions();
  for (std::vector<CommandSpec> more : {register_questions(), time_questions()}) {
    std::move(more.begin(), more.end(), std::back_inserter(commands));
  }
  return commands;
}

}  // namespace probity::cli
