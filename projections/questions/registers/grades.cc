// Grades as they stand. They compare only within one scale and cycle: a trend across either is
// warned of.
#include <fmt/format.h>

#include <map>
#include <set>

#include "projections/questions/registers/body_book.h"
#include "projections/questions/registers/choices.h"
#include "projections/questions/registers/page.h"
#include "projections/questions/registers/registers.h"
#include "projections/questions/registers/rows.h"
#include "projections/questions/registers/window.h"

namespace probity::projections::registers {

namespace {

/// What the shown grades of one body and question are on.
struct Series {
  std::set<std::string> scales;
  std::set<std::string> cycles;  // an inspection whose cycle is not on record is one of its own
};

/// How many of each grade are shown, in the order of the grades.
Table counts_table(const std::map<schema::Grade, std::uint64_t>& counts) {
  Table table = table_of("counts", "How many", {{"grade", "grade"}, {"count", "grades"}},
                         "no grade to count");
  for (const auto& [grade, count] : counts) table.rows.push_back({name_of(grade), count_of(count)});
  return table;
}

class Grades {
 public:
  Grades(Page& page, const std::map<std::string, std::string>& cycles)
      : page_(page), cycles_(cycles) {}

  void take(const std::string& body, const std::string& inspection,
            schema::GradeEntry::Reader entry, Lies where) {
    const auto cycle = cycles_.find(inspection);
    const std::string cycle_text = cycle == cycles_.end() ? std::string{} : cycle->second;
    const std::string question = to_string(entry.getQuestion());
    ++counts_[entry.getGrade()];
    scales_.insert(name_of(entry.getScale()));
    Series& series = series_[{body, question}];
    series.scales.insert(name_of(entry.getScale()));
    series.cycles.insert(cycle_text.empty() ? inspection : cycle_text);
    page_.put(table_,
              {body, inspection, question, name_of(entry.getGrade()), name_of(entry.getScale()),
               value_of(cycle_text), when(entry.getAct()), value_of(entry.getCarriedFrom()),
               marked(where)},
              entry.getAct());
  }

  void finish() {
    if (scales_.size() == 1) {
      leave_to_scripts(table_, {"scale"});
      page_.remark(fmt::format("every grade is on the scale {}", *scales_.begin()));
    }
    page_.add(std::move(table_));
    page_.add(counts_table(counts_));
    for (const auto& [key, series] : series_) {
      const auto& [body, question] = key;
      if (series.scales.size() > 1) {
        page_.remark(fmt::format("{}, {}: these grades are on different scales and do not compare",
                                 body, question));
      } else if (series.cycles.size() > 1) {
        page_.remark(fmt::format("{}, {}: these grades are not of one cycle and do not compare",
                                 body, question));
      }
    }
  }

 private:
  Page& page_;
  const std::map<std::string, std::string>& cycles_;
  std::map<schema::Grade, std::uint64_t> counts_;
  std::set<std::string> scales_;
  std::map<std::pair<std::string, std::string>, Series> series_;
  Table table_ = signed_table("grades", {},
                              {{"body", "body"},
                               {"inspection", "inspection"},
                               {"question", "question"},
                               {"grade", "grade"},
                               {"scale", "scale"},
                               {"cycle", "cycle", true},
                               {"when", "when"},
                               {"carriedFrom", "carried over from"},
                               {"inWindow", "in the window", true}},
                              "none on that day");
};

Result<std::map<std::string, std::string>> cycles_of(World& world) {
  auto rows = all_rows<schema::InspectionRow>(world);
  if (!rows) return pass(rows);
  std::map<std::string, std::string> cycles;
  for (const auto& [stream, row] : *rows) {
    cycles.emplace(stream.rest(), to_string(row.getCycle()));
  }
  return cycles;
}

}  // namespace

Result<Answer> grades(World& world, const RegisterQuery& query) {
  auto meant = BodiesMeant::of(world, query.body.empty() ? query.id : query.body, query.for_body);
  if (!meant) return pass(meant);
  auto rows = all_rows<schema::GradeRow>(world);
  if (!rows) return pass(rows);
  if (auto there = expect_named(world, "inspection", query.inspection); !there) return pass(there);
  auto kind = KindFilter<schema::BodyKind>::of("--kind", query.kind);
  if (!kind) return pass(kind);
  auto window = WindowFilter::of(query.from, query.to);
  if (!window) return pass(window);
  auto book = BodyBook::read(world);
  if (!book) return pass(book);
  auto cycles = cycles_of(world);
  if (!cycles) return pass(cycles);

  Page page(world, "grades", "Grades");
  Grades grades(page, *cycles);
  for (const auto& [stream, row] : *rows) {
    const auto segments = stream.segments();
    const std::string inspection(segments[1]);
    const std::string body(segments[2]);
    if (!meant->has(body) || (!query.inspection.empty() && query.inspection != inspection))
      continue;
    const auto* entry = book->find(body);
    if (!kind->takes(entry == nullptr ? schema::BodyKind::UNSET : entry->kind)) continue;
    if (!page.shows(row.getHead())) continue;
    for (const auto grade : row.getCurrent()) {
      const Lies where = window->place(bounds_of(grade.getAct()));
      if (where != Lies::kOutside) grades.take(body, inspection, grade, where);
    }
  }
  grades.finish();
  page.remark(window->caution());
  return page.finish();
}

}  // namespace probity::projections::registers
