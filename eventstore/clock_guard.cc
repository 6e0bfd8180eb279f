#include "eventstore/clock_guard.h"

#include <fmt/format.h>

#include <algorithm>

#include "eventstore/base/text.h"

namespace probity::eventstore {
namespace {

std::unexpected<Error> not_believed(std::string what) {
  return fail(ErrorKind::kClock, std::move(what),
              "set the host's clock, or take responsibility for it with --accept-clock REASON");
}

std::string duration(std::int64_t micros) {
  const std::int64_t seconds = micros / 1'000'000;
  const std::int64_t minutes = seconds / 60;
  const std::int64_t hours = minutes / 60;
  if (hours >= 48) return fmt::format("{} days", hours / 24);
  if (hours >= 2) return fmt::format("{} hours", hours);
  if (minutes >= 2) return fmt::format("{} minutes", minutes);
  return fmt::format("{} seconds", seconds);
}

}  // namespace

ClockGuard::ClockGuard(Clock& clock, Instant last, bool accept)
    : clock_(clock),
      last_at_open_(last),
      wall_at_open_(clock.now()),
      monotonic_at_open_(clock.monotonic_micros()),
      accept_(accept) {}

Result<ClockGuard::Stamp> ClockGuard::stamp(Instant last) {
  const Instant now = clock_.now();
  const std::int64_t behind = last.micros - now.micros;
  const Stamp stamp = behind > 0 ? Stamp{last, true} : Stamp{now, false};
  if (accept_) return stamp;
  if (behind > borne_behind_ + limits::kClockHeldMicros) {
    return not_believed(
        fmt::format("the host's clock says {}, {} before the ledger's last event ({})",
                    to_text(now), duration(behind), to_text(last)));
  }
  const std::int64_t elapsed = clock_.monotonic_micros() - monotonic_at_open_;
  const std::int64_t ahead = now.micros - wall_at_open_.micros - elapsed;
  if (ahead > limits::kClockJumpMicros) {
    return not_believed(
        fmt::format("the host's clock jumped {} ahead, to {}, since the ledger was opened",
                    duration(ahead), to_text(now)));
  }
  // Nobody has committed since this process opened the ledger, and the last commit was long ago
  // then.
  const std::int64_t gap = wall_at_open_.micros - last.micros;
  if (last != Instant{} && last == last_at_open_ && gap > limits::kClockGapMicros) {
    return not_believed(fmt::format("the host's clock says {}, {} after the ledger's last event",
                                    to_text(now), duration(gap)));
  }
  return stamp;
}

void ClockGuard::committed(const Stamp& stamp) {
  if (!accept_) return;
  // What was accepted is the new measure: the clock as it is now, however far behind the last event
  // it stands.
  accept_ = false;
  wall_at_open_ = clock_.now();
  monotonic_at_open_ = clock_.monotonic_micros();
  borne_behind_ = std::max<std::int64_t>(0, stamp.at.micros - wall_at_open_.micros);
}

}  // namespace probity::eventstore
