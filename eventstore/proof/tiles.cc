#include "eventstore/proof/tiles.h"

#include <fmt/format.h>

#include <cstring>

namespace probity::proof {

Result<Hash> TiledTree::root_of(Subtree subtree) {
  const unsigned level = subtree.height / kTileHeight;
  const unsigned inner = subtree.height % kTileHeight;  // height above the tile's own hashes
  const std::uint64_t first = subtree.index << inner;
  const auto tile = tile_of(size_, level, first / limits::kTileHashes);
  const std::size_t begin = first % limits::kTileHashes;
  const std::size_t count = std::size_t{1} << inner;
  if (!tile || begin + count > tile->width) {
    return fail(ErrorKind::kNotFound,
                fmt::format("a tree of {} leaves has no subtree {} of height {}", size_.value,
                            subtree.index, subtree.height));
  }
  auto hashes = tiles_->read(*tile);
  if (!hashes) return pass(hashes);
  return fold_perfect(std::span(*hashes).subspan(begin, count));
}

Result<std::vector<Hash>> TileFiles::read(const TilePath& tile) {
  TilePath path = tile;
  auto bytes = read_(path.text());
  if (!bytes && bytes.error().kind == ErrorKind::kNotFound && tile.width < limits::kTileHashes) {
    path.width = limits::kTileHashes;
    auto full = read_(path.text());
    if (full) bytes = std::move(full);
  }
  if (!bytes) return pass(bytes);
  if (bytes->size() != path.width * sizeof(Hash)) {
    return fail(ErrorKind::kCorrupt,
                fmt::format("it holds {} bytes, not {}", bytes->size(), path.width * sizeof(Hash)),
                {}, path.text());
  }
  std::vector<Hash> hashes(tile.width);
  std::memcpy(hashes.data(), bytes->data(), tile.width * sizeof(Hash));
  return hashes;
}

}  // namespace probity::proof
