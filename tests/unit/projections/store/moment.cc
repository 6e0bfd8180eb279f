#include "projections/moment.h"

#include <gtest/gtest.h>

#include "tests/support/ledgers.h"

namespace probity::projections {
namespace {

/// LedgerCreated on 1 January 2023, notes on 1 February (position 1) and on 1 July (2, 3).
class MomentTest : public testing::Test {
 protected:
  MomentTest() {
    for (const auto* day : {"2023-02-01", "2023-07-01", "2023-07-01"}) {
      ledger_.clock.go_to(day);
      ledger_.record("body/emsou", "NoteAdded", "..", "emsou", R"({"text": "t"})");
    }
    ledger_.clock.go_to("2024-04-17");
  }
  Result<Moment> ask(std::string_view as_of, std::string_view effective = {}) {
    return resolve_moment(ledger_.ledger->snapshot(), as_of, effective, ledger_.clock);
  }
  /// `size @day`
  std::string told(std::string_view as_of, std::string_view effective = {}) {
    const auto moment = ask(as_of, effective);
    if (!moment) return "refused: " + moment.error().what;
    return fmt::format("{} {}", moment->size.value, to_text(moment->day));
  }

  test::RecordedLedger ledger_;
};

TEST_F(MomentTest, IsTheHeadAndTodayWhenNothingIsSaid) {
  EXPECT_EQ(told(""), "4 2024-04-17");
  EXPECT_EQ(ask("")->recorded, test::noon("2023-07-01"));
}

TEST_F(MomentTest, TakesADayToItsEndInLondon) {
  EXPECT_EQ(told("2023-01-31"), "1 2023-01-31");
  EXPECT_EQ(told("2023-02-01"), "2 2023-02-01");
  EXPECT_EQ(told("2023-07-01"), "4 2023-07-01");
  EXPECT_EQ(told("2030-01-01"), "4 2030-01-01");
  EXPECT_EQ(ask("2023-02-01")->recorded, test::noon("2023-02-01"));
}

TEST_F(MomentTest, TakesAnInstantWithItsOffset) {
  EXPECT_EQ(told("2023-02-01T11:59:59Z"), "1 2023-02-01");
  EXPECT_EQ(told("2023-02-01T12:00:00Z"), "2 2023-02-01");
  EXPECT_EQ(told("2023-02-01T12:30:00+01:00"), "1 2023-02-01");
  EXPECT_EQ(told("2023-06-30T23:30:00Z"), "2 2023-07-01");
}

TEST_F(MomentTest, TakesDaysAsPeopleSayThem) {
  EXPECT_EQ(told("today"), "4 2024-04-17");
  EXPECT_EQ(told("yesterday"), "4 2024-04-16");
  EXPECT_EQ(told("1 day ago"), "4 2024-04-16");
  EXPECT_EQ(told("300 days ago"), "2 2023-06-22");
  EXPECT_EQ(told("", "yesterday"), "4 2024-04-16");
  EXPECT_EQ(told("", "2 days ago"), "4 2024-04-15");
}

TEST_F(MomentTest, TakesAPositionWithTheDayItWasRecorded) {
  EXPECT_EQ(told("@0"), "1 2023-01-01");
  EXPECT_EQ(told("@2"), "3 2023-07-01");
  EXPECT_EQ(told("@2", "2023-03-02"), "3 2023-03-02");
}

TEST_F(MomentTest, LooksAtTheDayThatIsAskedFor) {
  EXPECT_EQ(told("", "2023-03-02"), "4 2023-03-02");
  EXPECT_EQ(told("2023-02-01", "2030-01-01"), "2 2030-01-01");
}

TEST_F(MomentTest, KeepsWhatWasAsked) {
  const auto moment = ask("yesterday", "2023-03-02");
  EXPECT_EQ(moment->as_of, "yesterday");
  EXPECT_EQ(moment->effective, "2023-03-02");
}

TEST_F(MomentTest, KnowsNothingBeforeTheFirstRecord) {
  EXPECT_EQ(told("2022-12-31"), "0 2022-12-31");
  EXPECT_FALSE(ask("2022-12-31")->recorded);
}

TEST_F(MomentTest, FindsNeitherPositionsBeyondTheHeadNorUnknownCheckpoints) {
  EXPECT_EQ(ask("@4").error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(ask("@4").error().mend, "The last event is at position 3.");
  EXPECT_EQ(ask("@9999999999999999999").error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(ask("@checkpoint:spring").error().kind, ErrorKind::kNotFound);
}

TEST_F(MomentTest, RefusesEverythingElseAndShowsTheForms) {
  for (const std::string_view text :
       {"soon", "@", "@-1", "@+1", "@1x", "@99999999999999999999", "2023-02-30", "2023-02",
        "days ago", " days ago", "-1 days ago", "two days ago", "999999999999999 days ago",
        "Yesterday", "2023-02-01T10:00:00", "../2023-02-01", " "}) {
    const auto moment = ask(text);
    ASSERT_FALSE(moment) << text;
    EXPECT_EQ(moment.error().kind, ErrorKind::kMalformed) << text;
    EXPECT_NE(moment.error().mend.find("yesterday"), std::string::npos);
  }
  for (const std::string_view text : {"@1", "2023", "2023-02-01T10:00:00Z", "tomorrow"}) {
    const auto moment = ask("", text);
    ASSERT_FALSE(moment) << text;
    EXPECT_EQ(moment.error().kind, ErrorKind::kMalformed) << text;
  }
}

}  // namespace
}  // namespace probity::projections
