// How far somebody has read a ledger's log, kept in a file of theirs: origin, size and root in the
// form of a checkpoint's text (C2SP tlog-checkpoint), unsigned. Who comes back with it notices a
// ledger that was rolled back or rewritten meanwhile.
#pragma once

#include <optional>
#include <string>

#include "eventstore/ledger.h"
#include "eventstore/proof/checkpoint.h"

namespace probity::cli {

using Cursor = proof::Checkpoint;

/// Nothing where there is no such file yet. kMalformed where it holds something else.
[[nodiscard]] Result<std::optional<Cursor>> read_cursor(const std::string& file);
/// kMalformed where the cursor is of another ledger; kCorrupt where this one no longer has the
/// events that were read.
[[nodiscard]] Result<void> check_cursor(const Cursor& cursor, const eventstore::Ledger& ledger,
                                        const eventstore::Snapshot& snapshot);
/// In one step, beside the old one first. Errors as write_file().
[[nodiscard]] Result<void> write_cursor(const std::string& file, const Cursor& cursor);

}  // namespace probity::cli
