// The tables of a finding's status.
#pragma once

#include "projections/world.h"
#include "schema/views.capnp.h"

namespace probity::projections {

/// A row an addressee, in the order in which the finding names them.
[[nodiscard]] Table addressees_table(schema::FindingRow::Reader row, Day day);
/// A row a due date in force: current and original, how often moved, how late.
[[nodiscard]] Table dues_table(schema::FindingRow::Reader row, Day day);
/// Requests for more time that wait for a decision.
[[nodiscard]] Table extensions_table(schema::FindingRow::Reader row);
/// What was done and stands, a row an event, in the order of the ledger: by whom, on whose word,
/// for which addressees.
[[nodiscard]] Result<Table> acts_table(World& world, schema::FindingRow::Reader row);

}  // namespace probity::projections
