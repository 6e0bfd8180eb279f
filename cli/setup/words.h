// `probity words`
#pragma once

#include "cli/command.h"

namespace probity::cli {

[[nodiscard]] CommandSpec words_command();

}  // namespace probity::cli
