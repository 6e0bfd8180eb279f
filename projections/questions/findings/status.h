// `status`: where one finding stands with each of its addressees, and who said so.
#pragma once

#include <string>

#include "projections/world.h"

namespace probity::projections {

struct StatusQuery {
  std::string ref;  // the finding's ref, or its stream's name
};

/// Facts of the finding; tables `addressees` (one row each), `dues`, `acts` (who did what that
/// stands), `extensions`, `possible` and `notes`. Not raised yet on the moment's day: the answer is
/// no. Withdrawn: `withdrawn`, with the stream's history. Errors: kNotFound with the nearest ref;
/// kNewer where the stream has an event type newer than this program.
[[nodiscard]] Result<Answer> ask_status(World& world, const StatusQuery& query);

}  // namespace probity::projections
