// Who may append what: the actor by the table of own acts, and whoever records another's act by the
// table of reports. Rules that compare clients are for own and reported acts; what the operator
// enters is judged by the actor that it names. Throws Fault.
#pragma once

#include "eventstore/base/result.h"
#include "projections/admission/judged.h"

namespace probity::projections::admission {

/// Whether actor, recordedBy, standing and client go together, and both bodies are registered; the
/// actor's kind. The very first body may register itself, as registrar.
[[nodiscard]] Result<Kinds> check_standing(const Submission& event, Streams& streams);

/// Whether the actor may do this, and whoever records it may report it. kRefused says for whom the
/// event is.
[[nodiscard]] Result<void> check_who(const Judged& judged);

}  // namespace probity::projections::admission
