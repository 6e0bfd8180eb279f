// What a paper said of a finding, and what the ledger has of it: on the paper's day, and as the
// paper's writer could have read it in the ledger.
#pragma once

#include <optional>
#include <string>

#include "projections/world.h"
#include "schema/views.capnp.h"

namespace probity::projections::registers {

/// How a finding stood on `day`, as far as the ledger's first `size` events (at most those of the
/// moment) say: the addressee's own status if `body` is given, else the finding's. `not on record`
/// where they say nothing of it.
[[nodiscard]] Result<std::string> finding_stood(World& world, const std::string& ref,
                                                const std::string& body, Day day, TreeSize size);

}  // namespace probity::projections::registers
