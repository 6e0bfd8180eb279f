// A stored tile beside the hashes that were computed from the leaves.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "eventstore/log.h"
#include "eventstore/verify/finding.h"

namespace probity::eventstore::verify {

/// `tile 3 of level 1`.
[[nodiscard]] std::string tile_name(unsigned level, std::uint64_t number);

/// The first of the leaves below hash `i` of a tile.
[[nodiscard]] Position first_leaf(unsigned level, std::uint64_t number, std::size_t i);

/// Adds a finding at the first hash that is another one, unless `findings` holds one of an event
/// below it. `stored` may be shorter.
void compare_tile(unsigned level, std::uint64_t number, std::span<const Hash> expected,
                  std::span<const Hash> stored, Findings& findings);

/// The same with the tile that the log holds, and a finding where it holds none. May throw
/// lmdb::StorageFault.
void check_tile(const lmdb::Transaction& transaction, const LogTables& tables, unsigned level,
                std::uint64_t number, std::span<const Hash> expected, Findings& findings);

}  // namespace probity::eventstore::verify
