// `show`: everything of one event.
#pragma once

#include <string>

#include "projections/world.h"

namespace probity::projections {

struct ShowQuery {
  std::string event;  // `412`, `@412` or the event's id
};

/// The position of the event that a text names (`412`, `@412`, an id). Errors as ask_show().
[[nodiscard]] Result<Position> position_meant(World& world, const std::string& text);

/// Facts of the envelope and of its source; table `fields` of the payload, a row a field.
/// kMalformed if the text is neither a position nor an id; kNotFound if there is no such event as
/// of the moment.
[[nodiscard]] Result<Answer> ask_show(World& world, const ShowQuery& query);

}  // namespace probity::projections
