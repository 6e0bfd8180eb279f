// Meetings and the papers presented at them.
#pragma once

#include <memory>

#include "projections/fold/fold.h"

namespace probity::projections {

/// Folds `meeting/FORUM/DATE` into a MeetingRow.
[[nodiscard]] std::unique_ptr<Fold> make_meeting_fold();

}  // namespace probity::projections
