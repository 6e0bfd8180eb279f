#include "eventstore/base/host.h"

#include <sys/random.h>

#include <cerrno>
#include <ctime>
#include <system_error>

namespace probity {
namespace {

std::int64_t micros_of(clockid_t clock) {
  timespec at{};
  if (clock_gettime(clock, &at) != 0)
    throw std::system_error(errno, std::generic_category(), "clock");
  return static_cast<std::int64_t>(at.tv_sec) * 1'000'000 + at.tv_nsec / 1'000;
}

}  // namespace

Instant HostClock::now() { return Instant{micros_of(CLOCK_REALTIME)}; }

// Not CLOCK_MONOTONIC, which stands still while the machine sleeps: waking up is no jump of the
// wall clock.
std::int64_t HostClock::monotonic_micros() { return micros_of(CLOCK_BOOTTIME); }

void HostEntropy::fill(std::span<std::uint8_t> out) {
  while (!out.empty()) {
    const ssize_t got = getrandom(out.data(), out.size(), 0);
    if (got < 0) {
      if (errno == EINTR) continue;
      throw std::system_error(errno, std::generic_category(), "getrandom");
    }
    out = out.subspan(static_cast<std::size_t>(got));
  }
}

}  // namespace probity
