// Help as text, made from the commands' own tables.
#pragma once

#include <span>
#include <string>

#include "cli/command.h"

namespace probity::cli {

/// Every command by group, a line each.
[[nodiscard]] std::string help_for_all(std::span<const CommandSpec> commands, unsigned width);
/// One command: use, what it does, arguments, options, an example.
[[nodiscard]] std::string help_for(const CommandSpec& command, const Invocation& invocation,
                                   unsigned width);
/// `probity status REF [options]`
[[nodiscard]] std::string usage_of(const CommandSpec& command);

}  // namespace probity::cli
