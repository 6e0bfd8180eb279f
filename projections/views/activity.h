// Activity: how much happened in a stream, and when the ledger last heard of it.
#pragma once

#include <memory>

#include "projections/fold/fold.h"

namespace probity::projections {

/// Folds `any stream` into an ActivityRow.
[[nodiscard]] std::unique_ptr<Fold> make_activity_fold();

}  // namespace probity::projections
