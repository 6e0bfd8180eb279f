// `replay`: every view folded again from nothing, beside what is stored; `--step`: event by event.
#include <fmt/format.h>

#include <optional>

#include "cli/ask/asking.h"
#include "cli/ask/filters.h"
#include "cli/audit/commands.h"
#include "cli/audit/interrupts.h"
#include "cli/audit/views_check.h"
#include "cli/progress.h"
#include "cli/render.h"
#include "cli/session.h"
#include "eventstore/base/text.h"
#include "projections/questions/time/steps.h"

namespace probity::cli {
namespace {

using projections::Answer;
using projections::RebuildResult;
using projections::Value;

constexpr std::int64_t kSteps = 100;  // events shown unless -n asks for more

/// Thrown through the replay at an interrupt.
struct Interrupted {};

Result<std::optional<Position>> position_option(const Invocation& invocation,
                                                std::string_view option) {
  if (!invocation.has(option)) return std::optional<Position>{};
  const auto position = position_from_text(invocation.get(option));
  if (position) return position;
  return fail(ErrorKind::kMalformed, "not a position: " + invocation.get(option),
              "write it as @412 or 412", std::string(option));
}

int run_steps(const Invocation& invocation, Context& context) {
  if (invocation.has("--check")) {
    return report(context, {ErrorKind::kMalformed,
                            "--step shows what each event did and compares nothing",
                            "leave out --check or --step",
                            {}});
  }
  const auto from = position_option(invocation, "--from");
  if (!from) return report(context, from.error());
  const auto to = position_option(invocation, "--to");
  if (!to) return report(context, to.error());
  const auto at_most = whole_number(invocation, "--count");
  if (!at_most) return report(context, at_most.error());
  const projections::StepsQuery query{
      .stream = invocation.get("--stream"),
      .from = from->value_or(Position{}),
      .to = *to,
      .at_most = static_cast<std::uint64_t>(at_most->value_or(kSteps))};
  return ask(invocation, context,
             [&](projections::World& world) { return projections::ask_steps(world, query); });
}

/// The log's first events that are to be folded.
Result<TreeSize> events_meant(const Invocation& invocation, const eventstore::Ledger& ledger) {
  const auto to = position_option(invocation, "--to");
  if (!to) return std::unexpected(to.error());
  const TreeSize size = ledger.snapshot().head().size;
  if (!*to) return size;
  if ((*to)->value < size.value) return TreeSize{(*to)->value + 1};
  return fail(ErrorKind::kNotFound, fmt::format("there is no event @{}", (*to)->value),
              fmt::format("the ledger has {} events", size.value), "--to");
}

Value number(std::uint64_t value) { return Value(static_cast<std::int64_t>(value)); }

Answer answer_of(const std::vector<RebuildResult>& results, TreeSize folded,
                 const eventstore::Head& head) {
  Answer answer;
  answer.schema = "probity.replay/1";
  answer.title = "Views folded again from nothing";
  projections::Table table{
      .key = "views",
      .title = {},
      .columns = {{"view", "view"},
                  {"rows", "rows"},
                  {"different", "stored otherwise"},
                  {"firstDifference", "digests differ between"},
                  {"examples", "which", true},
                  {"stored", "digest stored", true},
                  {"replayed", "digest replayed", true}},
      .rows = {},
      .when_empty = "there are no views to compare; probity rebuild makes them",
      .struck = {}};
  std::uint64_t different = 0;
  for (const RebuildResult& one : results) {
    different += one.different + (one.digests_differ ? 1 : 0);
    const bool has_digest = one.after.version > 0;  // the names have none
    table.rows.push_back(
        {one.view, number(one.rows), number(one.different),
         one.digests_differ ? Value(fmt::format("{} and {} events", one.digests_differ->first.value,
                                                one.digests_differ->second.value))
                            : Value{},
         one.examples, has_digest ? Value(to_hex(one.before.digest.bytes)) : Value{},
         has_digest ? Value(to_hex(one.after.digest.bytes)) : Value{}});
    for (const auto& example : one.examples) {
      answer.remarks.push_back(one.view + " is stored otherwise: " + example);
    }
  }
  if (different > 0) answer.remarks.emplace_back("probity rebuild makes the views again");
  answer.yes = different == 0;
  answer.facts = {{"events", "events folded", number(folded.value)},
                  {"different", "differences", number(different)}};
  answer.tables.push_back(std::move(table));
  answer.size = head.size;
  answer.root = head.root;
  return answer;
}

Result<Answer> replay(const Invocation& invocation, Context& context) {
  auto ledger = open_to_read(context);
  if (!ledger) return pass(ledger);
  const auto up_to = events_meant(invocation, **ledger);
  if (!up_to) return std::unexpected(up_to.error());
  auto views = projections::ViewStore::open(**ledger, eventstore::Access::kReadOnly);
  if (!views) return pass(views);
  const ReplayFolder folder;
  if (folder.path().empty()) {
    return fail(ErrorKind::kStorage, "no folder can be made for the replay",
                "TMPDIR names where it is made");
  }
  ProgressLine progress(context);
  const auto results = (*views)->compare_with_replay(
      **ledger, folder.path(), *up_to, [&](const projections::Progress& now) {
        progress.show("events folded", now.done, now.of);
        if (HeedInterrupts::interrupted()) throw Interrupted();
      });
  progress.clear();
  if (!results) return std::unexpected(results.error());
  return answer_of(*results, *up_to, (*ledger)->snapshot().head());
}

int run_replay(const Invocation& invocation, Context& context) {
  if (invocation.has("--step")) return run_steps(invocation, context);
  for (const std::string_view option :
       {"--stream", "--from", "--count", "--as-of", "--effective"}) {
    if (!invocation.has(option)) continue;
    return report(
        context, {ErrorKind::kMalformed, "goes with --step alone",
                  "views are folded from the first event; --to says how far", std::string(option)});
  }
  const HeedInterrupts heed;
  try {
    const auto answer = replay(invocation, context);
    if (!answer) return report(context, answer.error());
    const int code = print_answer(*answer, invocation, context);
    return code == kNo && invocation.has("--check") ? kTampered : code;
  } catch (const Interrupted&) {
    return report(context, {ErrorKind::kUnverifiable, "ended before its end", {}, {}});
  }
}

}  // namespace

CommandSpec replay_command() {
  return {
      .group = "through time",
      .name = "replay",
      .help = "fold the events again from nothing, and compare; or step through them",
      .details =
          "In a folder of its own, which is gone afterwards; what is stored stays as it is. Every "
          "row and every kept digest of the views is compared; exit 1 where anything differs, 3 "
          "with --check. With --step: what each event changed, as seen on one day.",
      .example = "probity replay --step --stream em-soc-2023-coc-1",
      .arguments = {},
      .options =
          {{"--to", "POSITION", "up to that event; else all", false, {}},
           {"--check", "", "exit 3 where what is stored differs", false, {}},
           {"--step", "", "event by event, with what each changed", false, {}},
           {"--stream", "STREAM", "with --step: of that stream, or finding", false, {}},
           {"--from", "POSITION", "with --step: from that event on", false, {}},
           {"--count,-n", "N", "with --step: N events; 100 if left out, 0 for all", false, {}}},
      .takes_moment = true,
      .takes_format = true,
      .run = run_replay};
}

}  // namespace probity::cli
