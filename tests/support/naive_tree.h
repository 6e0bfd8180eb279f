// The RFC 6962 root as its section 2.1 defines it: slow and obviously right.
#pragma once

#include <span>

#include "eventstore/proof/hash.h"

namespace probity::test {

/// MTH over leaf hashes: D[0:k] and D[k:n], k the largest power of two below n.
inline Hash naive_root(std::span<const Hash> leaves) {
  if (leaves.empty()) return proof::empty_root();
  if (leaves.size() == 1) return leaves[0];
  std::size_t k = 1;
  while (k * 2 < leaves.size()) k *= 2;
  return proof::node_hash(naive_root(leaves.first(k)), naive_root(leaves.subspan(k)));
}

}  // namespace probity::test
