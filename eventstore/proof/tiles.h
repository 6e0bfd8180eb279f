// A tree out of its tiles (C2SP tlog-tiles, tile height 8): what makes proofs over a ledger's
// stored tiles or over a folder of tile files. One thread at a time.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "eventstore/base/ids.h"
#include "eventstore/base/result.h"
#include "eventstore/proof/tile_path.h"
#include "eventstore/proof/tree.h"

namespace probity::proof {

/// Gives the hashes of tiles.
class TileReader {
 public:
  virtual ~TileReader() = default;
  /// The first `tile.width` hashes of the tile, exactly so many; `tile.level` is set. The open
  /// tiles of the right edge are asked for as well, level 0 among them.
  virtual Result<std::vector<Hash>> read(const TilePath& tile) = 0;
};

/// The tree of `size` leaves over its tiles. A tile is read when a subtree within it is asked for
/// and not kept: whoever asks for many keeps them in the reader.
class TiledTree final : public SubtreeReader {
 public:
  /// `tiles` outlives it.
  TiledTree(TileReader& tiles, TreeSize size) : tiles_(&tiles), size_(size) {}
  [[nodiscard]] TreeSize size() const { return size_; }
  /// kNotFound beyond the size.
  Result<Hash> root_of(Subtree subtree) override;

 private:
  TileReader* tiles_;
  TreeSize size_;
};

/// The bytes of a file by its path, which is relative, of '/'-separated segments, and never leads
/// upwards. kNotFound where there is none.
using ReadFile = std::function<Result<std::vector<std::uint8_t>>(const std::string& path)>;

/// Tiles out of files. Where a partial tile is gone the full one is taken instead, as the
/// specification allows. kCorrupt where a file's size is not its tile's.
class TileFiles final : public TileReader {
 public:
  explicit TileFiles(ReadFile read) : read_(std::move(read)) {}
  Result<std::vector<Hash>> read(const TilePath& tile) override;

 private:
  ReadFile read_;
};

}  // namespace probity::proof
