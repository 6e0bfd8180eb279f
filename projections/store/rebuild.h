// Folding views from nothing beside those in force, and putting them in their place.
#pragma once

#include <span>
#include <vector>

#include "projections/store/view_store.h"
#include "projections/store/view_tables.h"

namespace probity::projections {

/// With every view the names by which they are found are made anew too: the last result, `streams`.
/// Throws StorageFault. kStorage: another process rebuilds them at the same time.
Result<std::vector<RebuildResult>> rebuild_views(const ViewTables& tables,
                                                 const eventstore::Ledger& ledger,
                                                 std::span<const ViewDefinition* const> views,
                                                 const ProgressReport& report);

/// Folds every view into `fresh`, which is empty, from the first `up_to` events, and compares with
/// what is stored of them.
Result<std::vector<RebuildResult>> compare_with_fresh(const ViewTables& stored,
                                                      const ViewTables& fresh,
                                                      const eventstore::Ledger& ledger,
                                                      std::span<const ViewDefinition* const> views,
                                                      TreeSize up_to, const ProgressReport& report);

}  // namespace probity::projections
