// A published tree of tiles (C2SP tlog-tiles: `checkpoint`, `tile/L/N`, `tile/entries/N`) held
// against its checkpoint. Pure but for the reader it is handed; one thread at a time.
#pragma once

#include <functional>
#include <span>

#include "eventstore/base/ids.h"
#include "eventstore/base/result.h"
#include "eventstore/proof/checkpoint.h"
#include "eventstore/proof/hash.h"
#include "eventstore/proof/tiles.h"

namespace probity::proof {

/// Called for each entry in order, once its hash is found to be the leaf of its tile, though not
/// yet of the root: what it is told counts only if verify_tile_tree() succeeds. An error ends the
/// check and is handed on, its place named where it names none.
using OnEntry = std::function<Result<void>(Position position, Bytes entry)>;

/// Verifies the checkpoint with the pinned keys, hashes every entry, holds each level-0 tile
/// against them and each tile above against the tiles below, and the root that follows against the
/// checkpoint's. Holds at most a tile a level in memory.
///
/// `Error::where` is the path of the first file found bad. kCorrupt where it contradicts others,
/// kUnverifiable where it is missing, else as verify_checkpoint() and the reader say.
[[nodiscard]] Result<VerifiedCheckpoint> verify_tile_tree(const ReadFile& read,
                                                          std::span<const PinnedKey> pinned,
                                                          const OnEntry& on_entry = {});

}  // namespace probity::proof
