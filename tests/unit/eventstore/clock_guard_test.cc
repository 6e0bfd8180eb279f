#include "eventstore/clock_guard.h"

#include <gtest/gtest.h>

#include "tests/unit/eventstore/support.h"

namespace probity::eventstore::testing {
namespace {

constexpr Instant kNever{};

ErrorKind kind_of(const Result<ClockGuard::Stamp>& stamp) { return stamp.error().kind; }

TEST(ClockGuard, StampsTheHostsInstant) {
  ManualClock clock;
  ClockGuard guard(clock, kStart, false);
  clock.pass(kMinute);
  const auto stamp = guard.stamp(kStart);
  EXPECT_EQ(stamp->at, Instant{kStart.micros + kMinute});
  EXPECT_FALSE(stamp->held);
}

TEST(ClockGuard, HoldsAClockThatIsALittleBehind) {
  ManualClock clock;
  ClockGuard guard(clock, kStart, false);
  const Instant last{kStart.micros + 5 * kMinute};
  const auto stamp = guard.stamp(last);
  EXPECT_EQ(stamp->at, last);
  EXPECT_TRUE(stamp->held);
}

TEST(ClockGuard, RefusesAClockThatIsFurtherBehind) {
  ManualClock clock;
  ClockGuard guard(clock, kStart, false);
  const auto stamp = guard.stamp(Instant{kStart.micros + 5 * kMinute + 1});
  ASSERT_FALSE(stamp);
  EXPECT_EQ(kind_of(stamp), ErrorKind::kClock);
  EXPECT_NE(stamp.error().mend.find("--accept-clock"), std::string::npos);
}

TEST(ClockGuard, RefusesAJumpAheadOfTheMonotonicClock) {
  ManualClock clock;
  ClockGuard guard(clock, kStart, false);
  clock.step_wall(kHour);
  EXPECT_TRUE(guard.stamp(kStart));
  clock.step_wall(1);
  EXPECT_EQ(kind_of(guard.stamp(kStart)), ErrorKind::kClock);
}

TEST(ClockGuard, BelievesTimeThatPassed) {
  ManualClock clock;
  ClockGuard guard(clock, kStart, false);
  clock.pass(400 * kDay);
  EXPECT_TRUE(guard.stamp(kStart));
}

TEST(ClockGuard, RefusesMoreThanNinetyDaysAfterTheLastCommitWhenOpened) {
  ManualClock clock;
  clock.pass(90 * kDay);
  ClockGuard just(clock, kStart, false);
  EXPECT_TRUE(just.stamp(kStart));
  clock.pass(1);
  ClockGuard late(clock, kStart, false);
  EXPECT_EQ(kind_of(late.stamp(kStart)), ErrorKind::kClock);
}

TEST(ClockGuard, ForgetsTheGapWhenAnotherProcessHasCommitted) {
  ManualClock clock;
  clock.pass(200 * kDay);
  ClockGuard guard(clock, kStart, false);
  EXPECT_FALSE(guard.stamp(kStart));
  EXPECT_TRUE(guard.stamp(clock.now()));
}

TEST(ClockGuard, AsksNothingOfAnEmptyLedger) {
  ManualClock clock;
  ClockGuard guard(clock, kNever, false);
  EXPECT_TRUE(guard.stamp(kNever));
}

TEST(ClockGuard, AcceptsWhatTheOperatorAccepts) {
  ManualClock clock;
  clock.pass(400 * kDay);
  ClockGuard guard(clock, kStart, true);
  const auto stamp = guard.stamp(kStart);
  ASSERT_TRUE(stamp);
  EXPECT_EQ(stamp->at, clock.now());
  guard.committed(*stamp);
  EXPECT_TRUE(guard.stamp(stamp->at));
}

TEST(ClockGuard, AcceptsForOneCommitOnly) {
  ManualClock clock;
  ClockGuard guard(clock, kStart, true);
  clock.step_wall(2 * kHour);
  guard.committed(guard.stamp(kStart).value());
  const Instant last = clock.now();
  EXPECT_TRUE(guard.stamp(last));
  clock.step_wall(2 * kHour);
  EXPECT_EQ(kind_of(guard.stamp(last)), ErrorKind::kClock);
}

TEST(ClockGuard, StaysAcceptingUntilACommitTookEffect) {
  ManualClock clock;
  clock.pass(400 * kDay);
  ClockGuard guard(clock, kStart, true);
  EXPECT_TRUE(guard.stamp(kStart));
  EXPECT_TRUE(guard.stamp(kStart));
}

TEST(ClockGuard, HoldsAnAcceptedClockThatIsFarBehind) {
  ManualClock clock;
  const Instant last{kStart.micros + 30 * kDay};
  ClockGuard guard(clock, last, true);
  const auto stamp = guard.stamp(last);
  ASSERT_TRUE(stamp);
  EXPECT_EQ(stamp->at, last);
  EXPECT_TRUE(stamp->held);
  guard.committed(*stamp);
  clock.pass(kMinute);
  const auto next = guard.stamp(last);
  ASSERT_TRUE(next);
  EXPECT_TRUE(next->held);
  clock.step_wall(-7 * kMinute);
  EXPECT_EQ(kind_of(guard.stamp(last)), ErrorKind::kClock);
}

}  // namespace
}  // namespace probity::eventstore::testing
