// Roles: who held each on the day, and since when.
#include "projections/questions/registers/body_book.h"
#include "projections/questions/registers/choices.h"
#include "projections/questions/registers/page.h"
#include "projections/questions/registers/registers.h"
#include "projections/questions/registers/rows.h"

namespace probity::projections::registers {

Result<Answer> roles(World& world, const RegisterQuery& query) {
  auto rows = rows_named<schema::RoleRow>(world, "role", query.id, "role");
  if (!rows) return pass(rows);
  auto meant = BodiesMeant::of(world, query);
  if (!meant) return pass(meant);
  auto status = StatusFilter::of(query.status, {"held", "vacant"});
  if (!status) return pass(status);

  Page page(world, "roles", "Roles");
  Table table = signed_table("roles", {},
                             {{"role", "role"},
                              {"body", "in", true},
                              {"title", "title"},
                              {"status", "status", true},
                              {"holder", "held by"},
                              {"since", "since"},
                              {"left", "left"},
                              {"reason", "why", true}},
                             "no role on that day");
  for (const auto& [stream, row] : *rows) {
    const std::string body(stream.segments()[1]);
    const bool vacant = happened(row.getLeft());
    if (!meant->has(body)) continue;
    if (!page.shows(row.getHead(), status->takes(vacant ? "vacant" : "held"))) continue;
    const auto last = vacant ? row.getLeft() : row.getAssumed();
    page.put(table,
             {std::string(stream.rest()), body, value_of(row.getTitle()),
              std::string(vacant ? "vacant" : "held"),
              vacant ? Value(std::string("vacant")) : value_of(row.getHolder()),
              when(row.getAssumed()), when(row.getLeft()), value_of(row.getLeftReason())},
             last);
  }
  page.add(std::move(table));
  return page.finish();
}

}  // namespace probity::projections::registers
