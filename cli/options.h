// The options that commands share, and every option of one command: what the parser takes, the help
// lists and the completion offers.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/command.h"

namespace probity::cli {

/// The command's own options, then those of its flags (moment, format), then what every command
/// takes.
[[nodiscard]] std::vector<OptionSpec> options_of(const CommandSpec& command);

/// `--format` of `--format,-o`: the name under which an Invocation holds it.
[[nodiscard]] std::string long_name(const OptionSpec& option);
/// `-o` of `--format,-o`; empty if there is none.
[[nodiscard]] std::string short_name(const OptionSpec& option);

}  // namespace probity::cli
