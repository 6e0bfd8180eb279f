// Plans and their reviews.
#pragma once

#include <memory>

#include "projections/fold/fold.h"

namespace probity::projections {

/// Folds `plan/BODY/SLUG` into a PlanRow.
[[nodiscard]] std::unique_ptr<Fold> make_plan_fold();

}  // namespace probity::projections
