// The everyday verbs, as a table: a verb's options are its event's fields, generated from the
// schema.
#pragma once

#include <vector>

#include "cli/command.h"

namespace probity::cli {

[[nodiscard]] std::vector<CommandSpec> verb_commands();

}  // namespace probity::cli
