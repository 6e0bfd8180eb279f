#include "projections/questions/findings/totals_between.h"

#include <fmt/format.h>

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

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
};

struct PlacedAll {
  Placed placed;
  Census census;
};

Result<PlacedAll> placed_in(World& world, const TotalsQuery& query) {
  PlacedAll all;
  const Grouping& grouping = grouping_of(query.by);
  const auto census = each_selected(world, query.filter, [&](const Selected& selected) {
    for (const auto addressee : selected.addressees) {
      all.placed.emplace(std::pair(selected.ref, to_string(addressee.getBody())),
                         grouping.key(selected.row, addressee, world.moment().day));
    }
  });
  if (!census) return std::unexpected(census.error());
  all.census = *census;
  return all;
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

void expect_equal(std::vector<std::string>& wrong, std::string_view what, std::uint64_t parts,
                  std::uint64_t whole) {
  if (parts != whole) wrong.push_back(fmt::format("{}: {} of {}", what, parts, whole));
}

/// What does not add up: every addressee that the filters select is in one group, and the groups
/// have all of them, at either moment.
std::vector<std::string> differences(const std::map<GroupKey, Stock>& stocks, const Stock& all,
                                     const Census& before, const Census& after) {
  std::vector<std::string> wrong;
  Stock sum;
  for (const auto& [group, stock] : stocks) {
    sum.before += stock.before;
    sum.after += stock.after;
    expect_equal(wrong, "before and came of " + group.second, stock.before + stock.came,
                 stock.after + stock.left);
  }
  expect_equal(wrong, "addressees in the groups before", sum.before, before.pairs_selected);
  expect_equal(wrong, "addressees in the groups after", sum.after, after.pairs_selected);
  expect_equal(wrong, "before and came of all", all.before + all.came, all.after + all.left);
  for (const Census* census : {&before, &after}) {
    expect_equal(wrong, "findings selected, passed over, not yet raised and withdrawn",
                 census->selected + census->passed_over + census->not_yet + census->withdrawn,
                 census->on_record);
  }
  return wrong;
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
  if (!was && was.error().kind == ErrorKind::kNotFound) was = PlacedAll();
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
  const Stock all = all_of(was->placed, is->placed);
  const auto stocks = stocks_of(was->placed, is->placed);
  for (const auto& [group, stock] : stocks) add_row(table, group.second, stock);
  if (!table.rows.empty()) add_row(table, "all", all);
  answer.tables.push_back(std::move(table));
  const auto wrong = differences(stocks, all, was->census, is->census);
  answer.yes = wrong.empty();
  answer.facts.push_back({"reconciles", "totals reconcile", answer.yes});
  for (const auto& difference : wrong) {
    answer.remarks.push_back("totals do not reconcile: " + difference);
  }
  if (answer.yes) {
    answer.remarks.push_back(
        fmt::format("totals reconcile: {} before + {} that came - {} that left = {} after; what "
                    "moved from one group to another came and left there alone",
                    all.before, all.came, all.left, all.after));
  }
  if (auto done = after.finish(answer); !done) return pass(done);
  return answer;
}

}  // namespace probity::projections
