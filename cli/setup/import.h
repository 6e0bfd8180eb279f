// `probity import`
#pragma once

#include "cli/command.h"

namespace probity::cli {

[[nodiscard]] CommandSpec import_command();

}  // namespace probity::cli
