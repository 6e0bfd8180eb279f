#include "cli/ask/commands.h"
#include "cli/ask/findings_commands.h"

namespace probity::cli {

std::vector<CommandSpec> finding_questions() {
  return {status_command(), list_command(), totals_command(),  history_command(),
          show_command(),   log_command(),  evidence_command()};
}

}  // namespace probity::cli
