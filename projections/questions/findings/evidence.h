// `evidence`: documents bound to findings by SHA-256 and byte count, the withdrawn ones struck. The
// ledger holds the digest, not the document.
#pragma once

#include <string>

#include "projections/world.h"

namespace probity::projections {

/// Every condition that is given must hold; empty: any.
struct EvidenceQuery {
  std::string ref = {};       // of one finding
  std::string body = {};      // concerns that addressee
  std::string for_body = {};  // concerns it or a unit that it is a member of
};

/// Table `evidence`, a row a piece, by the findings' names and then in the order of the ledger.
/// kNotFound for a finding or body that is not on record.
[[nodiscard]] Result<Answer> ask_evidence(World& world, const EvidenceQuery& query);

}  // namespace probity::projections
