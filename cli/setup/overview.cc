#include "cli/setup/overview.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <ostream>

#include "cli/render.h"
#include "cli/session.h"
#include "eventstore/base/text.h"
#include "projections/questions/findings/list.h"

namespace probity::cli {

namespace {

using projections::Answer;
using projections::Table;
using projections::World;

constexpr std::size_t kShownLate = 10;

constexpr std::string_view kHowToStart =
    "There is no ledger here yet. To see one with real data:\n"
    "  probity demo --ledger demo-ledger\n"
    "To begin your own:\n"
    "  probity init --origin probity.example/your-name\n"
    "  probity import bodies.jsonl\n"
    "The ledger's folder is --ledger DIR, else PROBITY_LEDGER, else ./ledger. probity --help lists "
    "every command.\n";

struct Streams {
  std::map<std::string, std::int64_t> by_category;
  std::string finding;  // one that is on record, to try commands on
};

Result<Streams> count_streams(World& world) {
  Streams streams;
  auto each =
      world.each<schema::ActivityRow>([&](const StreamId& stream, schema::ActivityRow::Reader) {
        ++streams.by_category[std::string(stream.category())];
        if (streams.finding.empty() && stream.category() == "finding")
          streams.finding = stream.rest();
      });
  if (!each) return pass(each);
  return streams;
}

Table table_of(const Streams& streams) {
  Table table{"streams", "What is here", {{"category", "about"}, {"streams", "streams"}},
              {},        "nothing yet",  {}};
  for (const auto& [category, count] : streams.by_category) table.rows.push_back({category, count});
  return table;
}

/// What is late, as `list --overdue` has it, the first few.
Result<Table> late(World& world, Answer& answer) {
  projections::ListQuery query;
  query.filter.overdue = true;
  auto list = projections::ask_list(world, query);
  if (!list) return pass(list);
  if (list->tables.empty()) return Table{"late", "Late", {}, {}, "nothing is overdue", {}};
  Table table = std::move(list->tables.front());
  table.key = "late";
  table.title = "Late";
  table.when_empty = "nothing is overdue";
  const std::size_t all = table.rows.size();
  answer.facts.push_back({"late", "late", static_cast<std::int64_t>(all)});
  if (all > kShownLate) {
    table.rows.resize(kShownLate);
    if (!table.struck.empty()) table.struck.resize(kShownLate);
    answer.remarks.push_back(
        fmt::format("{} more are late: probity list --overdue", all - kShownLate));
  }
  return table;
}

Result<void> describe(World& world, Answer& answer) {
  const auto size = world.moment().size;
  if (size.value == 0) return {};
  auto last = world.event({size.value - 1});
  if (!last) return pass(last);
  answer.facts.push_back({"lastEvent", "last event",
                          fmt::format("@{} {} {} by {}", size.value - 1, last->header.stream.text(),
                                      last->header.type, last->header.actor)});
  answer.facts.push_back({"lastCheckpoint", "last checkpoint", std::string("none yet")});
  auto here = count_streams(world);
  if (!here) return pass(here);
  auto overdue = late(world, answer);
  if (!overdue) return pass(overdue);
  answer.tables = {table_of(*here), std::move(*overdue)};
  if (here->finding.empty()) {
    answer.remarks.emplace_back(
        "try: probity import FILE… ; probity record --list ; probity words");
  } else {
    answer.remarks.push_back(
        fmt::format("try: probity status {} ; probity totals ; probity history finding/{}",
                    here->finding, here->finding));
  }
  return {};
}

int run_overview(const Invocation& invocation, Context& context) {
  std::error_code ignored;
  if (!std::filesystem::exists(context.ledger, ignored)) {
    context.out << kHowToStart;
    return kYes;
  }
  auto asking = open_for_question(invocation, context);
  if (!asking) return report(context, asking.error());
  Answer answer;
  answer.schema = "probity.overview/1";
  answer.title = (*asking)->ledger->origin();
  if (auto described = describe(*(*asking)->world, answer); !described)
    return report(context, described.error());
  if (auto finished = (*asking)->world->finish(answer); !finished)
    return report(context, finished.error());
  return print_answer(answer, invocation, context);
}

}  // namespace

CommandSpec overview_command() {
  return {.group = {},
          .name = {},
          .help = "what the ledger holds and what is late",
          .details = {},
          .example = "probity",
          .arguments = {},
          .options = {},
          .takes_moment = true,
          .takes_format = true,
          .run = run_overview};
}

}  // namespace probity::cli
