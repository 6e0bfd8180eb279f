// The tree of a ledger, computed anew from its leaves alone, 256 of them at a time: what every tile
// of level 1 and above, the peaks and the root at any size have to be. One thread at a time.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "eventstore/base/ids.h"
#include "eventstore/base/result.h"
#include "eventstore/proof/peaks.h"

namespace probity::eventstore::verify {

class RecomputedTree {
 public:
  /// Told of each tile of level 1 and above when it is full.
  using Full =
      std::function<void(unsigned level, std::uint64_t number, std::span<const Hash> hashes)>;

  RecomputedTree() = default;
  /// Of a tree that was computed before and of which the peaks were kept. `open`: the hashes of its
  /// open tiles, level 1 first, as somebody stored them; kCorrupt unless they fold to the peaks.
  static Result<RecomputedTree> from(const proof::Peaks& peaks,
                                     std::vector<std::vector<Hash>> open);
  /// Of a tree of which nothing else is known. kCorrupt unless they are of that size, which is one
  /// of whole tiles.
  static Result<RecomputedTree> stored(TreeSize size, std::vector<std::vector<Hash>> open);

  /// The root of the next 256 leaves.
  void append(const Hash& tile_root, const Full& full);

  /// Leaves of the tiles appended so far.
  [[nodiscard]] TreeSize size() const;
  /// The peaks with `open_leaves` (at most 255) behind them.
  [[nodiscard]] proof::Peaks peaks(std::span<const Hash> open_leaves) const;
  /// The hashes of the open tile of each level, level 1 first; the last may be empty, others are
  /// not beyond the highest.
  [[nodiscard]] const std::vector<std::vector<Hash>>& open_tiles() const { return open_; }

 private:
  std::uint64_t tiles_ = 0;              // of level 0
  std::vector<std::vector<Hash>> open_;  // of level 1 and up: less than 256 hashes each
};

/// How many open tiles a tree of `size` leaves has above level 0 at most, and how many hashes that
/// of `level` holds.
[[nodiscard]] std::size_t open_tile_hashes(TreeSize size, unsigned level);

}  // namespace probity::eventstore::verify
