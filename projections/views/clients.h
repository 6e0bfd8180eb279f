// Clients: who enrolled one, with which key.
#pragma once

#include <memory>

#include "projections/fold/fold.h"

namespace probity::projections {

/// Folds `client/BODY/NAME` into a ClientRow.
[[nodiscard]] std::unique_ptr<Fold> make_client_fold();

}  // namespace probity::projections
