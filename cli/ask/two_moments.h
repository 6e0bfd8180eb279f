// Questions between two moments: --from, --to and --clock, and the worlds that they name.
#pragma once

#include <memory>
#include <vector>

#include "cli/command.h"
#include "cli/session.h"
#include "projections/questions/time/when.h"
#include "projections/world.h"

namespace probity::cli {

/// --clock: what was recorded, or how the world stood.
[[nodiscard]] OptionSpec clock_option();
[[nodiscard]] projections::TimeClock clock_of(const Invocation& invocation);
/// --from, --to, --clock.
[[nodiscard]] std::vector<OptionSpec> two_moments_options();

struct TwoMoments {
  std::unique_ptr<projections::World> before;
  std::unique_ptr<projections::World> after;
};

/// On the recorded clock what was known at each, seen on the question's day; on the effective clock
/// each day, as it is known at the question's moment. Without --to the question's own moment. The
/// worlds live no longer than `asking`. Errors: as World::open(), naming the option; kMalformed
/// where --from is the later one.
[[nodiscard]] Result<TwoMoments> open_two_moments(const Asking& asking,
                                                  const Invocation& invocation, Context& context);

}  // namespace probity::cli
