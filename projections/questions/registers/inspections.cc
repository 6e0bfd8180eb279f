// Inspections: fieldwork, publication, to whom the report applies, and what findings each raised.
#include <array>
#include <map>

#include "projections/questions/registers/body_book.h"
#include "projections/questions/registers/choices.h"
#include "projections/questions/registers/page.h"
#include "projections/questions/registers/registers.h"
#include "projections/questions/registers/rows.h"
#include "projections/questions/registers/window.h"

namespace probity::projections::registers {

namespace {

using schema::FindingKind;
using Counts = std::map<FindingKind, std::uint64_t>;

/// Findings on the day, by the inspection that they name.
Result<std::map<std::string, Counts>> count_findings(World& world) {
  auto rows = all_rows<schema::FindingRow>(world);
  if (!rows) return pass(rows);
  std::map<std::string, Counts> counts;
  for (const auto& [stream, row] : *rows) {
    const auto head = row.getHead();
    if (!head.getBegun() || head.getWithdrawn()) continue;
    ++counts[to_string(row.getInspection())][row.getKind()];
  }
  return counts;
}

Table inspections_table() {
  return signed_table("inspections", {},
                      {{"inspection", "inspection"},
                       {"title", "title"},
                       {"programme", "programme", true},
                       {"inspectorate", "inspectorate", true},
                       {"cycle", "cycle", true},
                       {"subjects", "subjects"},
                       {"opened", "opened"},
                       {"published", "published"},
                       {"reportTitle", "report", true},
                       {"reference", "reference", true},
                       {"url", "url", true},
                       {"inWindow", "in the window", true}},
                      "none on that day");
}

class Inspections {
 public:
  Inspections(Page& page, const std::map<std::string, Counts>& findings)
      : page_(page), findings_(findings) {}

  void take(const std::string& id, schema::InspectionRow::Reader row, Lies where) {
    static const Counts kNone;
    const auto found = findings_.find(id);
    const Counts& counts = found == findings_.end() ? kNone : found->second;
    const auto count = [&counts](FindingKind kind) {
      const auto there = counts.find(kind);
      return count_of(there == counts.end() ? 0 : there->second);
    };
    page_.put(
        inspections_,
        {id, value_of(row.getTitle()), name_of(row.getProgramme()), value_of(row.getInspectorate()),
         value_of(row.getCycle()), to_strings(row.getSubjects()), when(row.getOpened()),
         when(row.getPublished()), value_of(row.getReportTitle()), value_of(row.getReference()),
         value_of(row.getUrl()), marked(where)},
        {row.getOpened(), row.getPublished()});
    raised_.rows.push_back({id, count(FindingKind::CAUSE_OF_CONCERN),
                            count(FindingKind::RECOMMENDATION),
                            count(FindingKind::AREA_FOR_IMPROVEMENT)});
    for (const auto visit : row.getFieldwork()) {
      page_.put(
          fieldwork_,
          {id, when(visit.getAct()), to_strings(visit.getSubjects()), value_of(visit.getNote())},
          visit.getAct());
    }
    for (const auto decision : row.getApplicability()) {
      page_.put(applicability_,
                {id, value_of(decision.getBody()), name_of(decision.getApplies()),
                 value_of(decision.getReason()), when(decision.getAct())},
                decision.getAct());
    }
  }

  void finish() {
    page_.add(std::move(inspections_));
    page_.add(std::move(raised_));
    page_.add(std::move(fieldwork_));
    page_.add(std::move(applicability_));
  }

 private:
  Page& page_;
  const std::map<std::string, Counts>& findings_;
  Table inspections_ = inspections_table();
  Table raised_ = table_of("raised", "Findings on record",
                           {{"inspection", "inspection"},
                            {"causesOfConcern", "causes of concern"},
                            {"recommendations", "recommendations"},
                            {"areasForImprovement", "areas for improvement"}},
                           "none on that day");
  Table fieldwork_ = signed_table(
      "fieldwork", "Fieldwork",
      {{"inspection", "inspection"}, {"when", "when"}, {"subjects", "at"}, {"note", "note"}},
      "no fieldwork on record");
  Table applicability_ = signed_table("applicability", "To whom it applies",
                                      {{"inspection", "inspection"},
                                       {"body", "body"},
                                       {"applies", "applies"},
                                       {"reason", "why"},
                                       {"when", "decided"}},
                                      "no decision on record");
};

}  // namespace

Result<Answer> inspections(World& world, const RegisterQuery& query) {
  auto rows = rows_named<schema::InspectionRow>(world, "inspection", query.id, "inspection");
  if (!rows) return pass(rows);
  auto meant = BodiesMeant::of(world, query);
  if (!meant) return pass(meant);
  auto programme = KindFilter<schema::Programme>::of("--kind", query.kind);
  if (!programme) return pass(programme);
  auto status = StatusFilter::of(query.status, {"opened", "published"});
  if (!status) return pass(status);
  auto window = WindowFilter::of(query.from, query.to);
  if (!window) return pass(window);
  auto findings = count_findings(world);
  if (!findings) return pass(findings);

  const bool by_publication = !query.from.empty() || !query.to.empty();
  Page page(world, "inspections", "Inspections");
  Inspections inspections(page, *findings);
  for (const auto& [stream, row] : *rows) {
    const bool published = happened(row.getPublished());
    bool wanted = (meant->everything() || meant->has_any(to_strings(row.getSubjects()))) &&
                  programme->takes(row.getProgramme()) &&
                  status->takes(published ? "published" : "opened") &&
                  (!by_publication || published);
    Lies where = Lies::kInside;
    if (wanted && by_publication) {
      where = window->place({Day{row.getPublishedEarliest()}, day_of(row.getPublished())});
      wanted = where != Lies::kOutside;
    }
    if (page.shows(row.getHead(), wanted)) inspections.take(std::string(stream.rest()), row, where);
  }
  inspections.finish();
  page.remark(window->caution());
  return page.finish();
}

}  // namespace probity::projections::registers
