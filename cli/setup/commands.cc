#include "cli/setup/commands.h"

#include "cli/setup/completion.h"
#include "cli/setup/demo.h"
#include "cli/setup/doctor.h"
#include "cli/setup/import.h"
#include "cli/setup/init.h"
#include "cli/setup/overview.h"
#include "cli/setup/stat.h"
#include "cli/setup/words.h"

namespace probity::cli {

std::vector<CommandSpec> setup_commands() {
  return {overview_command(), init_command(),    import_command(),
          demo_command(),     doctor_command(),  stat_command(),
          words_command(),    rebuild_command(), completion_command()};
}

}  // namespace probity::cli
