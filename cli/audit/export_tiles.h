// A published tree (C2SP tlog-tiles) out of a ledger: `checkpoint`, `tile/L/N`, `tile/entries/N`.
#pragma once

#include <cstdint>
#include <filesystem>

#include "eventstore/ledger.h"

namespace probity::cli {

struct ExportedTiles {
  TreeSize size;            // of the checkpoint
  std::uint64_t files = 0;  // that were written; those that were there already are left alone
};

/// Writes the tree of the last checkpoint that is kept into `folder`, which may hold an earlier
/// export of the same ledger. Each file takes its place in one step, the checkpoint last, so that
/// who reads meanwhile finds a whole tree. Entries are envelopes: no payload leaves the ledger.
/// kUnverifiable where no checkpoint is kept; kConflict where the folder holds another ledger's
/// tree; kStorage where it cannot be written.
[[nodiscard]] Result<ExportedTiles> export_tiles(const eventstore::Snapshot& snapshot,
                                                 const std::filesystem::path& folder);

}  // namespace probity::cli
