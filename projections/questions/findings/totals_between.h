// `totals --from`: what stood where at two moments, and what came to each group and left it.
#pragma once

#include "projections/questions/findings/totals.h"
#include "projections/world.h"

namespace probity::projections {

/// Table `stock`, a row a group and a last row for all: by addressee, before, came, left, after. A
/// finding's addressee that is in another group than before left one and came to the other. The
/// answer is no where the groups do not have every addressee that the filters select, at either
/// moment, or a finding on record is not accounted for. Errors: as each_selected().
[[nodiscard]] Result<Answer> ask_totals_between(World& before, World& after,
                                                const TotalsQuery& query);

}  // namespace probity::projections
