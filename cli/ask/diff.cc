#include "cli/ask/diff.h"

#include <string>
#include <utility>

#include "cli/render.h"
#include "cli/session.h"
#include "eventstore/base/text.h"
#include "projections/questions/common.h"
#include "projections/questions/time/diff.h"
#include "projections/questions/time/movement.h"

namespace probity::cli {
namespace {

using projections::Answer;
using projections::TimeClock;
using projections::World;

constexpr std::string_view kAll = "all";

/// One side: as of a moment, seen on the question's day; or on the effective clock that day, as it
/// is known at the question's moment.
Result<std::unique_ptr<World>> side(const Asking& asking, const Invocation& invocation,
                                    std::string_view option, Context& context) {
  const std::string said = invocation.get(option);
  const bool recorded = clock_of(invocation) == TimeClock::kRecorded;
  auto world =
      World::open(*asking.ledger, asking.views.get(), recorded ? said : invocation.get("--as-of"),
                  recorded ? to_text(asking.world->moment().day) : said, context.clock);
  if (!world) world.error().where = option;
  return world;
}

Result<Answer> movement(Asking& asking, const projections::FindingFilter& filter,
                        const Invocation& invocation, Context& context) {
  const auto before = side(asking, invocation, "--from", context);
  if (!before) return std::unexpected(before.error());
  std::unique_ptr<World> later;
  if (invocation.has("--to")) {
    auto after = side(asking, invocation, "--to", context);
    if (!after) return pass(after);
    later = std::move(*after);
  }
  World& after = later ? *later : *asking.world;
  const projections::Moment& from = (*before)->moment();
  if (from.size > after.moment().size || from.day > after.moment().day) {
    return fail(ErrorKind::kMalformed, "the first moment is later than the second",
                "--from is the earlier one", "--from");
  }
  return projections::ask_movement(**before, after, filter);
}

/// `all`, or a body: findings then, and each addressee. Nothing for a stream.
Result<std::optional<projections::FindingFilter>> findings_meant(World& world,
                                                                 const std::string& word) {
  if (word == kAll) return std::optional(projections::FindingFilter{});
  if (projections::existing_stream(world, word)) return std::optional<projections::FindingFilter>{};
  const auto body = projections::registered_body(world, word);
  if (body) return std::optional(projections::FindingFilter{.body = *body});
  return std::optional<projections::FindingFilter>{};
}

Result<Answer> difference(Asking& asking, const Invocation& invocation, Context& context) {
  const auto filter = findings_meant(*asking.world, invocation.get("REF"));
  if (!filter) return std::unexpected(filter.error());
  if (*filter) return movement(asking, **filter, invocation, context);
  return projections::ask_diff(*asking.world,
                               {.stream = invocation.get("REF"),
                                .from = invocation.get("--from"),
                                .to = invocation.get("--to"),
                                .clock = clock_of(invocation)},
                               context.clock);
}

int run_diff(const Invocation& invocation, Context& context) {
  if (!invocation.has("--from")) {
    return report(context, {ErrorKind::kMalformed,
                            "a difference is between two moments",
                            "--from MOMENT, and --to MOMENT unless it is now",
                            {}});
  }
  auto asking = open_for_question(invocation, context);
  if (!asking) return report(context, asking.error());
  const auto answer = difference(**asking, invocation, context);
  if (!answer) return report(context, answer.error());
  const int code = print_answer(*answer, invocation, context);
  const bool changed = !answer->tables.back().rows.empty();
  return code == kYes && changed && invocation.has("--exit-code") ? kNo : code;
}

}  // namespace

TimeClock clock_of(const Invocation& invocation) {
  return invocation.get("--clock") == "effective" ? TimeClock::kEffective : TimeClock::kRecorded;
}

OptionSpec clock_option() {
  return {"--clock",
          "CLOCK",
          "what was recorded (if left out), or how the world stood",
          false,
          {"recorded", "effective"}};
}

CommandSpec diff_command() {
  return {
      .group = "through time",
      .name = "diff",
      .help = "what changed between two moments: of a finding, any stream, a body or all",
      .details =
          "On the recorded clock: what was recorded in between, seen on one day. On the effective "
          "clock: how the world moved between two days, as it is known now. Of a body's findings, "
          "or of all: opened, closed, reopened, newly overdue and so on, each addressee on its "
          "own; "
          "restated where a correction came on record in between.",
      .example = "probity diff all --from 2024-01-01 --to 2024-09-18 --clock effective",
      .arguments = {{"REF", "a finding, a stream, a body, or all"}},
      .options =
          {{"--from", "MOMENT", "the earlier moment; a day on the effective clock", false, {}},
           {"--to", "MOMENT", "the later one; else the question's own", false, {}},
           clock_option(),
           {"--exit-code", "", "exit 1 if anything changed", false, {}}},
      .takes_moment = true,
      .takes_format = true,
      .run = run_diff};
}

}  // namespace probity::cli
