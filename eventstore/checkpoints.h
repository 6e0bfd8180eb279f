// The checkpoints that a ledger keeps: signed notes, in the order in which they were kept. The
// ledger does not look into them; that they are consistent is for the signer to prove first.
#pragma once

#include <string_view>
#include <vector>

#include "eventstore/ledger.h"
#include "eventstore/log.h"

namespace probity::eventstore {

/// In the order of their numbers. kCorrupt where a row is none. May throw lmdb::StorageFault.
[[nodiscard]] Result<std::vector<KeptCheckpoint>> read_checkpoints(
    const lmdb::Transaction& transaction, const LogTables& tables);

/// Adds one behind the others; commits nothing. kConflict where the name is taken, where a larger
/// size was kept already or where the log has not so many events. May throw lmdb::StorageFault.
[[nodiscard]] Result<void> add_checkpoint(lmdb::WriteTransaction& transaction,
                                          const LogTables& tables, TreeSize log_size, TreeSize size,
                                          std::string_view name, std::string_view note);

}  // namespace probity::eventstore
