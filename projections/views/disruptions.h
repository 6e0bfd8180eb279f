// Disruptions, one by one; published counts of them are measures.
#pragma once

#include <memory>

#include "projections/fold/fold.h"

namespace probity::projections {

/// Folds `disruption/ID` into a DisruptionRow.
[[nodiscard]] std::unique_ptr<Fold> make_disruption_fold();

}  // namespace probity::projections
