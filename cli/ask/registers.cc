#include "cli/ask/commands.h"

namespace probity::cli {

std::vector<CommandSpec> register_questions() { return {}; }

}  // namespace probity::cli
