#include "eventstore/log_write.h"

#include "eventstore/hash_lanes.h"

namespace probity::eventstore {

LogHead write_events(lmdb::WriteTransaction& transaction, const LogTables& tables,
                     const LogHead& base, const RecordBuffer& records, std::span<const Hash> leaves,
                     Instant recorded_at, TileWriter& tiles) {
  for (std::size_t first = 0; first < records.count();) {
    const std::size_t count = records.slice(first);
    const auto room = transaction.append_reserved(tables.blocks, base.size().value + first,
                                                  records.block_bytes(first, count));
    records.write_block(first, count, room);
    first += count;
  }
  LogHead head = base;
  head.peaks.append(leaves, hash_many(), [&](unsigned height, std::span<const Hash> roots) {
    if (height % kTileHeight == 0) {
      tiles.append(transaction, tables, height / kTileHeight, base.size(), roots);
    }
  });
  head.root = head.peaks.root();
  head.recorded_at = recorded_at;
  write_head(transaction, tables, head);
  return head;
}

}  // namespace probity::eventstore
