#include "projections/time/london.h"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

#include "eventstore/base/text.h"

namespace probity::projections {
namespace {

std::string day_at(std::string_view instant) {
  return to_text(london_day(*instant_from_text(instant)));
}
std::string end_of(std::string_view day) { return to_text(end_of_london_day(*day_from_text(day))); }

TEST(London, IsAnHourAheadInSummer) {
  EXPECT_EQ(day_at("2023-07-01T22:59:59Z"), "2023-07-01");
  EXPECT_EQ(day_at("2023-07-01T23:00:00Z"), "2023-07-02");
  EXPECT_EQ(day_at("2023-01-01T23:59:59Z"), "2023-01-01");
  EXPECT_EQ(day_at("2023-01-02T00:00:00Z"), "2023-01-02");
}

TEST(London, KeepsItsRuleBeyondTheZoneFilesLastTransition) {
  EXPECT_EQ(day_at("2037-07-01T23:30:00Z"), "2037-07-02");
  EXPECT_EQ(day_at("2038-07-01T23:30:00Z"), "2038-07-02");
  EXPECT_EQ(day_at("2050-12-01T23:30:00Z"), "2050-12-01");
  EXPECT_EQ(end_of("2050-07-01"), "2050-07-01T22:59:59.999999Z");
}

TEST(London, WasAnHourAheadAllYearFrom1968To1971) {
  EXPECT_EQ(day_at("1970-01-01T23:30:00Z"), "1970-01-02");
}

TEST(London, EndsADayAtItsLastMicrosecond) {
  EXPECT_EQ(end_of("2023-01-01"), "2023-01-01T23:59:59.999999Z");
  EXPECT_EQ(end_of("2023-07-01"), "2023-07-01T22:59:59.999999Z");
  EXPECT_EQ(end_of("2023-03-26"),
            "2023-03-26T22:59:59.999999Z");  // the clocks went forward that night
  EXPECT_EQ(end_of("2023-10-29"), "2023-10-29T23:59:59.999999Z");
}

TEST(London, HasNoGapBetweenOneDayAndTheNext) {
  const Day last = *day_from_text("2060-01-01");
  for (Day day = *day_from_text("1848-01-01"); day < last; ++day.value) {
    const Instant end = end_of_london_day(day);
    ASSERT_EQ(london_day(end), day) << to_text(day);
    ASSERT_EQ(london_day(Instant{end.micros + 1}), Day{day.value + 1}) << to_text(day);
  }
}

TEST(London, MayBeAskedByManyThreads) {
  std::vector<std::jthread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([] {
      for (int n = 0; n < 1000; ++n) EXPECT_EQ(day_at("2023-07-01T23:00:00Z"), "2023-07-02");
    });
  }
}

}  // namespace
}  // namespace probity::projections
