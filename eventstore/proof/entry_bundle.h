// Entry bundles (C2SP tlog-tiles): the leaves of a tile as they are, each behind its length as a
// u16, big-endian. Pure functions, any thread.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "eventstore/base/result.h"
#include "eventstore/proof/hash.h"

namespace probity::proof {

/// Adds an entry to a bundle. kTooLarge above limits::kLeafBytes.
Result<void> append_entry(std::vector<std::uint8_t>& bundle, Bytes entry);

/// The entries of a bundle of `width`, views into it. kMalformed unless they are exactly so many.
[[nodiscard]] Result<std::vector<Bytes>> entries_of(Bytes bundle, unsigned width);

}  // namespace probity::proof
