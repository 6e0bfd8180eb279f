// `list`: findings and where each addressee stands.
#pragma once

#include "projections/questions/findings/filter.h"
#include "projections/world.h"

namespace probity::projections {

enum class ListBy { kAddressee, kFinding };

struct ListQuery {
  FindingFilter filter = {};
  ListBy by = ListBy::kAddressee;
};

/// By addressee: table `findings`, a row for a finding and one addressee, by the finding's name and
/// then in the order in which the finding names its addressees. By finding: a row a finding with
/// its own status, which counts every addressee, those that the filter passes over too. Errors: as
/// each_selected.
[[nodiscard]] Result<Answer> ask_list(World& world, const ListQuery& query);

}  // namespace probity::projections
