// What a ledger takes from its host: the clock and randomness. Both are handed in, so that a test
// can hold them still; the binary always hands in the host's own.
#pragma once

#include <chrono>
#include <cstdint>
#include <span>

#include "eventstore/base/ids.h"

namespace probity {

/// Called from the writer's thread and from whoever asks a question: implementations are
/// thread-safe.
class Clock {
 public:
  virtual ~Clock() = default;
  /// The wall clock, UTC.
  virtual Instant now() = 0;
  /// A clock that only goes forward, from any origin; microseconds.
  virtual std::int64_t monotonic_micros() = 0;
};

class Entropy {
 public:
  virtual ~Entropy() = default;
  /// Fills `out` with random bytes; thread-safe. Throws std::system_error when the host has none.
  virtual void fill(std::span<std::uint8_t> out) = 0;
};

/// clock_gettime(CLOCK_REALTIME, CLOCK_BOOTTIME).
class HostClock final : public Clock {
 public:
  Instant now() override;
  std::int64_t monotonic_micros() override;
};

/// getrandom(2).
class HostEntropy final : public Entropy {
 public:
  void fill(std::span<std::uint8_t> out) override;
};

}  // namespace probity
