// `history STREAM`, `show POSITION`, `log`.
#include <fmt/format.h>

#include "cli/ask/asking.h"
#include "cli/ask/filters.h"
#include "cli/ask/findings_commands.h"
#include "cli/ask/proving.h"
#include "eventstore/base/text.h"
#include "projections/questions/findings/history.h"
#include "projections/questions/findings/log.h"
#include "projections/questions/findings/show.h"
#include "projections/time/london.h"

namespace probity::cli {

namespace {

using projections::HistoryOrder;
using projections::LogQuery;
using projections::World;

constexpr std::int64_t kLogEvents = 100;  // shown unless -n asks for more

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

/// An instant, or a day's first (`end` false) or last moment in London; nothing if the option was
/// not given.
Result<std::optional<Instant>> instant_option(const Invocation& invocation, std::string_view option,
                                              bool end) {
  if (!invocation.has(option)) return std::optional<Instant>{};
  const std::string text = invocation.get(option);
  // The day before ends where a day begins.
  if (const auto day = day_from_text(text)) {
    return std::optional(
        Instant{projections::end_of_london_day(Day{day->value - (end ? 0 : 1)}).micros + 1});
  }
  if (const auto instant = instant_from_text(text))
    return std::optional(Instant{instant->micros + (end ? 1 : 0)});
  return fail(ErrorKind::kMalformed,
              fmt::format("{} takes a day or an instant, not {}", option, text),
              "write a day as 2024-03-31, an instant as 2024-03-31T10:00:00Z");
}

Result<LogQuery> log_query(const Invocation& invocation) {
  LogQuery query;
  query.stream = invocation.get("--stream");
  query.category = invocation.get("--category");
  query.type = invocation.get("--type");
  query.actor = invocation.get("--actor");
  query.newest_first = invocation.has("--reverse");
  auto from = instant_option(invocation, "--from", false);
  if (!from) return pass(from);
  auto until = instant_option(invocation, "--to", true);
  if (!until) return pass(until);
  auto at_most = whole_number(invocation, "--count");
  if (!at_most) return pass(at_most);
  query.from = *from;
  query.until = *until;
  query.at_most = static_cast<std::uint64_t>(at_most->value_or(kLogEvents));
  return query;
}

int run_log(const Invocation& invocation, Context& context) {
  auto query = log_query(invocation);
  if (!query) return report(context, query.error());
  return ask(invocation, context,
             [&](World& world) { return projections::ask_log(world, *query); });
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

CommandSpec log_command() {
  return {.group = "audit",
          .name = "log",
          .help = "events in the order in which they were recorded",
          .details = {},
          .example = "probity log --type CompletionClaimed -n 5",
          .arguments = {},
          .options =
              {{"--stream", "STREAM", "of that stream, or of a finding's ref", false, {}},
               {"--category",
                "CATEGORY",
                "of that category of streams: finding, grade, body",
                false,
                {}},
               {"--type", "EVENT", "of that type: CompletionClaimed", false, {}},
               {"--actor", "BODY", "acts of that body", false, {}},
               {"--from", "DAY", "recorded on that day or later; or at an instant", false, {}},
               {"--to", "DAY", "recorded on that day or earlier", false, {}},
               {"--count,-n", "N", "the last N that match; 100 if left out, 0 for all", false, {}},
               {"--reverse", "", "the newest first", false, {}}},
          .takes_moment = true,
          .takes_format = true,
          .run = run_log};
}

}  // namespace probity::cli
