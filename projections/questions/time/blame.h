// `blame`: of each field of a state, the event that set it.
#pragma once

#include <string>

#include "projections/world.h"

namespace probity::projections {

struct BlameQuery {
  std::string stream = {};  // a stream's name, or a finding's ref alone
  std::string field = {};   // that field and those below it; empty: all
};

/// Table `fields`: path, value, and of the event that gave it this value the position, type, when,
/// by whom, recorded by whom and when, standing and source. Errors: kNotFound with the nearest
/// name, of a stream or of a field; kNewer where the stream has an event type newer than this
/// program.
[[nodiscard]] Result<Answer> ask_blame(World& world, const BlameQuery& query);

}  // namespace probity::projections
