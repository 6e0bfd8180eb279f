// The seal of the stream heads, filled in where it is judged: only there is known what stands just
// before it. The writer's thread alone.
#pragma once

#include "eventstore/admission.h"
#include "eventstore/base/result.h"

namespace probity::projections::admission {

/// Gives HeadsSealed its payload: the ledger's size just before the event, and the RFC 6962 root
/// over the heads of all streams (eventstore/proof/seal.h). What the event said before is nobody's.
Result<void> seal_heads(eventstore::NewEvent& event, const eventstore::Recorded& recorded);

}  // namespace probity::projections::admission
