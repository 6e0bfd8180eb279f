// `totals`: how many findings stand where; claimed, signed off, verified and assured apart; closed
// by the force and by the inspectorate apart; and the check that nothing was counted twice or left
// out.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "projections/questions/findings/filter.h"
#include "projections/questions/findings/grouping.h"
#include "projections/world.h"

namespace probity::projections {

struct TotalsQuery {
  FindingFilter filter = {};
  TotalsBy by = TotalsBy::kKind;
};

/// Counts of one group. A pair is a finding and one of its addressees: what has a status.
struct Counts {
  std::uint64_t findings = 0;  // with at least one pair in the group
  std::uint64_t pairs = 0;
  std::uint64_t open = 0;
  std::uint64_t closed = 0;
  std::uint64_t superseded = 0;
  std::uint64_t overdue = 0;
  std::uint64_t claimed = 0;
  std::uint64_t signed_off = 0;
  std::uint64_t verified = 0;
  std::uint64_t assured = 0;
  std::uint64_t closed_by_force = 0;
  std::uint64_t closed_by_inspectorate = 0;
};

struct Totals {
  std::map<GroupKey, Counts> groups;
  Counts all;
  Census census;
  bool finding_in_one_group = true;  // false: a finding may be counted in several groups
};

/// What does not add up, a sentence each; empty: everything does. Every finding on record is
/// selected, passed over, not yet raised or withdrawn; every selected pair is in exactly one group
/// and is open, closed or superseded; every closed one was closed by somebody.
[[nodiscard]] std::vector<std::string> differences(const Totals& totals);

/// Tables `totals` and `acts`, a row a group and a last row for all. The answer is no if the totals
/// do not reconcile. Errors: as each_selected.
[[nodiscard]] Result<Answer> ask_totals(World& world, const TotalsQuery& query);

}  // namespace probity::projections
