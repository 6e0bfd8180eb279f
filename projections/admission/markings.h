// The ledger's ceiling: no event, and no changed marking, stands above what the ledger was made
// for.
#pragma once

#include <optional>

#include "eventstore/base/result.h"
#include "projections/admission/streams.h"
#include "projections/admission/submission.h"

namespace probity::projections::admission {

class Ceiling {
 public:
  /// kRefused names the ceiling. Throws Fault.
  [[nodiscard]] Result<void> check(const Submission& event, const Streams& streams);

 private:
  /// The ledger's first event says it, and never changes.
  [[nodiscard]] schema::Marking of_ledger(const Streams& streams);

  std::optional<schema::Marking> known_;
};

}  // namespace probity::projections::admission
