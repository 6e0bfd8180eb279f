// Bodies: the register, with memberships and oversight.
#pragma once

#include <memory>

#include "projections/fold/fold.h"

namespace probity::projections {

/// Folds `body/ID` into a BodyRow.
[[nodiscard]] std::unique_ptr<Fold> make_body_fold();

}  // namespace probity::projections
