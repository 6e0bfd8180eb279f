#include "eventstore/proof/tree.h"

#include <fmt/format.h>

#include <bit>

#include "eventstore/proof/hash.h"

namespace probity::proof {

Result<Hash> range_root(SubtreeReader& tree, std::uint64_t begin, std::uint64_t leaves) {
  // One perfect subtree for each bit set in `leaves`, the largest first; folded from the right.
  std::vector<Hash> peaks;
  while (leaves != 0) {
    const auto height = static_cast<unsigned>(std::bit_width(leaves)) - 1;
    auto peak = tree.root_of({.height = height, .index = begin >> height});
    if (!peak) return peak;
    peaks.push_back(*peak);
    begin += std::uint64_t{1} << height;
    leaves -= std::uint64_t{1} << height;
  }
  if (peaks.empty()) return empty_root();
  Hash root = peaks.back();
  for (std::size_t i = peaks.size() - 1; i-- > 0;) root = node_hash(peaks[i], root);
  return root;
}

Result<Hash> tree_root(SubtreeReader& tree, TreeSize size) {
  return range_root(tree, 0, size.value);
}

Hash fold_perfect(std::span<Hash> hashes) {
  for (std::size_t count = hashes.size(); count > 1; count /= 2) {
    for (std::size_t i = 0; i < count / 2; ++i) {
      hashes[i] = node_hash(hashes[2 * i], hashes[2 * i + 1]);
    }
  }
  return hashes[0];
}

Result<Hash> LeafHashes::root_of(Subtree subtree) {
  const std::uint64_t leaves = std::uint64_t{1} << subtree.height;
  const std::uint64_t fit = leaves_.size() >> subtree.height;  // subtrees of this height
  if (subtree.index >= fit) {
    return fail(ErrorKind::kNotFound,
                fmt::format("a tree of {} leaves has no subtree {} of height {}", leaves_.size(),
                            subtree.index, subtree.height));
  }
  const auto begin = leaves_.begin() + static_cast<std::ptrdiff_t>(subtree.index * leaves);
  std::vector<Hash> hashes(begin, begin + static_cast<std::ptrdiff_t>(leaves));
  return fold_perfect(hashes);
}

}  // namespace probity::proof
