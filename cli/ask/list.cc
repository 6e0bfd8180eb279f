// `list`, `totals`.
#include <array>
#include <utility>

#include "cli/ask/asking.h"
#include "cli/ask/filters.h"
#include "cli/ask/findings_commands.h"
#include "cli/ask/two_moments.h"
#include "cli/render.h"
#include "cli/session.h"
#include "projections/questions/findings/list.h"
#include "projections/questions/findings/totals.h"
#include "projections/questions/findings/totals_between.h"

namespace probity::cli {

namespace {

using projections::ListBy;
using projections::TotalsBy;
using projections::World;

constexpr std::array<std::pair<std::string_view, ListBy>, 2> kListBy{
    {{"addressee", ListBy::kAddressee}, {"finding", ListBy::kFinding}}};

constexpr std::array<std::pair<std::string_view, TotalsBy>, 8> kTotalsBy{{
    {"kind", TotalsBy::kKind},
    {"status", TotalsBy::kStatus},
    {"inspection", TotalsBy::kInspection},
    {"body", TotalsBy::kBody},
    {"rag", TotalsBy::kRag},
    {"owner", TotalsBy::kOwner},
    {"level", TotalsBy::kLevel},
    {"age", TotalsBy::kAge},
}};

/// The names of a table, as an option's choices.
template <class Table>
std::vector<std::string> names_of(const Table& table) {
  std::vector<std::string> names;
  names.reserve(table.size());
  for (const auto& [name, value] : table) names.emplace_back(name);
  return names;
}

/// What --by names; the table's first if it was not given. The parser takes no other name.
template <class Table>
auto by_of(const Table& table, const Invocation& invocation) {
  for (const auto& [name, value] : table) {
    if (invocation.get("--by") == name) return value;
  }
  return table.front().second;
}

int run_list(const Invocation& invocation, Context& context) {
  const auto question = list_question(invocation);
  return question ? ask(invocation, context, *question) : report(context, question.error());
}

/// Between two moments where --from is given.
Result<projections::Answer> totals(const Asking& asking, const projections::TotalsQuery& query,
                                   const Invocation& invocation, Context& context) {
  if (!invocation.has("--from")) return projections::ask_totals(*asking.world, query);
  const auto two = open_two_moments(asking, invocation, context);
  if (!two) return std::unexpected(two.error());
  return projections::ask_totals_between(*two->before, *two->after, query);
}

int run_totals(const Invocation& invocation, Context& context) {
  auto filter = finding_filter(invocation);
  if (!filter) return report(context, filter.error());
  for (const std::string_view option : {"--to", "--clock"}) {
    if (invocation.has("--from") || !invocation.has(option)) continue;
    return report(context, {ErrorKind::kMalformed, "totals between two moments begin at --from",
                            "--from MOMENT, or leave it out", std::string(option)});
  }
  const auto asking = open_for_question(invocation, context);
  if (!asking) return report(context, asking.error());
  const auto answer = totals(**asking, {.filter = *filter, .by = by_of(kTotalsBy, invocation)},
                             invocation, context);
  return answer ? print_answer(*answer, invocation, context) : report(context, answer.error());
}

std::vector<OptionSpec> with_by(OptionSpec by) {
  std::vector<OptionSpec> options = finding_filter_options();
  options.insert(options.begin(), std::move(by));
  return options;
}

std::vector<OptionSpec> options_of_totals() {
  std::vector<OptionSpec> options =
      with_by({"--by", "WHAT", "what to group by; kind if left out", false, names_of(kTotalsBy)});
  for (auto& option : two_moments_options()) options.push_back(std::move(option));
  return options;
}

}  // namespace

Result<Question> list_question(const Invocation& invocation) {
  auto filter = finding_filter(invocation);
  if (!filter) return pass(filter);
  return [query = projections::ListQuery{.filter = std::move(*filter),
                                         .by = by_of(kListBy, invocation)}](World& world) {
    return projections::ask_list(world, query);
  };
}

CommandSpec list_command() {
  return {.group = "ask",
          .name = "list",
          .help = "findings and where each addressee stands",
          .details = "A row for each finding and addressee; every filter that is given must hold.",
          .example = "probity list --for leicestershire --status open",
          .arguments = {},
          .options = with_by({"--by", "WHAT", "a row for each addressee, or for each finding",
                              false, names_of(kListBy)}),
          .takes_moment = true,
          .takes_format = true,
          .run = run_list};
}

CommandSpec totals_command() {
  return {
      .group = "ask",
      .name = "totals",
      .help = "how many findings stand where: claimed, signed off, verified and assured apart",
      .details =
          "Counts by finding and by addressee, closed by the force and by the inspectorate "
          "apart, with the check "
          "that nothing was counted twice or left out. With --from: what came to each group since, "
          "and what left it. Exit 1 if the totals do not reconcile.",
      .example = "probity totals --body west-midlands --effective 2024-09-18",
      .arguments = {},
      .options = options_of_totals(),
      .takes_moment = true,
      .takes_format = true,
      .run = run_totals};
}

}  // namespace probity::cli
