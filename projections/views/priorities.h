// Priorities: how a body ranks threats.
#pragma once

#include <memory>

#include "projections/fold/fold.h"

namespace probity::projections {

/// Folds `priority/BODY` into a PriorityRow.
[[nodiscard]] std::unique_ptr<Fold> make_priority_fold();

}  // namespace probity::projections
