// Completion for bash, made from the command tree: commands, options, their choices, event types,
// files.
#pragma once

#include <span>
#include <string>

#include "cli/command.h"

namespace probity::cli {

/// A script that a shell sources: `source <(probity completion bash)`.
[[nodiscard]] std::string bash_completion(std::span<const CommandSpec> commands);

[[nodiscard]] CommandSpec completion_command();

}  // namespace probity::cli
