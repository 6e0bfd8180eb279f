#include "eventstore/verify/recomputed_tree.h"

#include <algorithm>
#include <utility>

#include "eventstore/base/limits.h"
#include "eventstore/tiles.h"

namespace probity::eventstore::verify {
namespace {

/// The peaks that lie within one level: `hashes` (at most 255) taken as powers of two, the largest
/// first.
void fold_level(std::span<const Hash> hashes, std::vector<Hash>& peaks) {
  std::size_t at = 0;
  for (std::size_t count = limits::kTileHashes / 2; count > 0; count /= 2) {
    if ((hashes.size() & count) == 0) continue;
    std::vector<Hash> subtree(hashes.begin() + static_cast<std::ptrdiff_t>(at),
                              hashes.begin() + static_cast<std::ptrdiff_t>(at + count));
    peaks.push_back(fold_perfect(subtree));
    at += count;
  }
}

}  // namespace

std::size_t open_tile_hashes(TreeSize size, unsigned level) {
  return (size.value >> (level * kTileHeight)) % limits::kTileHashes;
}

Result<RecomputedTree> RecomputedTree::stored(TreeSize size, std::vector<std::vector<Hash>> open) {
  RecomputedTree tree;
  tree.tiles_ = size.value / limits::kTileHashes;
  tree.open_ = std::move(open);
  bool fit = size.value % limits::kTileHashes == 0;
  for (unsigned level = 1; level <= tree.open_.size(); ++level) {
    fit = fit && tree.open_[level - 1].size() == open_tile_hashes(size, level);
  }
  if (fit) return tree;
  return fail(ErrorKind::kCorrupt, "the open tiles are not of the size that the tree has");
}

Result<RecomputedTree> RecomputedTree::from(const proof::Peaks& peaks,
                                            std::vector<std::vector<Hash>> open) {
  auto tree = stored(peaks.size(), std::move(open));
  if (tree && tree->peaks({}) != peaks) {
    return fail(ErrorKind::kCorrupt,
                "the tiles stored are not those of the tree that was checked before");
  }
  return tree;
}

void RecomputedTree::append(const Hash& tile_root, const Full& full) {
  Hash root = tile_root;
  std::uint64_t number = tiles_++;  // of the hash within its level
  for (std::size_t i = 0;; ++i) {
    if (open_.size() == i) open_.emplace_back();
    std::vector<Hash>& tile = open_[i];
    tile.push_back(root);
    if (tile.size() < limits::kTileHashes) return;
    number /= limits::kTileHashes;
    full(static_cast<unsigned>(i + 1), number, tile);
    root = fold_perfect(tile);
    tile.clear();
  }
}

TreeSize RecomputedTree::size() const { return TreeSize{tiles_ * limits::kTileHashes}; }

proof::Peaks RecomputedTree::peaks(std::span<const Hash> open_leaves) const {
  std::vector<Hash> hashes;
  for (std::size_t i = open_.size(); i-- > 0;) fold_level(open_[i], hashes);
  fold_level(open_leaves, hashes);
  // One hash a bit: where they are fewer, the tiles handed to from() were none of this tree.
  auto peaks = proof::Peaks::from(TreeSize{size().value + open_leaves.size()}, std::move(hashes));
  return peaks ? std::move(*peaks) : proof::Peaks{};
}

}  // namespace probity::eventstore::verify
