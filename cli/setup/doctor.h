// `probity doctor`: looks a ledger's folder and its host over.
#pragma once

#include "cli/command.h"

namespace probity::cli {

[[nodiscard]] CommandSpec doctor_command();

}  // namespace probity::cli
