// How bodies rank threats.
#include <algorithm>

#include "projections/questions/registers/body_book.h"
#include "projections/questions/registers/page.h"
#include "projections/questions/registers/registers.h"
#include "projections/questions/registers/rows.h"

namespace probity::projections::registers {

Result<Answer> priorities(World& world, const RegisterQuery& query) {
  auto rows = rows_named<schema::PriorityRow>(world, "priority", query.id, "body");
  if (!rows) return pass(rows);
  auto meant = BodiesMeant::of(world, query);
  if (!meant) return pass(meant);

  Page page(world, "priorities", "Priorities");
  Table table =
      signed_table("priorities", {},
                   {{"body", "body"}, {"rank", "rank"}, {"threat", "threat"}, {"since", "since"}},
                   "none on that day");
  for (const auto& [stream, row] : *rows) {
    if (!meant->has(stream.rest()) || !page.shows(row.getHead())) continue;
    std::vector<schema::ThreatRank::Reader> ranks;
    for (const auto rank : row.getThreats()) {
      if (query.kind.empty() || query.kind == to_string(rank.getThreat())) ranks.push_back(rank);
    }
    std::stable_sort(ranks.begin(), ranks.end(),
                     [](const auto& a, const auto& b) { return a.getRank() < b.getRank(); });
    for (const auto rank : ranks) {
      page.put(table,
               {std::string(stream.rest()), count_of(rank.getRank()), value_of(rank.getThreat()),
                when(rank.getAct())},
               rank.getAct());
    }
  }
  page.add(std::move(table));
  return page.finish();
}

}  // namespace probity::projections::registers
