// `blame REF`, `when REF FIELD is VALUE`, `diff REF --from A --to B`.
#include <array>
#include <utility>

#include "cli/ask/asking.h"
#include "cli/ask/commands.h"
#include "projections/questions/time/blame.h"
#include "projections/questions/time/diff.h"
#include "projections/questions/time/when.h"

namespace probity::cli {
namespace {

using projections::Comparison;
using projections::TimeClock;
using projections::World;

constexpr std::array<std::pair<std::string_view, Comparison>, 4> kComparisons{
    {{"is", Comparison::kIs},
     {"not", Comparison::kNot},
     {"above", Comparison::kAbove},
     {"below", Comparison::kBelow}}};

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

int run_blame(const Invocation& invocation, Context& context) {
  return ask(invocation, context, [&](World& world) {
    return projections::ask_blame(
        world, {.stream = invocation.get("REF"), .field = invocation.get("FIELD")});
  });
}

int run_when(const Invocation& invocation, Context& context) {
  projections::WhenQuery query{.stream = invocation.get("REF"),
                               .field = invocation.get("FIELD"),
                               .value = invocation.get("VALUE"),
                               .clock = clock_of(invocation)};
  const std::string word = invocation.get("HOW");
  for (const auto& [name, comparison] : kComparisons) {
    if (word != name) continue;
    query.comparison = comparison;
    return ask(invocation, context,
               [&](World& world) { return projections::ask_when(world, query); });
  }
  return report(context, {ErrorKind::kMalformed,
                          "a condition is made with is, not, above or below, not with " + word,
                          "probity when em-soc-2023-coc-1 status is pendingSignOff",
                          {}});
}

int run_diff(const Invocation& invocation, Context& context) {
  if (!invocation.has("--from")) {
    return report(context, {ErrorKind::kMalformed,
                            "a difference is between two moments",
                            "--from MOMENT, and --to MOMENT unless it is now",
                            {}});
  }
  const projections::DiffQuery query{.stream = invocation.get("REF"),
                                     .from = invocation.get("--from"),
                                     .to = invocation.get("--to"),
                                     .clock = clock_of(invocation)};
  bool changed = false;
  const int code = ask(invocation, context, [&](World& world) {
    auto answer = projections::ask_diff(world, query, context.clock);
    changed = answer && !answer->tables.front().rows.empty();
    return answer;
  });
  return code == kYes && changed && invocation.has("--exit-code") ? kNo : code;
}

}  // namespace

std::vector<CommandSpec> time_questions() {
  std::vector<CommandSpec> commands;
  commands.push_back(
      {.group = "through time",
       .name = "blame",
       .help = "of each field of a state, the event that set it and who said so",
       .details = "REF is a finding, or any stream. Fields are named as they nest: "
                  "addressees[leicestershire].status.",
       .example = "probity blame em-soc-2023-coc-1",
       .arguments = {{"REF", "the finding, or a stream such as grade/em-soc-2023/emsou"},
                     {"FIELD", "that field and those below it", false, false}},
       .options = {},
       .takes_moment = true,
       .takes_format = true,
       .run = run_blame});
  commands.push_back(
      {.group = "through time",
       .name = "when",
       .help = "every span of time in which a field was, or was not, something",
       .details = "With the events that opened and closed it. Conditions are words, for > is the "
                  "shell's. Exit 1 if it never was so.",
       .example = "probity when em-soc-2023-coc-1 status is pendingSignOff --clock effective",
       .arguments = {{"REF", "the finding, or a stream"},
                     {"FIELD", "a field as blame prints it"},
                     {"HOW", "is, not, above or below"},
                     {"VALUE", "what it is held against"}},
       .options = {clock_option()},
       .takes_moment = true,
       .takes_format = true,
       .run = run_when});
  commands.push_back(
      {.group = "through time",
       .name = "diff",
       .help = "what changed of a finding, or of any stream, between two moments",
       .details = "On the recorded clock: what was recorded in between, seen on one day. On the "
                  "effective clock: how the world moved between two days, as it is known now.",
       .example = "probity diff em-soc-2023-coc-1 --from @163",
       .arguments = {{"REF", "the finding, or a stream"}},
       .options =
           {{"--from", "MOMENT", "the earlier moment; a day on the effective clock", false, {}},
            {"--to", "MOMENT", "the later one; else the question's own", false, {}},
            clock_option(),
            {"--exit-code", "", "exit 1 if anything changed", false, {}}},
       .takes_moment = true,
       .takes_format = true,
       .run = run_diff});
  return commands;
}

}  // namespace probity::cli
