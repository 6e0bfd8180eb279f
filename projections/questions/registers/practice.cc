// Good practice that reports name.
#include "projections/questions/registers/body_book.h"
#include "projections/questions/registers/page.h"
#include "projections/questions/registers/registers.h"
#include "projections/questions/registers/rows.h"
#include "projections/questions/registers/window.h"

namespace probity::projections::registers {

Result<Answer> practice(World& world, const RegisterQuery& query) {
  auto meant = BodiesMeant::of(world, query);
  if (!meant) return pass(meant);
  auto rows = rows_named<schema::PracticeRow>(world, "inspection", query.inspection, "inspection");
  if (!rows) return pass(rows);
  auto window = WindowFilter::of(query.from, query.to);
  if (!window) return pass(window);

  Page page(world, "practice", "Good practice that reports name");
  page.only_possible({"PracticeHighlighted"});
  Table table = signed_table("practice", {},
                             {{"body", "body"},
                              {"inspection", "inspection"},
                              {"title", "practice"},
                              {"when", "when"},
                              {"inWindow", "in the window", true}},
                             "none on that day");
  for (const auto& [stream, row] : *rows) {
    if (!page.shows(row.getHead())) continue;
    for (const auto item : row.getItems()) {
      if (!meant->has(to_string(item.getBody()))) continue;
      const Lies where = window->place(bounds_of(item.getAct()));
      if (where == Lies::kOutside) continue;
      page.put(table,
               {value_of(item.getBody()), std::string(stream.rest()), value_of(item.getTitle()),
                when(item.getAct()), marked(where)},
               item.getAct());
    }
  }
  page.add(std::move(table));
  page.remark(window->caution());
  return page.finish();
}

}  // namespace probity::projections::registers
