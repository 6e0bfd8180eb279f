// Consistency proofs: that a tree only grew from an older one. Made as in RFC 6962 section 2.1.2,
// checked as in RFC 9162 section 2.1.4.2. Pure functions, any thread.
#pragma once

#include <span>
#include <vector>

#include "eventstore/base/ids.h"
#include "eventstore/base/result.h"
#include "eventstore/proof/tree.h"

namespace probity::proof {

/// A tree as it is told to others: how many leaves, and their root.
struct TreeHead {
  TreeSize size;
  Hash root;
  friend bool operator==(const TreeHead&, const TreeHead&) = default;
};

/// At most kProofHashes + 1 hashes; none where the sizes are the same. kNotFound unless
/// 1 <= `older` <= `newer`: with an empty tree there is nothing to be consistent with. Else what
/// the reader fails with.
[[nodiscard]] Result<std::vector<Hash>> prove_consistency(SubtreeReader& tree, TreeSize older,
                                                          TreeSize newer);

/// That the first `older.size` leaves of `newer` are those of `older`. kMalformed where `older` is
/// empty or larger than `newer`, or the proof is longer or shorter than it must be; kCorrupt where
/// it leads to another root on either side.
[[nodiscard]] Result<void> check_consistency(const TreeHead& older, const TreeHead& newer,
                                             std::span<const Hash> proof);

}  // namespace probity::proof
