// The names of tiles and entry bundles (C2SP tlog-tiles): `tile/L/N[.p/W]` and
// `tile/entries/N[.p/W]`. Values, any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "eventstore/base/ids.h"
#include "eventstore/base/limits.h"
#include "eventstore/base/result.h"

namespace probity::proof {

inline constexpr unsigned kTileHeight = 8;  // a full tile holds 2^8 hashes
inline constexpr unsigned kTileLevels = 8;  // levels of the tiles of a tree whose size is a u64
static_assert(std::size_t{1} << kTileHeight == limits::kTileHashes);

struct TilePath {
  std::optional<unsigned> level;         // 0 to 63; nothing: entries
  std::uint64_t number = 0;              // below 2^56
  unsigned width = limits::kTileHashes;  // hashes or entries in it: 1 to 256

  /// N stands in groups of three digits, all but the last behind an x: 1234067 is `x001/x234/067`.
  /// `.p/W` only where the width is below 256.
  [[nodiscard]] std::string text() const;
  /// kMalformed unless it is exactly what text() gives.
  static Result<TilePath> parse(std::string_view text);

  friend bool operator==(const TilePath&, const TilePath&) = default;
};

/// How many hashes tiles of this level hold in a tree of `size`: floor(size / 256^level).
[[nodiscard]] std::uint64_t hashes_of_level(TreeSize size, unsigned level);

/// The tile `number` of `level` (nothing: the entry bundle) as a tree of `size` has it; nothing
/// where the tree has no such tile.
[[nodiscard]] std::optional<TilePath> tile_of(TreeSize size, std::optional<unsigned> level,
                                              std::uint64_t number);

}  // namespace probity::proof
