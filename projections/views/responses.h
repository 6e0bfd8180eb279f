// Responses that policing bodies publish, and statements, which are none.
#pragma once

#include <memory>

#include "projections/fold/fold.h"

namespace probity::projections {

/// Folds `response/INSPECTION/BODY` into a ResponseRow.
[[nodiscard]] std::unique_ptr<Fold> make_response_fold();

}  // namespace probity::projections
