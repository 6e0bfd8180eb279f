// Results of several threads: their order, how far ahead they are made, and how it ends.
#include "eventstore/verify/in_order.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <latch>
#include <stdexcept>

namespace probity::eventstore::verify {
namespace {

using Numbers = std::vector<std::uint64_t>;

Numbers numbers_below(std::uint64_t end) {
  Numbers numbers;
  for (std::uint64_t i = 0; i < end; ++i) numbers.push_back(i);
  return numbers;
}

/// Makes some numbers slowly, so that their order is not that of their beginnings.
std::uint64_t make_number(std::uint64_t i) {
  if (i % 3 == 0) std::this_thread::sleep_for(std::chrono::microseconds(300));
  return i;
}

TEST(InOrder, TakesEveryResultInItsOrder) {
  for (const unsigned threads : {0U, 1U, 2U, 5U}) {
    for (const std::uint64_t count : {0, 1, 2, 3, 200}) {
      Numbers taken;
      const auto take = [&](std::uint64_t number) {
        taken.push_back(number);
        return true;
      };
      InOrder(count, threads, make_number, take).run();
      EXPECT_EQ(taken, numbers_below(count)) << threads << " threads";
    }
  }
}

TEST(InOrder, GoesOnWithTheNextWhileAnEarlierResultIsAwaited) {
  std::latch third_begun(1);
  Numbers taken;
  const auto make = [&](std::uint64_t i) {
    if (i == 0) third_begun.wait();
    if (i == 2) third_begun.count_down();
    return i;
  };
  const auto take = [&](std::uint64_t number) {
    taken.push_back(number);
    return true;
  };
  InOrder(10, 2, make, take).run();
  EXPECT_EQ(taken, numbers_below(10));
}

TEST(InOrder, MakesNoMoreAheadThanItSays) {
  constexpr unsigned kThreads = 3;
  std::atomic<int> waiting = 0;
  int most = 0;
  const auto make = [&](std::uint64_t i) {
    ++waiting;
    return make_number(i);
  };
  const auto take = [&](std::uint64_t number) {
    if (number == 0) std::this_thread::sleep_for(std::chrono::milliseconds(20));
    most = std::max(most, waiting.load());
    --waiting;
    return true;
  };
  InOrder made(100, kThreads, make, take);
  made.run();
  EXPECT_LE(most, static_cast<int>(decltype(made)::kAhead * kThreads));
}

TEST(InOrder, EndsWhereATakeSaysSo) {
  Numbers taken;
  const auto take = [&](std::uint64_t number) {
    taken.push_back(number);
    return number < 7;
  };
  InOrder(100, 3, make_number, take).run();
  EXPECT_EQ(taken, numbers_below(8));
}

TEST(InOrder, ThrowsWhatIsThrown) {
  const auto taken = [](std::uint64_t) { return true; };
  const auto made_badly = [](std::uint64_t i) {
    if (i == 5) throw std::runtime_error("made badly");
    return i;
  };
  const auto taken_badly = [](std::uint64_t i) -> bool {
    if (i == 5) throw std::runtime_error("taken badly");
    return true;
  };
  EXPECT_THROW(InOrder(50, 3, made_badly, taken).run(), std::runtime_error);
  EXPECT_THROW(InOrder(50, 3, make_number, taken_badly).run(), std::runtime_error);
}

}  // namespace
}  // namespace probity::eventstore::verify
