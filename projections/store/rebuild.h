// Folding views from nothing beside those in force, and putting them in their place.
#pragma once

#include <span>
#include <vector>

#include "projections/store/view_store.h"
#include "projections/store/view_tables.h"

namespace probity::projections {

/// Throws StorageFault. kStorage: another process rebuilds them at the same time.
Result<std::vector<RebuildResult>> rebuild_views(const ViewTables& tables,
                                                 const eventstore::Ledger& ledger,
                                                 std::span<const ViewDefinition* const> views,
                                                 const ProgressReport& report);

}  // namespace probity::projections
