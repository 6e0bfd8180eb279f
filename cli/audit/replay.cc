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
struct Interrupted {
  std::uint64_t done;
  std::uint64_t of;
};

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
Result<proof::TreeHead> head_meant(const Invocation& invocation,
                                   const eventstore::Snapshot& snapshot) {
  const auto to = position_option(invocation, "--to");
  if (!to) return std::unexpected(to.error());
  TreeSize size = snapshot.head().size;
  if (*to && (*to)->value >= size.value) {
    return fail(ErrorKind::kNotFound, fmt::format("there is no event @{}", (*to)->value),
                fmt::format("the ledger has {} events", size.value), "--to");
  }
  if (*to) size = TreeSize{(*to)->value + 1};
  const auto root = snapshot.root_at(size);
  if (!root) return std::unexpected(root.error());
  return proof::TreeHead{size, *root};
}

Value number(std::uint64_t value) { return Value(static_cast<std::int64_t>(value)); }

struct Replayed {
  Answer answer;
  bool all_compared = false;  // every view is stored, as far as was folded
};

Replayed replayed(const std::vector<RebuildResult>& results, const proof::TreeHead& head) {
  Replayed out;
  Answer& answer = out.answer;
  answer.schema = "probity.replay/1";
  answer.title = "Views folded again from nothing";
  projections::Table table{.key = "views",
                           .title = {},
                           .columns = {{"view", "view"},
                                       {"rows", "rows"},
                                       {"compared", "events compared"},
                                       {"different", "stored otherwise"},
                                       {"firstDifference", "digests differ between"},
                                       {"examples", "which", true},
                                       {"stored", "digest stored", true},
                                       {"replayed", "digest replayed", true}},
                           .rows = {},
                           .when_empty = "nothing is stored",
                           .struck = {}};
  std::uint64_t different = 0;
  out.all_compared = !results.empty();
  for (const RebuildResult& one : results) {
    different += one.different + (one.digests_differ ? 1 : 0);
    const bool is_view = one.after.version > 0;  // the names are none
    const TreeSize compared = std::min(one.before.size, one.after.size);
    if (is_view && compared < one.after.size) out.all_compared = false;
    table.rows.push_back(
        {one.view, number(one.rows), is_view ? number(compared.value) : Value{},
         number(one.different),
         one.digests_differ ? Value(fmt::format("{} and {} events", one.digests_differ->first.value,
                                                one.digests_differ->second.value))
                            : Value{},
         one.examples, is_view ? Value(to_hex(one.before.digest.bytes)) : Value{},
         is_view ? Value(to_hex(one.after.digest.bytes)) : Value{}});
    for (const auto& example : one.examples) {
      answer.remarks.push_back(one.view + " is stored otherwise: " + example);
    }
  }
  if (!out.all_compared) {
    answer.remarks.emplace_back(
        "Not all of it is stored, and what is not cannot be compared; probity rebuild stores it");
  }
  if (different > 0) answer.remarks.emplace_back("probity rebuild makes the views again");
  answer.yes = different == 0;
  answer.facts = {{"events", "events folded", number(head.size.value)},
                  {"different", "differences", number(different)},
                  {"allCompared", "all compared", Value(out.all_compared)}};
  answer.tables.push_back(std::move(table));
  answer.size = head.size;
  answer.root = head.root;
  return out;
}

Result<Replayed> replay(const Invocation& invocation, Context& context) {
  auto ledger = open_to_read(context);
  if (!ledger) return pass(ledger);
  const auto head = head_meant(invocation, (*ledger)->snapshot());
  if (!head) return std::unexpected(head.error());
  auto views = projections::ViewStore::open(**ledger, eventstore::Access::kReadOnly);
  if (!views) return pass(views);
  for (const auto& remark : (*views)->remarks()) context.words << "probity: " << remark << '\n';
  const ReplayFolder folder;
  if (folder.path().empty()) {
    return fail(ErrorKind::kStorage, "no folder can be made for the replay",
                "TMPDIR names where it is made");
  }
  ProgressLine progress(context);
  const auto results = (*views)->compare_with_replay(
      **ledger, folder.path(), head->size, [&](const projections::Progress& now) {
        progress.show("events folded", now.done, now.of);
        if (HeedInterrupts::interrupted()) throw Interrupted{now.done, now.of};
      });
  progress.clear();
  if (!results) return std::unexpected(results.error());
  return replayed(*results, *head);
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
  Result<Replayed> done = std::unexpected(Error{});
  try {
    const HeedInterrupts heed;
    done = replay(invocation, context);
  } catch (const Interrupted& at) {
    return report(context, {ErrorKind::kUnverifiable,
                            fmt::format("ended when {} of {} events were folded; nothing was "
                                        "compared",
                                        at.done, at.of),
                            {},
                            {}});
  }
  if (!done) return report(context, done.error());
  const int code = print_answer(done->answer, invocation, context);
  if (!invocation.has("--check") || (code != kYes && code != kNo)) return code;
  if (!done->answer.yes) return kTampered;
  return done->all_compared ? code : kCannotVerify;
}

}  // namespace

CommandSpec replay_command() {
  return {
      .group = "through time",
      .name = "replay",
      .help = "fold the events again from nothing, and compare; or step through them",
      .details =
          "In a folder of its own, which is gone afterwards; what is stored stays as it is. Every "
          "row and every kept digest of the views is compared; exit 1 where anything differs; with "
          "--check 3 there, and 4 where not all of it is stored to be compared. With --step: what "
          "each event changed, as seen on one day.",
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
