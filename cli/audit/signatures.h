// How the checkpoints that a ledger keeps fare under an auditor's keys.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "eventstore/ledger.h"
#include "eventstore/proof/checkpoint.h"
#include "eventstore/verify/finding.h"

namespace probity::cli {

struct Signatures {
  std::optional<TreeSize> sealed;  // the largest size that a pinned key signed
  std::uint64_t good = 0;
  std::uint64_t kept = 0;
};

/// Each checkpoint kept, held against the log, which was found sound. No checkpoint, or no key, is
/// a finding. Errors as the snapshot's.
[[nodiscard]] Result<Signatures> check_signatures(const eventstore::Snapshot& snapshot,
                                                  std::vector<proof::PinnedKey> pinned,
                                                  eventstore::verify::Findings& findings);

}  // namespace probity::cli
