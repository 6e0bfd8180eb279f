// Monitoring: the spells that a force spent in each stage.
#pragma once

#include <memory>

#include "projections/fold/fold.h"

namespace probity::projections {

/// Folds `monitoring/FORCE` into a MonitoringRow.
[[nodiscard]] std::unique_ptr<Fold> make_monitoring_fold();

}  // namespace probity::projections
