// Plans, the findings they serve, and when each was last looked at.
#include "projections/questions/registers/body_book.h"
#include "projections/questions/registers/choices.h"
#include "projections/questions/registers/page.h"
#include "projections/questions/registers/registers.h"
#include "projections/questions/registers/rows.h"

namespace probity::projections::registers {

namespace {

template <class List>
std::vector<std::string> names_of(const List& values) {
  std::vector<std::string> names;
  for (const auto value : values) names.push_back(name_of(value));
  return names;
}

}  // namespace

Result<Answer> plans(World& world, const RegisterQuery& query) {
  auto rows = rows_named<schema::PlanRow>(world, "plan", query.id, "plan");
  if (!rows) return pass(rows);
  auto meant = BodiesMeant::of(world, query);
  if (!meant) return pass(meant);
  auto kind = KindFilter<schema::PlanKind>::of("--kind", query.kind);
  if (!kind) return pass(kind);

  Page page(world, "plans", "Plans");
  Table plans = signed_table("plans", {},
                             {{"plan", "plan"},
                              {"body", "body", true},
                              {"title", "title"},
                              {"kind", "kind", true},
                              {"lead", "lead"},
                              {"approaches", "approaches"},
                              {"findings", "findings"},
                              {"adopted", "adopted"},
                              {"reviewed", "last reviewed", true},
                              {"reviews", "reviews"}},
                             "none on that day");
  Table reviews =
      signed_table("reviews", "Reviews",
                   {{"plan", "plan"}, {"when", "when"}, {"forum", "forum"}, {"note", "note"}},
                   "no review on record");
  for (const auto& [stream, row] : *rows) {
    const std::string body(stream.segments()[1]);
    if (!meant->has(body) || !page.shows(row.getHead(), kind->takes(row.getKind()))) continue;
    const std::string id(stream.rest());
    const auto looked_at = row.getReviews();
    page.put(plans,
             {id, body, value_of(row.getTitle()), name_of(row.getKind()), value_of(row.getLead()),
              names_of(row.getApproaches()), to_strings(row.getFindings()), when(row.getAdopted()),
              looked_at.size() == 0 ? Value{} : when(looked_at[looked_at.size() - 1].getAct()),
              count_of(looked_at.size())},
             row.getAdopted());
    for (const auto review : looked_at) {
      page.put(reviews,
               {id, when(review.getAct()), value_of(review.getForum()), value_of(review.getNote())},
               review.getAct());
    }
  }
  page.add(std::move(plans));
  page.add(std::move(reviews));
  return page.finish();
}

}  // namespace probity::projections::registers
