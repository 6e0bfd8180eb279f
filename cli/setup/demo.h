// `probity demo`: a ledger of the public record, and questions with their answers.
#pragma once

#include "cli/command.h"

namespace probity::cli {

[[nodiscard]] CommandSpec demo_command();

}  // namespace probity::cli
