// The signed checkpoints that a ledger keeps: whether each is one, of this ledger, and in its
// place. That its root is the log's is seen when the tree is computed.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "eventstore/log.h"
#include "eventstore/proof/checkpoint.h"
#include "eventstore/verify/finding.h"
#include "eventstore/verify/verify.h"

namespace probity::eventstore::verify {

/// What they say, to be held against the log. `keys`: by which their signatures are verified; none:
/// not at all. May throw lmdb::StorageFault.
[[nodiscard]] std::vector<KnownRoot> check_kept(const lmdb::Transaction& transaction,
                                                const LogTables& tables, const std::string& origin,
                                                std::span<const proof::PinnedKey> keys,
                                                Findings& findings);

}  // namespace probity::eventstore::verify
