// `blame REF`, `when REF FIELD is VALUE`.
#include <array>
#include <utility>

#include "cli/ask/asking.h"
#include "cli/ask/commands.h"
#include "cli/ask/two_moments.h"
#include "projections/questions/time/blame.h"
#include "projections/questions/time/when.h"

namespace probity::cli {
namespace {

using projections::Comparison;
using projections::World;

constexpr std::array<std::pair<std::string_view, Comparison>, 4> kComparisons{
    {{"is", Comparison::kIs},
     {"not", Comparison::kNot},
     {"above", Comparison::kAbove},
     {"below", Comparison::kBelow}}};

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
  commands.push_back(diff_command());
  return commands;
}

}  // namespace probity::cli
