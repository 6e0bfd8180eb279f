#include "cli/setup/commands.h"

#include "cli/setup/completion.h"
#include "cli/setup/import.h"
#include "cli/setup/init.h"
#include "cli/setup/stat.h"
#include "cli/setup/words.h"

namespace probity::cli {

std::vector<CommandSpec> setup_commands() {
  return {init_command(), import_command(), stat_command(), words_command(), completion_command(), rebuild_command()};
}

}  // namespace probity::cli
