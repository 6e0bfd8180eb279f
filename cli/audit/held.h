// What an auditor holds from elsewhere: signed checkpoints and lines from the minutes, and what two
// checkpoints that contradict each other are worth.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/command.h"
#include "eventstore/ledger.h"
#include "eventstore/proof/checkpoint.h"
#include "eventstore/proof/contradiction.h"
#include "eventstore/verify/verify.h"

namespace probity::cli {

struct HeldCheckpoint {
  std::string file;
  std::string note;  // as it is signed
  proof::Checkpoint checkpoint;
};

struct Held {
  std::vector<HeldCheckpoint> checkpoints;           // --against
  std::vector<eventstore::verify::KnownRoot> roots;  // of these, and of the lines
  std::optional<std::string> origin;                 // of all of them
};

/// What `--against` and `--against-line` give. kMalformed, kUnverifiable, kCorrupt name the file or
/// the line: a checkpoint counts only where a pinned key signed it, and all are of one ledger.
[[nodiscard]] Result<Held> held_by(const Invocation& invocation,
                                   const std::vector<proof::PinnedKey>& pinned);

/// A checkpoint that is held and one that the ledger keeps, or two that are held and of one size,
/// that contradict each other; nothing where none do, or where the ledger keeps no signed
/// checkpoint of as many events as the one that is held or more. The log is sound in itself. Errors
/// as the snapshot's.
[[nodiscard]] Result<std::optional<proof::Contradiction>> find_contradiction(
    const eventstore::Snapshot& snapshot, const Held& held,
    const std::vector<proof::PinnedKey>& pinned);

}  // namespace probity::cli
