// Writing a commit's events to the log: blocks, tiles and the head, within one transaction.
#pragma once

#include <span>

#include "eventstore/block.h"
#include "eventstore/log.h"
#include "eventstore/tiles.h"

namespace probity::eventstore {

/// Writes every record of `records` behind `base`, whose leaves are `leaves`, all stamped
/// `recorded_at`, and the new head, which it gives back. `tiles` has begun at the base's size.
/// Commits nothing. Throws lmdb::StorageFault.
[[nodiscard]] LogHead write_events(lmdb::WriteTransaction& transaction, const LogTables& tables,
                                   const LogHead& base, const RecordBuffer& records,
                                   std::span<const Hash> leaves, Instant recorded_at,
                                   TileWriter& tiles);

}  // namespace probity::eventstore
