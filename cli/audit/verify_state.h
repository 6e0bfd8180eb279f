// The file in which an auditor keeps how far a check of a log has come, to go on from there. It is
// the auditor's own and is believed.
//
//     probity-verify-state/1 LF ORIGIN LF BASE64 LF SHA-256 of the two in hex LF
#pragma once

#include <optional>
#include <string>

#include "eventstore/verify/verify.h"

namespace probity::cli {

/// Nothing where there is no such file. kMalformed where it is none, or of another ledger than
/// `origin` (nothing: any).
[[nodiscard]] Result<std::optional<eventstore::verify::LogState>> read_verify_state(
    const std::string& file, const std::optional<std::string>& origin);

/// Writes it anew, in one step. kMalformed names the file that cannot be written.
Result<void> write_verify_state(const std::string& file, const std::string& origin,
                                const eventstore::verify::LogState& state);

}  // namespace probity::cli
