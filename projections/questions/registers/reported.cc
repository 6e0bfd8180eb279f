#include "projections/questions/registers/reported.h"

namespace probity::projections::registers {

Table reported_table() {
  return signed_table("reported", "Disruptions as reported by a source",
                      {{"measure", "measure", true},
                       {"lead", "led by"},
                       {"window", "window"},
                       {"threat", "threat"},
                       {"count", "count"},
                       {"share", "share"},
                       {"shareOf", "share of", true},
                       {"inWindow", "in the window", true},
                       {"disagrees", "sources disagree"},
                       {"when", "published", true}},
                      "none reported");
}

void put_reported(Page& page, Table& table, std::string_view measure,
                  schema::ReportedDisruptions::Reader report, Lies where, bool other_count) {
  const std::string share = to_string(report.getShareAsSaid());
  page.put(table,
           {std::string(measure), value_of(report.getLead()), value_of(report.getWindow()),
            value_of(report.getThreat()), count_of(report.getCount()),
            share.empty() ? std::string(kNotPublished) : share, std::string(kNotPublished),
            marked(where), other_count, when(report.getAct())},
           report.getAct());
}

bool disagrees(schema::MeasureRow::Reader row, schema::ReportedDisruptions::Reader report) {
  for (const auto other : row.getDisruptions()) {
    const bool same =
        other.getLead() == report.getLead() && other.getThreat() == report.getThreat();
    const bool overlap =
        other.getEarliest() <= report.getLatest() && report.getEarliest() <= other.getLatest();
    if (same && overlap && other.getCount() != report.getCount()) return true;
  }
  return false;
}

}  // namespace probity::projections::registers
