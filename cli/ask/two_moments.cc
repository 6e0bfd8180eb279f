#include "cli/ask/two_moments.h"

#include <fmt/format.h>

#include <string>
#include <utility>

#include "eventstore/base/text.h"

namespace probity::cli {
namespace {

using projections::TimeClock;
using projections::World;

Result<std::unique_ptr<World>> world_at(const Asking& asking, const Invocation& invocation,
                                        std::string_view option, Context& context) {
  const projections::Moment& question = asking.world->moment();
  // What is recorded meanwhile is in neither.
  std::string as_of = question.size.value == 0 ? invocation.get("--as-of")
                                               : fmt::format("@{}", question.size.value - 1);
  std::string effective = to_text(question.day);
  if (invocation.has(option)) {
    (clock_of(invocation) == TimeClock::kRecorded ? as_of : effective) = invocation.get(option);
  }
  auto world = World::open(*asking.ledger, asking.views.get(), as_of, effective, context.clock);
  if (!world) world.error().where = option;
  return world;
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

std::vector<OptionSpec> two_moments_options() {
  return {{"--from", "MOMENT", "the earlier moment; a day on the effective clock", false, {}},
          {"--to", "MOMENT", "the later one; else the question's own", false, {}},
          clock_option()};
}

Result<TwoMoments> open_two_moments(const Asking& asking, const Invocation& invocation,
                                    Context& context) {
  auto before = world_at(asking, invocation, "--from", context);
  if (!before) return pass(before);
  auto after = world_at(asking, invocation, "--to", context);
  if (!after) return pass(after);
  const projections::Moment& from = (*before)->moment();
  const projections::Moment& to = (*after)->moment();
  if (from.size > to.size || from.day > to.day) {
    return fail(ErrorKind::kMalformed, "the first moment is later than the second",
                "--from is the earlier one", "--from");
  }
  if (invocation.has("--as-of") && to.size > asking.world->moment().size) {
    return fail(ErrorKind::kMalformed, "it is later than what --as-of lets be known",
                "leave out --as-of, or --to", "--to");
  }
  return TwoMoments{std::move(*before), std::move(*after)};
}

}  // namespace probity::cli
