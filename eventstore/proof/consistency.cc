#include "eventstore/proof/consistency.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>

#include "eventstore/proof/climb.h"
#include "eventstore/proof/hash.h"

namespace probity::proof {
namespace {

bool ordered(TreeSize older, TreeSize newer) { return older.value != 0 && older <= newer; }

std::string sizes_of(TreeSize older, TreeSize newer) {
  return fmt::format("between a tree of {} and one of {} leaves", older.value, newer.value);
}

std::unexpected<Error> wrong_length(std::string_view how, const TreeHead& older,
                                    const TreeHead& newer) {
  return fail(ErrorKind::kMalformed, fmt::format("the consistency proof {} is too {}",
                                                 sizes_of(older.size, newer.size), how));
}

std::unexpected<Error> another_root(std::string_view which, const TreeHead& older,
                                    const TreeHead& newer) {
  return fail(ErrorKind::kCorrupt, fmt::format("the proof {} leads to another root of the {} one",
                                               sizes_of(older.size, newer.size), which));
}

}  // namespace

Result<std::vector<Hash>> prove_consistency(SubtreeReader& tree, TreeSize older, TreeSize newer) {
  if (!ordered(older, newer)) {
    return fail(ErrorKind::kNotFound,
                fmt::format("there is no consistency proof {}", sizes_of(older, newer)));
  }
  // SUBPROOF(m, D[n], b) from the root down, so that the hashes come in the opposite order.
  std::vector<Hash> proof;
  std::uint64_t begin = 0;
  std::uint64_t leaves = newer.value;
  while (older.value != begin + leaves) {
    const std::uint64_t left = std::bit_floor(leaves - 1);
    const bool goes_left = older.value - begin <= left;
    auto sibling =
        goes_left ? range_root(tree, begin + left, leaves - left) : range_root(tree, begin, left);
    if (!sibling) return pass(sibling);
    proof.push_back(*sibling);
    if (!goes_left) begin += left;
    leaves = goes_left ? left : leaves - left;
  }
  // The old tree's own root is known to whoever checks; a part of it is not.
  if (begin != 0) {
    auto rest = range_root(tree, begin, leaves);
    if (!rest) return pass(rest);
    proof.push_back(*rest);
  }
  std::ranges::reverse(proof);
  return proof;
}

Result<void> check_consistency(const TreeHead& older, const TreeHead& newer,
                               std::span<const Hash> proof) {
  if (!ordered(older.size, newer.size)) {
    return fail(ErrorKind::kMalformed,
                fmt::format("nothing can prove consistency {}", sizes_of(older.size, newer.size)));
  }
  if (older.size == newer.size) {
    if (!proof.empty()) return wrong_length("long", older, newer);
    if (older.root == newer.root) return {};
    return fail(ErrorKind::kCorrupt,
                fmt::format("two trees of {} leaves have different roots", older.size.value));
  }
  Climb climb(older.size.value - 1, newer.size.value - 1);
  climb.skip_right_edges();
  const bool whole = std::has_single_bit(older.size.value);  // the proof begins at the old root
  if (!whole && proof.empty()) return wrong_length("short", older, newer);
  // The roots of the older and the newer tree as far as the proof was walked.
  Hash fr = whole ? older.root : proof.front();
  Hash sr = fr;
  for (const Hash& c : proof.subspan(whole ? 0 : 1)) {
    if (climb.at_root()) return wrong_length("long", older, newer);
    if (climb.next_is_left()) {
      fr = node_hash(c, fr);
      sr = node_hash(c, sr);
    } else {
      sr = node_hash(sr, c);
    }
  }
  if (!climb.at_root()) return wrong_length("short", older, newer);
  if (fr != older.root) return another_root("older", older, newer);
  if (sr != newer.root) return another_root("newer", older, newer);
  return {};
}

}  // namespace probity::proof
