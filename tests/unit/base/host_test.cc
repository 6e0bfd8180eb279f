#include "eventstore/base/host.h"

#include <gtest/gtest.h>

#include <array>

namespace probity {
namespace {

TEST(HostClock, HasAMonotonicSideThatDoesNotGoBack) {
  HostClock clock;
  const std::int64_t before = clock.monotonic_micros();
  EXPECT_GE(clock.monotonic_micros(), before);
  EXPECT_GT(clock.now(), Instant{0});
}

TEST(HostEntropy, FillsWhateverItIsGiven) {
  HostEntropy entropy;
  std::array<std::uint8_t, 64> first{};
  std::array<std::uint8_t, 64> second{};
  entropy.fill(first);
  entropy.fill(second);
  EXPECT_NE(first, second);
  EXPECT_NE(first, (std::array<std::uint8_t, 64>{}));
  entropy.fill({});
}

}  // namespace
}  // namespace probity
