#include "eventstore/proof/inclusion.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>

#include "eventstore/proof/climb.h"
#include "eventstore/proof/hash.h"

namespace probity::proof {
namespace {

std::unexpected<Error> wrong_length(std::string_view how, Position leaf, TreeSize size) {
  return fail(ErrorKind::kMalformed,
              fmt::format("the inclusion proof is too {} for leaf {} of a tree of {}", how,
                          leaf.value, size.value));
}

}  // namespace

Result<std::vector<Hash>> prove_inclusion(SubtreeReader& tree, Position leaf, TreeSize size) {
  if (leaf.value >= size.value) {
    return fail(ErrorKind::kNotFound,
                fmt::format("a tree of {} leaves has no leaf {}", size.value, leaf.value));
  }
  // PATH(m, D[n]) from the root down, so that the hashes come in the opposite order.
  std::vector<Hash> proof;
  std::uint64_t begin = 0;
  std::uint64_t leaves = size.value;
  while (leaves > 1) {
    const std::uint64_t left = std::bit_floor(leaves - 1);
    const bool goes_left = leaf.value - begin < left;
    auto sibling =
        goes_left ? range_root(tree, begin + left, leaves - left) : range_root(tree, begin, left);
    if (!sibling) return pass(sibling);
    proof.push_back(*sibling);
    if (!goes_left) begin += left;
    leaves = goes_left ? left : leaves - left;
  }
  std::ranges::reverse(proof);
  return proof;
}

Result<Hash> root_from_inclusion(const Hash& leaf_hash, Position leaf, TreeSize size,
                                 std::span<const Hash> proof) {
  if (leaf.value >= size.value) {
    return fail(ErrorKind::kMalformed,
                fmt::format("a tree of {} leaves has no leaf {}", size.value, leaf.value));
  }
  Climb climb(leaf.value, size.value - 1);
  Hash r = leaf_hash;
  for (const Hash& p : proof) {
    if (climb.at_root()) return wrong_length("long", leaf, size);
    r = climb.next_is_left() ? node_hash(p, r) : node_hash(r, p);
  }
  if (!climb.at_root()) return wrong_length("short", leaf, size);
  return r;
}

Result<void> check_inclusion(const Hash& leaf_hash, Position leaf, TreeSize size,
                             std::span<const Hash> proof, const Hash& root) {
  auto reached = root_from_inclusion(leaf_hash, leaf, size, proof);
  if (!reached) return pass(reached);
  if (*reached != root) {
    return fail(ErrorKind::kCorrupt,
                fmt::format("leaf {} is not in the tree of {} leaves: its proof leads to another "
                            "root",
                            leaf.value, size.value));
  }
  return {};
}

}  // namespace probity::proof
