// The status that follows from proven events: the same for who makes evidence and who checks it.
// Pure.
#pragma once

#include <optional>
#include <vector>

#include "eventstore/event.h"
#include "eventstore/proof/evidence.h"
#include "projections/answer.h"

namespace probity::cli {

/// What a status is refolded as of.
struct RefoldAt {
  std::optional<Position> as_of;  // nothing: all of the events
  Day day;
};

/// Whether a claim is of all of a finding's events.
[[nodiscard]] bool is_whole_finding(const proof::Claim& claim);

/// The events of evidence, oldest first. kCorrupt, kNewer as decode_record().
[[nodiscard]] Result<std::vector<eventstore::Event>> events_of(const proof::Evidence& evidence);

/// Adds a finding's status where the claim is of all of its events. Where a payload that is needed
/// is withheld, a remark says so. Errors as proved_status().
Result<void> add_status(const proof::Claim& claim, std::vector<eventstore::Event> events,
                        const RefoldAt& at, projections::Answer& answer);

}  // namespace probity::cli
