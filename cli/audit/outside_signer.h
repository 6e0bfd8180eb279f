// A signer that lives elsewhere (a token, a service): a command that is given a text on its stdin
// and answers the signed note on its stdout.
#pragma once

#include <string>

#include "eventstore/base/result.h"

namespace probity::cli {

/// Runs `command` with the shell. kUnverifiable where it fails or answers more than a note may hold
/// (limits::kNoteBytes); what it says on stderr goes where ours goes.
[[nodiscard]] Result<std::string> note_from(const std::string& command, const std::string& text);

}  // namespace probity::cli
