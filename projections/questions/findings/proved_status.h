// A finding's status out of its events alone, without a ledger: what who checks evidence refolds.
// Pure; any thread.
#pragma once

#include <optional>
#include <vector>

#include "eventstore/event.h"
#include "projections/answer.h"

namespace probity::projections {

struct ProvedStatus {
  std::vector<Fact> facts;
  std::vector<Table> tables;
};

/// Folds all of a finding's events, oldest first, up to `as_of` (nothing: all of them), as they
/// stand on `day`. Who speaks is named as the envelopes do, for bodies' streams are not at hand.
/// kNotFound where nothing was recorded by then, or the finding was not yet raised on that day;
/// kNewer where an event's type is unknown; kUnverifiable where a payload that is needed is
/// withheld: which, `where` says.
[[nodiscard]] Result<ProvedStatus> proved_status(std::vector<eventstore::Event> events,
                                                 std::optional<Position> as_of, Day day);

}  // namespace probity::projections
