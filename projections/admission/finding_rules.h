// A finding's rules beyond who may: the status table for every addressee that the event concerns,
// and two hands for a claim and its sign-off. Pure.
#pragma once

#include "eventstore/base/result.h"
#include "projections/admission/judged.h"

namespace probity::projections::admission {

/// `judged.finding` is set. kRefused names the event, the addressee, its status and what may come
/// next.
[[nodiscard]] Result<void> check_finding(const Judged& judged);

}  // namespace probity::projections::admission
