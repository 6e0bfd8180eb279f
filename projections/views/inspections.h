// Inspections: subjects, fieldwork, publication, applicability.
#pragma once

#include <memory>

#include "projections/fold/fold.h"

namespace probity::projections {

/// Folds `inspection/ID` into an InspectionRow.
[[nodiscard]] std::unique_ptr<Fold> make_inspection_fold();

}  // namespace probity::projections
