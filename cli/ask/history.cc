// `history STREAM`, `show POSITION`.
#include "projections/questions/findings/history.h"
#include "cli/ask/asking.h"
#include "cli/ask/findings_commands.h"
#include "cli/ask/proving.h"
#include "projections/questions/findings/show.h"

namespace probity::cli {

namespace {

using projections::HistoryOrder;
using projections::World;

int run_history(const Invocation& invocation, Context& context) {
  const bool effective = invocation.get("--order") == "effective";
  return ask_and_prove(
      invocation, context,
      [&](World& world) {
        return projections::ask_history(
            world, {.stream = invocation.get("STREAM"),
                    .order = effective ? HistoryOrder::kEffective : HistoryOrder::kRecorded});
      },
      [&](EvidenceMaker& maker, World& world) -> Result<proof::Evidence> {
        const auto stream = stream_meant(invocation.get("STREAM"));
        if (!stream) return std::unexpected(stream.error());
        return maker.stream(*stream, world.moment().size);
      });
}

int run_show(const Invocation& invocation, Context& context) {
  const std::string event = invocation.get("POSITION");
  return ask_and_prove(
      invocation, context,
      [&](World& world) { return projections::ask_show(world, {.event = event}); },
      [&](EvidenceMaker& maker, World& world) -> Result<proof::Evidence> {
        const auto position = projections::position_meant(world, event);
        if (!position) return std::unexpected(position.error());
        return maker.event(*position);
      });
}

std::vector<OptionSpec> with_proving(OptionSpec own) {
  std::vector<OptionSpec> options = proving_options();
  options.insert(options.begin(), std::move(own));
  return options;
}

}  // namespace

CommandSpec history_command() {
  return {
      .group = "ask",
      .name = "history",
      .help = "every event of a stream, struck events struck",
      .details =
          "Nothing is left out: what was struck shows what struck it, and the correction what it "
          "strikes. A ref "
          "alone is a finding; else give the whole stream, such as grade/em-soc-2023/lincolnshire.",
      .example = "probity history grade/em-soc-2023/lincolnshire",
      .arguments = {{"STREAM", "a stream, or a finding's ref", true, false}},
      .options = with_proving({"--order",
                               "ORDER",
                               "as they were recorded (if left out), or as they took effect",
                               false,
                               {"recorded", "effective"}}),
      .takes_moment = true,
      .takes_format = true,
      .run = run_history};
}

CommandSpec show_command() {
  return {.group = "ask",
          .name = "show",
          .help = "everything of one event",
          .details = {},
          .example = "probity show @0",
          .arguments = {{"POSITION", "its position (412 or @412), or its id", true, false}},
          .options = proving_options(),
          .takes_moment = true,
          .takes_format = true,
          .run = run_show};
}

}  // namespace probity::cli
