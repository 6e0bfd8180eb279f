// Disruptions as a source reports them: kept as published, never mixed with those on record one by
// one.
#pragma once

#include <string>
#include <vector>

#include "projections/questions/registers/page.h"
#include "projections/questions/registers/window.h"
#include "schema/views.capnp.h"

namespace probity::projections::registers {

/// The threat under which a source's own total is recorded.
inline constexpr std::string_view kAllThreats = "all";
inline constexpr std::string_view kNotPublished = "not published";

/// Without rows; key `reported`.
[[nodiscard]] Table reported_table();
void put_reported(Page& page, Table& table, std::string_view measure,
                  schema::ReportedDisruptions::Reader report, Lies where, bool disagrees);
/// Whether another figure of the row, for the same lead and threat and of days that overlap, has
/// another count.
[[nodiscard]] bool disagrees(schema::MeasureRow::Reader row,
                             schema::ReportedDisruptions::Reader report);

}  // namespace probity::projections::registers
