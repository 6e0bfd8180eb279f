// What an auditor's keys and checkpoints say of a ledger: read in a process of its own, for what
// lies on the disk is believed by nobody yet.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/audit/held.h"
#include "cli/audit/signatures.h"
#include "cli/command.h"

namespace probity::cli {

struct UnderKeys {
  std::string origin;                    // of the ledger
  std::optional<Signatures> signatures;  // nothing: not looked at
  std::string contradiction;             // the text of one; empty: none was found
};

/// Looks for a contradiction with what is held and, where the log was found `sound`, at every
/// signature that the ledger keeps; what is wrong is added to `findings`, a process that ended of
/// its own too. Called before this process has an environment of the ledger open.
[[nodiscard]] UnderKeys check_under_keys(Context& context, const Held& held,
                                         const std::vector<proof::PinnedKey>& pinned, bool sound,
                                         eventstore::verify::Findings& findings);

/// The name that the ledger's files give it; kUnverifiable where they cannot be read.
[[nodiscard]] Result<std::string> origin_on_disk(Context& context);

}  // namespace probity::cli
