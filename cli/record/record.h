// `probity record EVENT STREAM field=value…`: any event of the schema.
#pragma once

#include "cli/command.h"

namespace probity::cli {

[[nodiscard]] CommandSpec record_command();

}  // namespace probity::cli
