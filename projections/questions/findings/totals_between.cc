#include "projections/questions/findings/totals_between.h"

#include <fmt/format.h>

#include <map>
#include <string>
#include <utility>

#include "projections/questions/common.h"

namespace probity::projections {
namespace {

/// The group of each addressee of each finding, by ref and body.
using Placed = std::map<std::pair<std::string, std::string>, GroupKey>;

struct Stock {
  std::uint64_t before = 0;
  std::uint64_t came = 0;
  std::uint64_t left = 0;
  std::uint64_t after = 0;

  [[nodiscard]] bool reconciles() const { return before + came == after + left; }
};

Result<Placed> placed_in(World& world, const TotalsQuery& query) {
  Placed placed;
  const Grouping& grouping = grouping_of(query.by);
  const auto census = each_selected(world, query.filter, [&](const Selected& selected) {
    for (const auto addressee : selected.addressees) {
      placed.emplace(std::pair(selected.ref, to_string(addressee.getBody())),
                     grouping.key(selected.row, addressee, world.moment().day));
    }
  });
  if (!census) return std::unexpected(census.error());
  return placed;
}

std::map<GroupKey, Stock> stocks_of(const Placed& before, const Placed& after) {
  std::map<GroupKey, Stock> stocks;
  for (const auto& [pair, group] : before) {
    Stock& stock = stocks[group];
    ++stock.before;
    const auto now = after.find(pair);
    if (now == after.end() || now->second != group) ++stock.left;
  }
  for (const auto& [pair, group] : after) {
    Stock& stock = stocks[group];
    ++stock.after;
    const auto then = before.find(pair);
    if (then == before.end() || then->second != group) ++stock.came;
  }
  return stocks;
}

/// Of all groups together: what moved from one to another neither came nor left.
Stock all_of(const Placed& before, const Placed& after) {
  Stock all{.before = before.size(), .came = 0, .left = 0, .after = after.size()};
  for (const auto& [pair, group] : before) all.left += after.contains(pair) ? 0 : 1;
  for (const auto& [pair, group] : after) all.came += before.contains(pair) ? 0 : 1;
  return all;
}

void add_row(Table& table, const std::string& name, const Stock& stock) {
  table.rows.push_back({Value(name), count_of(stock.before), count_of(stock.came),
                        count_of(stock.left), count_of(stock.after)});
}

}  // namespace

Result<Answer> ask_totals_between(World& before, World& after, const TotalsQuery& query) {
  const auto is = placed_in(after, query);
  if (!is) return std::unexpected(is.error());
  auto was = placed_in(before, query);
  // A body that was not registered yet had no finding.
  if (!was && was.error().kind == ErrorKind::kNotFound) was = Placed();
  if (!was) return std::unexpected(was.error());
  const std::string name(grouping_of(query.by).name);
  Answer answer;
  answer.schema = "probity.totalsBetween/1";
  answer.title = fmt::format("Findings by {}, between two moments", name);
  answer.facts = {{"by", "by", Value(name)},
                  {"from", "from", Value(in_words(before.moment()))},
                  {"to", "to", Value(in_words(after.moment()))}};
  Table table{.key = "stock",
              .title = "By addressee",
              .columns = {{"group", name},
                          {"before", "before"},
                          {"came", "came"},
                          {"left", "left"},
                          {"after", "after"}},
              .rows = {},
              .when_empty = "no finding matches",
              .struck = {}};
  const Stock all = all_of(*was, *is);
  answer.yes = all.reconciles();
  for (const auto& [group, stock] : stocks_of(*was, *is)) {
    answer.yes = answer.yes && stock.reconciles();
    add_row(table, group.second, stock);
  }
  if (!table.rows.empty()) add_row(table, "all", all);
  answer.tables.push_back(std::move(table));
  answer.facts.push_back({"reconciles", "totals reconcile", answer.yes});
  answer.remarks.push_back(fmt::format("{}: {} before + {} that came - {} that left = {} after",
                                       answer.yes ? "totals reconcile" : "totals do not reconcile",
                                       all.before, all.came, all.left, all.after));
  if (auto done = after.finish(answer); !done) return pass(done);
  return answer;
}

}  // namespace probity::projections
