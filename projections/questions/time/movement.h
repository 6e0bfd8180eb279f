// `diff all`, `diff BODY`: what became of findings between two moments, each addressee on its own.
#pragma once

#include "projections/questions/findings/filter.h"
#include "projections/world.h"

namespace probity::projections {

/// Tables `movement`, a count a kind of change, and `changes`: finding, addressee, what, before and
/// after. What: opened, closed, superseded, reopened, moved (to another status), withdrawn;
/// newlyOverdue, noLongerOverdue; newlyRed, newlyGreen, recoloured; dueSet, extended,
/// broughtForward, dueResaid, dueWithdrawn, each basis apart. A change in a finding of which a
/// correction came on record in between is marked as restated: an earlier answer said otherwise of
/// what was known to it; the column is there where the two know otherwise at all. `after` knows all
/// that `before` knows. Errors: as each_selected().
[[nodiscard]] Result<Answer> ask_movement(World& before, World& after, const FindingFilter& filter);

}  // namespace probity::projections
