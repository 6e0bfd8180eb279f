// Overwriting a payload in the log, as a lawful erasure will: the record keeps its envelope, so
// that every proof and every root stays as it was, and loses its payload words and its salt. There
// is no command for it: readers are tested with ledgers that this made.
#pragma once

#include <filesystem>

#include "eventstore/base/ids.h"
#include "eventstore/base/result.h"

namespace probity::eventstore {

/// Of a ledger that no one has open. kNotFound beyond its head; otherwise as Ledger::open.
Result<void> erase_payload(const std::filesystem::path& folder, Position position);

}  // namespace probity::eventstore
