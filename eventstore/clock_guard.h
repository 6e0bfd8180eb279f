// Whether the host's clock is believed, and which instant the events of a commit carry. Used by the
// writer's thread.
#pragma once

#include <cstdint>

#include "eventstore/base/host.h"
#include "eventstore/base/limits.h"
#include "eventstore/base/result.h"

namespace probity::eventstore {

/// recordedAt never decreases. A clock behind the last recordedAt is held at it up to
/// limits::kClockHeldMicros; further behind, ahead of the monotonic clock by more than
/// limits::kClockJumpMicros since the ledger was opened, or more than limits::kClockGapMicros after
/// the last commit when it was opened, nothing is stamped until an operator accepts the clock.
class ClockGuard {
 public:
  struct Stamp {
    Instant at;
    bool held = false;
  };

  /// `last` is the last recordedAt, nothing-recorded-yet being Instant{0}. `accept`: the operator
  /// accepts the clock as it is for the first commit, and what is wrong with it then is borne from
  /// there on.
  ClockGuard(Clock& clock, Instant last, bool accept);

  /// The stamp for a commit that follows `last`; kClock says what is wrong and how it is accepted.
  Result<Stamp> stamp(Instant last);
  /// A commit with this stamp took effect.
  void committed(const Stamp& stamp);

 private:
  Clock& clock_;
  Instant last_at_open_;
  Instant wall_at_open_;
  std::int64_t monotonic_at_open_;
  std::int64_t borne_behind_ = 0;  // micros behind the last event that the operator accepted
  bool accept_;
};

}  // namespace probity::eventstore
