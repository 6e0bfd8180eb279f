#include "eventstore/erase.h"

#include "eventstore/block.h"
#include "eventstore/log.h"

namespace probity::eventstore {
namespace {

/// The records of a block, one of them without its payload.
Result<RecordBuffer> without_payload(const BlockView& block, std::size_t erased) {
  RecordBuffer records;
  for (std::size_t i = 0; i < block.count(); ++i) {
    auto record = block.record(i);
    if (!record) return pass(record);
    if (i == erased) {
      record->salt = {};
      record->payload = {};
    }
    records.append(*record, block.begins_request(i));
  }
  return records;
}

Result<void> erase_in(Log& log, Position position) {
  lmdb::WriteTransaction transaction = log.environment().write();
  std::uint64_t first = 0;
  RecordBuffer records;
  {
    LogView view(transaction, log.tables());
    const auto found = view.block(position);
    if (!found) return std::unexpected(found.error());
    first = found->first.value;
    auto rewritten = without_payload(found->block, position.value - first);
    if (!rewritten) return pass(rewritten);
    records = std::move(*rewritten);
  }
  std::vector<std::uint8_t> value(records.block_bytes(0, records.count()));
  records.write_block(0, records.count(), value);
  transaction.put(log.tables().blocks, first, value);
  transaction.commit();
  return {};
}

}  // namespace

Result<void> erase_payload(const std::filesystem::path& folder, Position position) {
  try {
    auto log = Log::open(folder / "log", false);
    if (!log) return pass(log);
    return erase_in(**log, position);
  } catch (const lmdb::StorageFault& fault) {
    return std::unexpected(fault.error());
  }
}

}  // namespace probity::eventstore
