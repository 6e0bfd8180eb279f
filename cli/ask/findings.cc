#include "cli/ask/commands.h"

namespace probity::cli {

std::vector<CommandSpec> finding_questions() { return {}; }

}  // namespace probity::cli
