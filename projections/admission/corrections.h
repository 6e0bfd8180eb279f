// Corrections and changed markings: they name an earlier event of their own stream, and only
// whoever is actor of that event or recorded it may do so. Throws Fault.
#pragma once

#include <functional>

#include "eventstore/base/result.h"
#include "projections/admission/streams.h"
#include "projections/admission/submission.h"

namespace probity::projections::admission {

/// Whether an event of the same request has that id.
using InRequest = std::function<bool(const EventId&)>;

/// Of CorrectionMade and MarkingChanged; passes everything else. kRefused names the event behind
/// it.
[[nodiscard]] Result<void> check_named_event(const Submission& event, Streams& streams,
                                             const InRequest& in_request);

}  // namespace probity::projections::admission
