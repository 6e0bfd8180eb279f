// `replay --step`: event by event, what each made of its stream's state.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "eventstore/base/ids.h"
#include "projections/world.h"

namespace probity::projections {

struct StepsQuery {
  std::string stream = {};          // a stream's name, or a finding's ref alone; empty: every one
  Position from = {};               // the first event shown
  std::optional<Position> to = {};  // the last
  std::uint64_t at_most = 0;        // events; 0: all up to the moment
};

/// Table `steps`: a row for each field that an event changed, as the world is looked at on the
/// moment's day; one without a field for an event that changed nothing by then. Says where to go
/// on. Errors: kNotFound for a stream that is not there; kNewer for one with an event newer than
/// this program.
[[nodiscard]] Result<Answer> ask_steps(World& world, const StepsQuery& query);

}  // namespace probity::projections
