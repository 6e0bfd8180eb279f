// Bodies, what they are, who belongs to them and whom they oversee.
#include "projections/questions/registers/body_book.h"
#include "projections/questions/registers/choices.h"
#include "projections/questions/registers/page.h"
#include "projections/questions/registers/registers.h"
#include "projections/questions/registers/rows.h"

namespace probity::projections::registers {

Result<Answer> bodies(World& world, const RegisterQuery& query) {
  auto rows = rows_named<schema::BodyRow>(world, "body", query.id, "body");
  if (!rows) return pass(rows);
  auto meant = BodiesMeant::of(world, query);
  if (!meant) return pass(meant);
  auto kind = KindFilter<schema::BodyKind>::of("--kind", query.kind);
  if (!kind) return pass(kind);
  auto book = BodyBook::read(world);
  if (!book) return pass(book);

  Page page(world, "bodies", "Bodies");
  Table table = signed_table("bodies", {},
                             {{"body", "body"},
                              {"name", "name"},
                              {"kind", "kind"},
                              {"region", "region"},
                              {"members", "members"},
                              {"memberOf", "member of"},
                              {"oversees", "oversees"},
                              {"overseenBy", "overseen by"},
                              {"registered", "registered", true},
                              {"membershipSince", "members since", true},
                              {"oversightSince", "oversees since", true}},
                             "no body on that day");
  for (const auto& [stream, row] : *rows) {
    const std::string id(stream.rest());
    if (!meant->has(id)) continue;
    if (!page.shows(row.getHead(), kind->takes(row.getKind()))) continue;
    page.put(table,
             {id, value_of(row.getName()), name_of(row.getKind()), value_of(row.getRegion()),
              to_strings(row.getMembers()), book->units_of(id), to_strings(row.getOversees()),
              book->overseers_of(id), when(row.getRegistered()), when(row.getMemberships()),
              when(row.getOversight())},
             row.getRegistered());
  }
  // Of many bodies the page has no room for what is the other side of a row that it shows anyway.
  if (table.rows.size() > 1) leave_to_scripts(table, {"region", "memberOf", "overseenBy"});
  page.add(std::move(table));
  return page.finish();
}

}  // namespace probity::projections::registers
