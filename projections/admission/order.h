// The order of a stream's events, for every category: what opens it, what may follow, what has been
// withdrawn. A finding's status is judged in finding_rules.h. Throws Fault.
#pragma once

#include "eventstore/base/result.h"
#include "projections/admission/streams.h"
#include "projections/admission/submission.h"

namespace probity::projections::admission {

/// A stream's first event is one that opens it; where a stream opens once, it does not open again;
/// what follows holds on a day on which the stream is open. kRefused names the event behind it.
[[nodiscard]] Result<void> check_order(const Submission& event, Streams& streams);

/// A body's id: not reserved, and short enough to be an actor's.
[[nodiscard]] Result<void> check_registration(const Submission& event);

}  // namespace probity::projections::admission
