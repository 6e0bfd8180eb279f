// Whom a finding's event concerns: its addressees, resolved once at admission and kept with the
// event for ever. Throws Fault.
#pragma once

#include <string_view>
#include <vector>

#include "eventstore/base/result.h"
#include "projections/admission/bodies.h"
#include "projections/admission/submission.h"
#include "projections/views/findings.h"

namespace probity::projections::admission {

struct Concern {
  std::vector<const AddresseeState*> addressees;  // never empty; in the finding's order
  bool all = false;                               // every addressee: the envelope then names none
  std::vector<std::string_view> named;            // the bodies that the event names; empty: none
};

/// `finding` as it stands on the event's sort day. A named body is an addressee; or a unit, for
/// those of its members that are addressees and not ended, and for itself if it is one; or a member
/// of a unit that is an addressee. An event that withdraws evidence concerns whom the evidence
/// concerned. kRefused: nobody is left to concern.
[[nodiscard]] Result<Concern> concern_of(const Submission& event, const FindingFold& finding,
                                         const Bodies& bodies);

}  // namespace probity::projections::admission
