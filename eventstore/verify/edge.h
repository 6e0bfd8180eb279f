// The right edge of a log: where a quick check begins, on the word of the tiles that are stored.
#pragma once

#include <optional>

#include "eventstore/lmdb.h"
#include "eventstore/verify/log_shape.h"
#include "eventstore/verify/verify.h"

namespace probity::eventstore::verify {

/// The state before the last whole tile, as the log itself has it: its tiles, the event before and
/// that event's request. Nothing where the log has no tile before that one, or the event cannot be
/// read: the check begins at the first event then. May throw lmdb::StorageFault.
[[nodiscard]] std::optional<LogState> stored_state(const lmdb::Environment& environment,
                                                   const LogShape& shape);

}  // namespace probity::eventstore::verify
