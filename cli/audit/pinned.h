// The verifier keys that an auditor holds: `--key`, from the command line or a file; never from the
// ledger under test.
#pragma once

#include <vector>

#include "cli/audit/key_book.h"
#include "cli/command.h"
#include "eventstore/proof/checkpoint.h"

namespace probity::cli {

/// `--key VKEY|FILE`, repeatable.
[[nodiscard]] OptionSpec pinned_option();

/// What `--key` gives: NAME+KEYID+BASE64, or a file with one such key a line (empty lines and lines
/// that begin with # are passed over), each perhaps with a space and the largest size for which its
/// notes count. May be empty. kMalformed names the key or the file's line.
[[nodiscard]] Result<std::vector<proof::PinnedKey>> pinned_keys(const Invocation& invocation);

/// Bounds the pinned keys by what the ledger records of them: a retired or compromised key speaks
/// no further than that. Adds no key.
void bound_by_record(std::vector<proof::PinnedKey>& pinned,
                     const std::vector<RecordedKey>& recorded);

}  // namespace probity::cli
