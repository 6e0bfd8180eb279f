#include "eventstore/log_write.h"

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
  tiles.append(transaction, tables, leaves);
  LogHead head = base;
  for (const Hash& leaf : leaves) head.peaks.append(leaf);
  head.root = head.peaks.root();
  head.recorded_at = recorded_at;
  write_head(transaction, tables, head);
  return head;
}

}  // namespace probity::eventstore
