#include "cli/record/commands.h"

#include <iterator>
#include <utility>

#include "cli/record/acts.h"
#include "cli/record/record.h"
#include "cli/record/verbs.h"

namespace probity::cli {

std::vector<CommandSpec> record_commands() {
  std::vector<CommandSpec> commands{record_command()};
  for (auto more : {verb_commands(), act_commands()}) {
    std::move(more.begin(), more.end(), std::back_inserter(commands));
  }
  return commands;
}

}  // namespace probity::cli
