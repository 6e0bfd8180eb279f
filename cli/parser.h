// From words to a command: the only file pair that knows CLI11. Parse errors are told in our own
// words, with the nearest command or option, and are exit 2.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "cli/command.h"

namespace probity::cli {

/// Runs the command that `words` (what was typed after `probity`) name, and gives its exit code.
/// `--help` and
/// `--version` print on `context.out`. What the command throws passes through.
int run_words(std::span<const CommandSpec> commands, const std::vector<std::string>& words,
              Context& context);

/// The options and arguments of a command, from the words behind its name. kMalformed as
/// run_words() tells it.
[[nodiscard]] Result<Invocation> parse_words(const CommandSpec& command,
                                             std::vector<std::string> words);

}  // namespace probity::cli
