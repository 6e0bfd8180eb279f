// `diff REF|BODY|all --from A --to B`.

#include <string>
#include <utility>

#include "cli/ask/commands.h"
#include "cli/ask/two_moments.h"
#include "cli/render.h"
#include "cli/session.h"
#include "projections/questions/common.h"
#include "projections/questions/time/diff.h"
#include "projections/questions/time/movement.h"

namespace probity::cli {
namespace {

using projections::Answer;
using projections::World;

constexpr std::string_view kAll = "all";

/// `all`, or a body: findings then, and each addressee. Nothing for a stream. What is neither is
/// taken for the one of which the nearest name is known.
Result<std::optional<projections::FindingFilter>> findings_meant(World& world,
                                                                 const std::string& word) {
  using projections::FindingFilter;
  if (word == kAll) return std::optional(FindingFilter{});
  auto stream = projections::existing_stream(world, word);
  if (stream) return std::optional<FindingFilter>{};
  auto body = projections::registered_body(world, word);
  if (body) return std::optional(FindingFilter{.body = *body});
  return stream.error().mend.empty() ? pass(body) : pass(stream);
}

Result<Answer> difference(Asking& asking, const Invocation& invocation, Context& context) {
  const auto filter = findings_meant(*asking.world, invocation.get("REF"));
  if (!filter) return std::unexpected(filter.error());
  if (*filter) {
    const auto two = open_two_moments(asking, invocation, context);
    if (!two) return std::unexpected(two.error());
    return projections::ask_movement(*two->before, *two->after, **filter);
  }
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

std::vector<OptionSpec> options_of_diff() {
  std::vector<OptionSpec> options = two_moments_options();
  options.push_back({"--exit-code", "", "exit 1 if anything changed", false, {}});
  return options;
}

}  // namespace

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
      .options = options_of_diff(),
      .takes_moment = true,
      .takes_format = true,
      .run = run_diff};
}

}  // namespace probity::cli
