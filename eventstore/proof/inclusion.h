// Inclusion proofs: that a leaf is at an index of a tree whose root is known. Made as in RFC 6962
// section 2.1.1, checked as in RFC 9162 section 2.1.3.2. Pure functions, any thread.
#pragma once

#include <span>
#include <vector>

#include "eventstore/base/ids.h"
#include "eventstore/base/result.h"
#include "eventstore/proof/tree.h"

namespace probity::proof {

/// The longest proof of a tree whose size is a u64: one hash a level.
inline constexpr std::size_t kProofHashes = 64;

/// The hashes from the leaf's sibling up to the root's child; at most kProofHashes, none in a tree
/// of one leaf. kNotFound unless `leaf` < `size`; else what the reader fails with.
[[nodiscard]] Result<std::vector<Hash>> prove_inclusion(SubtreeReader& tree, Position leaf,
                                                        TreeSize size);

/// The root that the proof leads to from `leaf_hash`: whether it is the tree's is for the caller to
/// compare. kMalformed where the leaf is not in a tree of that size, or the proof is shorter or
/// longer than its leaf's path.
[[nodiscard]] Result<Hash> root_from_inclusion(const Hash& leaf_hash, Position leaf, TreeSize size,
                                               std::span<const Hash> proof);

/// As root_from_inclusion(), and kCorrupt where that is not `root`.
[[nodiscard]] Result<void> check_inclusion(const Hash& leaf_hash, Position leaf, TreeSize size,
                                           std::span<const Hash> proof, const Hash& root);

}  // namespace probity::proof
