// The tree in tiles (C2SP tlog-tiles, tile height 8): tile N of level L holds 256 hashes, hash i
// being the root of the perfect subtree of 256^L leaves at 256 N + i. Full tiles are written once.
// Of level 0 only full tiles are stored: the leaves after the last are hashed again from their
// envelopes, at most 255 of them. Of the levels above the open tile is stored too, and written anew
// when a tile below it is full.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "eventstore/base/ids.h"
#include "eventstore/base/limits.h"
#include "eventstore/base/result.h"
#include "eventstore/log.h"
#include "eventstore/proof/tree.h"

namespace probity::eventstore {

using proof::fold_perfect;

inline constexpr unsigned kTileHeight = 8;  // 2^8 hashes a tile
static_assert(std::size_t{1} << kTileHeight == limits::kTileHashes);

/// Key of the tiles table: the level in the highest byte, the tile's number below.
[[nodiscard]] constexpr std::uint64_t tile_key(unsigned level, std::uint64_t number) {
  return (std::uint64_t{level} << 56) | number;
}

/// The leaf hashes [from, to), from tiles and envelopes. kCorrupt where one is missing.
[[nodiscard]] Result<std::vector<Hash>> read_leaves(LogView& log, TreeSize size, Position from,
                                                    TreeSize to);

/// The root of the perfect subtree of 2^height leaves from leaf `begin` on, all of them in the log.
[[nodiscard]] Result<Hash> subtree_root(LogView& log, TreeSize log_size, unsigned height,
                                        std::uint64_t begin);

/// The tree of a log's first `size` leaves, by which it is proved. Both outlive it.
class LogTree final : public proof::SubtreeReader {
 public:
  LogTree(LogView& log, TreeSize size) : log_(log), size_(size) {}
  Result<Hash> root_of(proof::Subtree subtree) override {
    return subtree_root(log_, size_, subtree.height, subtree.index << subtree.height);
  }

 private:
  LogView& log_;
  TreeSize size_;
};

/// The root of the first `size` leaves of a log that has `log_size`; kNotFound beyond it.
[[nodiscard]] Result<Hash> tree_root(LogView& log, TreeSize log_size, TreeSize size);

/// Writes the tiles that appended leaves make full. Remembers the open tile's leaves from commit to
/// commit.
class TileWriter {
 public:
  /// Makes ready to append behind `size` leaves: reads the open tile's leaves anew unless they are
  /// at hand. Reads only: before the transaction's first write.
  Result<void> begin(LogView& log, TreeSize size);
  /// Behind the first `size` leaves, at which begin() was: writes what `hashes`, which follow at
  /// one level, make full, and above level 0 the open tile. Level 0 first.
  void append(lmdb::WriteTransaction& transaction, const LogTables& tables, unsigned level,
              TreeSize size, std::span<const Hash> hashes);
  /// The transaction came to nothing.
  void forget();

 private:
  TreeSize size_;
  std::vector<Hash> open_;  // leaves of the open level-0 tile: size_ % 256 of them
};

}  // namespace probity::eventstore
