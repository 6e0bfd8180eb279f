// Practice: what inspections hold up as good.
#pragma once

#include <memory>

#include "projections/fold/fold.h"

namespace probity::projections {

/// Folds `inspection/ID` into a PracticeRow.
[[nodiscard]] std::unique_ptr<Fold> make_practice_fold();

}  // namespace probity::projections
