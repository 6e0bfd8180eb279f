// `diff`: what changed of a stream's state between two moments.
#pragma once

#include <string>

#include "projections/questions/time/when.h"
#include "projections/world.h"

namespace probity::projections {

struct DiffQuery {
  std::string stream = {};  // a stream's name, or a finding's ref alone
  std::string from = {};    // moments as --as-of takes them; on the effective clock days
  std::string to = {};      // empty: the question's own moment
  TimeClock clock = TimeClock::kRecorded;
};

/// Table `changes`: field, before, after, and the event that the new value came with (of a value
/// that is gone: the one it had come with). On the recorded clock both states are of the question's
/// day, so that they differ by what was recorded alone; on the effective clock both are known as of
/// the question's moment. Errors: as resolve_moment, each naming --from or --to; kNotFound as
/// blame.
[[nodiscard]] Result<Answer> ask_diff(World& world, const DiffQuery& query, Clock& clock);

}  // namespace probity::projections
