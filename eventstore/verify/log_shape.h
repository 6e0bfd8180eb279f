// What of a log can be judged in one short transaction before an event is read: which tables there
// are, what `meta` and `head` say, how far the blocks go, which tiles lie there, and the open ones
// among them, which a writer may rewrite a moment later.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "eventstore/lmdb.h"
#include "eventstore/log.h"
#include "eventstore/verify/finding.h"
#include "eventstore/verify/verify.h"

namespace probity::eventstore::verify {

struct LogShape {
  LogTables tables;
  LogMeta meta;
  std::optional<LogHead> head;  // nothing where it is none
  TreeSize size;                // so many events head and blocks agree on, and are read
  std::uint64_t blocks = 0;     // rows that LMDB counts
  std::vector<KnownRoot> kept;  // what the checkpoints say that the ledger keeps
  /// The stored open tiles, level 1 first, up to the highest that a tree of `size` has.
  std::vector<std::vector<Hash>> open_tiles;

  /// Whether the head is of the events that are read, so that their tree can be held against it.
  [[nodiscard]] bool head_is_of_size() const { return head && head->size() == size; }
};

/// Nothing where the log cannot be read any further; there is a finding then. May throw
/// lmdb::StorageFault.
[[nodiscard]] std::optional<LogShape> read_shape(lmdb::Environment& environment,
                                                 const Options& options, Findings& findings);

/// The open tiles of a tree of `size` leaves, level 1 first, as far as they are stored: each holds
/// at most the hashes that such a tree has, and fewer or none where the log does.
[[nodiscard]] std::vector<std::vector<Hash>> read_open_tiles(const lmdb::Transaction& transaction,
                                                             const LogTables& tables,
                                                             TreeSize size);

}  // namespace probity::eventstore::verify
