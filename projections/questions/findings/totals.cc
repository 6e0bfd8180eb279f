#include "projections/questions/findings/totals.h"

#include <fmt/format.h>

#include <set>
#include <string_view>

#include "projections/questions/common.h"
#include "projections/questions/findings/finding.h"
#include "projections/questions/findings/grouping.h"
#include "projections/views/status_table.h"

namespace probity::projections {

namespace {

using schema::Addressee;

void count(Counts& counts, Addressee::Reader addressee, Day day) {
  const auto status = addressee.getStatus();
  ++counts.pairs;
  counts.open += is_open(status) ? 1 : 0;
  counts.closed += status == schema::FindingStatus::CLOSED ? 1 : 0;
  counts.superseded += status == schema::FindingStatus::SUPERSEDED ? 1 : 0;
  counts.overdue += days_overdue(addressee, day) ? 1 : 0;
  counts.claimed += is_claimed(addressee) ? 1 : 0;
  counts.signed_off += is_signed_off(addressee) ? 1 : 0;
  counts.verified += is_verified(addressee) ? 1 : 0;
  counts.assured += is_assured(addressee) ? 1 : 0;
  const auto by = closer(addressee);
  counts.closed_by_force += by == Closer::kForce ? 1 : 0;
  counts.closed_by_inspectorate += by == Closer::kInspectorate ? 1 : 0;
}

void count(Totals& totals, const Grouping& grouping, const Selected& selected, Day day) {
  std::set<GroupKey> of_this_finding;
  for (const auto addressee : selected.addressees) {
    const GroupKey key = grouping.key(selected.row, addressee, day);
    Counts& group = totals.groups[key];
    count(group, addressee, day);
    count(totals.all, addressee, day);
    if (of_this_finding.insert(key).second) ++group.findings;
  }
  ++totals.all.findings;
}

void expect_equal(std::vector<std::string>& wrong, std::string_view what, std::uint64_t parts,
                  std::uint64_t whole) {
  if (parts != whole)
    wrong.push_back(fmt::format("{}: {} where {} were expected", what, parts, whole));
}

void check_counts(std::vector<std::string>& wrong, std::string_view name, const Counts& counts) {
  expect_equal(wrong, fmt::format("open, closed and superseded of {}", name),
               counts.open + counts.closed + counts.superseded, counts.pairs);
  expect_equal(wrong, fmt::format("closed by force and by inspectorate of {}", name),
               counts.closed_by_force + counts.closed_by_inspectorate, counts.closed);
}

Table table_of(std::string key, std::string title, std::vector<Column> columns) {
  return {.key = std::move(key),
          .title = std::move(title),
          .columns = std::move(columns),
          .rows = {},
          .when_empty = "no finding matches",
          .struck = {}};
}

void add_rows(Table& standing, Table& acts, const std::string& name, const Counts& c) {
  standing.rows.push_back({Value(name), count_of(c.findings), count_of(c.pairs), count_of(c.open),
                           count_of(c.closed), count_of(c.superseded), count_of(c.overdue)});
  acts.rows.push_back({Value(name), count_of(c.claimed), count_of(c.signed_off),
                       count_of(c.verified), count_of(c.assured), count_of(c.closed_by_force),
                       count_of(c.closed_by_inspectorate)});
}

void add_tables(Answer& answer, const Totals& totals, const Grouping& grouping) {
  const std::string name(grouping.name);
  Table standing = table_of("totals", "Where they stand",
                            {{"group", name},
                             {"findings", "findings"},
                             {"addressed", "by addressee"},
                             {"open", "open"},
                             {"closed", "closed"},
                             {"superseded", "superseded"},
                             {"overdue", "overdue"}});
  Table acts = table_of("acts", "Who said so, each apart, by addressee",
                        {{"group", name},
                         {"claimed", "claimed"},
                         {"signedOff", "signed off"},
                         {"verified", "verified"},
                         {"assured", "assured"},
                         {"closedByForce", "closed by force"},
                         {"closedByInspectorate", "closed by inspectorate"}});
  for (const auto& [key, counts] : totals.groups) add_rows(standing, acts, key.second, counts);
  if (!totals.groups.empty()) add_rows(standing, acts, "all", totals.all);
  answer.tables = {std::move(standing), std::move(acts)};
}

std::string reconciled(const Totals& totals, std::uint64_t withheld) {
  const Census& census = totals.census;
  return fmt::format(
      "totals reconcile: {} on record = {} counted + {} passed over by the filters + {} not yet "
      "raised + {} withdrawn; "
      "{} by addressee = {} open + {} closed + {} superseded; {} closed = {} by the force + {} by "
      "the inspectorate; "
      "events withheld: {}",
      plural(census.on_record, "finding"), census.selected, census.passed_over, census.not_yet,
      census.withdrawn, totals.all.pairs, totals.all.open, totals.all.closed, totals.all.superseded,
      totals.all.closed, totals.all.closed_by_force, totals.all.closed_by_inspectorate, withheld);
}

void add_reconciliation(Answer& answer, const Totals& totals) {
  std::vector<std::string> wrong = differences(totals);
  answer.yes = wrong.empty();
  answer.facts.push_back({"reconciles", "totals reconcile", answer.yes});
  if (answer.yes) {
    answer.remarks.push_back(reconciled(totals, answer.withheld));
  } else {
    for (auto& difference : wrong)
      answer.remarks.push_back("totals do not reconcile: " + std::move(difference));
  }
  if (!totals.finding_in_one_group) {
    answer.remarks.emplace_back(
        "a finding is counted once in each group that one of its addressees falls in, and once in "
        "all");
  }
}

}  // namespace

std::vector<std::string> differences(const Totals& totals) {
  std::vector<std::string> wrong;
  const Census& census = totals.census;
  expect_equal(wrong, "findings selected, passed over, not yet raised and withdrawn",
               census.selected + census.passed_over + census.not_yet + census.withdrawn,
               census.on_record);
  expect_equal(wrong, "findings counted", totals.all.findings, census.selected);
  expect_equal(wrong, "addressees counted", totals.all.pairs, census.pairs_selected);
  std::uint64_t pairs = 0;
  std::uint64_t findings = 0;
  for (const auto& [key, counts] : totals.groups) {
    pairs += counts.pairs;
    findings += counts.findings;
    check_counts(wrong, key.second, counts);
  }
  check_counts(wrong, "all", totals.all);
  expect_equal(wrong, "addressees in the groups", pairs, totals.all.pairs);
  if (totals.finding_in_one_group)
    expect_equal(wrong, "findings in the groups", findings, totals.all.findings);
  return wrong;
}

Result<Answer> ask_totals(World& world, const TotalsQuery& query) {
  const Grouping& grouping = grouping_of(query.by);
  const Day day = world.moment().day;
  Totals totals;
  totals.finding_in_one_group = grouping.finding_in_one_group;
  auto census = each_selected(world, query.filter, [&](const Selected& selected) {
    count(totals, grouping, selected, day);
  });
  if (!census) return pass(census);
  totals.census = *census;
  Answer answer;
  answer.schema = "probity.totals/1";
  answer.title = fmt::format("Findings by {}", grouping.name);
  if (auto done = world.finish(answer); !done) return pass(done);
  answer.facts = {{"by", "by", Value(std::string(grouping.name))},
                  {"findingCount", "findings counted", count_of(totals.all.findings)},
                  {"addressedCount", "by addressee", count_of(totals.all.pairs)}};
  add_tables(answer, totals, grouping);
  add_reconciliation(answer, totals);
  return answer;
}

}  // namespace probity::projections
