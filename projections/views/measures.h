// Measures: every figure as its source gives it, and published counts of disruptions. No value
// replaces another.
#pragma once

#include <memory>

#include "projections/fold/fold.h"

namespace probity::projections {

/// Folds `measure/BODY/SLUG` into a MeasureRow.
[[nodiscard]] std::unique_ptr<Fold> make_measure_fold();

}  // namespace probity::projections
