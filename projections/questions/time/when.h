// `when`: every span of time in which a field was, or was not, something.
#pragma once

#include <string>

#include "projections/world.h"

namespace probity::projections {

/// kRecorded: what the ledger said, from record to record. kEffective: how the world stood, from
/// day to day, as far as is known at the moment.
enum class TimeClock { kRecorded, kEffective };

enum class Comparison { kIs, kNot, kAbove, kBelow };

struct WhenQuery {
  std::string stream = {};  // a stream's name, or a finding's ref alone
  std::string field = {};   // a path as blame prints it
  Comparison comparison = Comparison::kIs;
  /// An enumerant in either spelling, a text, or for above and below a whole number or a date.
  std::string value = {};
  TimeClock clock = TimeClock::kRecorded;
};

/// Table `spans`: from when until when (nothing: still), and the events that opened and closed it.
/// A field that nobody spoke of is `not` everything, once its stream has begun. The answer is no
/// where there is no span. Errors: kNotFound with the nearest name, of a stream or of a field that
/// was never there; kMalformed where above or below is asked of what is no number and no date;
/// kNewer as blame.
[[nodiscard]] Result<Answer> ask_when(World& world, const WhenQuery& query);

}  // namespace probity::projections
