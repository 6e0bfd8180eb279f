// Roles: who holds one, by office.
#pragma once

#include <memory>

#include "projections/fold/fold.h"

namespace probity::projections {

/// Folds `role/BODY/SLUG` into a RoleRow.
[[nodiscard]] std::unique_ptr<Fold> make_role_fold();

}  // namespace probity::projections
