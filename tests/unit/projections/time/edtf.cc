#include "projections/time/edtf.h"

#include <gtest/gtest.h>

#include <string>

#include "eventstore/base/text.h"

namespace probity::projections {
namespace {

const Day kRecorded = *day_from_text("2024-05-01");

std::string bounds_of(std::string_view text) {
  const auto edtf = Edtf::parse(text);
  if (!edtf) return "refused";
  const Bounds bounds = edtf->bounds(kRecorded);
  return to_text(bounds.earliest) + " to " + to_text(bounds.latest);
}

struct Case {
  std::string_view text;
  std::string_view bounds;
};

TEST(Edtf, GivesTheDaysThatAValueMayMean) {
  for (const auto& [text, bounds] : {
           Case{"2023-03-02", "2023-03-02 to 2023-03-02"},
           Case{"2023-03", "2023-03-01 to 2023-03-31"},
           Case{"2024-02", "2024-02-01 to 2024-02-29"},
           Case{"2023", "2023-01-01 to 2023-12-31"},
           Case{"2022-21", "2022-03-01 to 2022-05-31"},
           Case{"2022-22", "2022-06-01 to 2022-08-31"},
           Case{"2022-23", "2022-09-01 to 2022-11-30"},
           Case{"2022-24", "2022-12-01 to 2023-02-28"},
           Case{"2023-24", "2023-12-01 to 2024-02-29"},
           Case{"1000", "1000-01-01 to 1000-12-31"},
           Case{"9999-12-31", "9999-12-31 to 9999-12-31"},
       }) {
    EXPECT_EQ(bounds_of(text), bounds) << text;
  }
}

TEST(Edtf, TakesIntervalsOfAnyValues) {
  for (const auto& [text, bounds] : {
           Case{"2020-02-21/2020-03-13", "2020-02-21 to 2020-03-13"},
           Case{"2023-12/2024-04-17", "2023-12-01 to 2024-04-17"},
           Case{"2022-21/2023", "2022-03-01 to 2023-12-31"},
           Case{"2023/2023-05", "2023-01-01 to 2023-05-31"},
           Case{"2023-05/2023", "2023-05-01 to 2023-12-31"},
           Case{"2023-03-02/2023-03-02", "2023-03-02 to 2023-03-02"},
           Case{"../2024-04-17", ".. to 2024-04-17"},
           Case{"../2024-24", ".. to 2025-02-28"},
       }) {
    EXPECT_EQ(bounds_of(text), bounds) << text;
  }
}

TEST(Edtf, EndsAnOpenIntervalOnTheDayOfRecordingOrItsOwnIfLater) {
  EXPECT_EQ(bounds_of("2024-04-17/.."), "2024-04-17 to 2024-05-01");
  EXPECT_EQ(bounds_of("2024-05-01/.."), "2024-05-01 to 2024-05-01");
  EXPECT_EQ(bounds_of("2024-06-01/.."), "2024-06-01 to 2024-06-01");
  EXPECT_EQ(bounds_of("2024-05/.."), "2024-05-01 to 2024-05-31");
}

TEST(Edtf, PutsWhatIsAlwaysSoBeforeAllDays) {
  const auto always = Edtf::parse("..");
  ASSERT_TRUE(always);
  EXPECT_EQ(always->bounds(kRecorded), (Bounds{kBeforeAllDays, kBeforeAllDays}));
}

TEST(Edtf, LetsQualifiersMoveNoBound) {
  EXPECT_EQ(bounds_of("2023-03~"), bounds_of("2023-03"));
  EXPECT_EQ(bounds_of("2023?"), bounds_of("2023"));
  EXPECT_EQ(bounds_of("2022-21~/2023-03-02?"), bounds_of("2022-21/2023-03-02"));
  EXPECT_EQ(bounds_of("../2024-04-17?"), bounds_of("../2024-04-17"));
  EXPECT_EQ(bounds_of("2024-04-17~/.."), bounds_of("2024-04-17/.."));
  EXPECT_EQ(Edtf::parse("2022-21~/2023-03-02?")->text(), "2022-21~/2023-03-02?");
}

TEST(Edtf, PlacesAnInstantOnItsDayInLondon) {
  EXPECT_EQ(bounds_of("2023-03-02T10:00:00Z"), "2023-03-02 to 2023-03-02");
  EXPECT_EQ(bounds_of("2023-07-01T23:30:00Z"), "2023-07-02 to 2023-07-02");
  EXPECT_EQ(bounds_of("2023-01-01T23:30:00Z"), "2023-01-01 to 2023-01-01");
  EXPECT_EQ(bounds_of("2023-01-01T00:30:00+01:00"), "2022-12-31 to 2022-12-31");
  EXPECT_EQ(bounds_of("2023-01-01T23:30:00-05:00"), "2023-01-02 to 2023-01-02");
  EXPECT_EQ(Edtf::parse("2023-01-01T23:30:00-05:00")->text(), "2023-01-01T23:30:00-05:00");
}

TEST(Edtf, RefusesEverythingElse) {
  for (const std::string_view text : {
           "",
           " ",
           "2023-02-30",
           "2023-13",
           "2023-00",
           "2023-20",
           "2023-25",
           "2023-03-00",
           "2023-3-2",
           "23-03-02",
           "0999",
           "0000-01-01",
           "10000",
           "-2023",
           "+2023",
           "Y12023",
           "2023-21-01",
           "2023-03-02%",
           "2023%",
           "2023~?",
           "2023??",
           "?2023",
           "2023?-03",
           "2023-03~-02",
           "~",
           "?",
           "..~",
           "../..",
           "/",
           "/2023",
           "2023/",
           "2023/2022",
           "2023-03-02/2023-03-01",
           "2023/2022-21",
           "2020/2021/2022",
           ".. /2023",
           "../..?",
           "../",
           "/..",
           "2023-03-02T10:00:00",
           "2023-03-02T10:00Z",
           "2023-03-02t10:00:00Z",
           "2023-03-02T24:00:00Z",
           "2023-02-30T10:00:00Z",
           "2023-03-02T10:00:00+1:00",
           "2023-03-02T10:00:00Z/2023-03-03",
           "2023-03-02T",
           "2023-03-01/2023-03-02T10:00:00Z",
           "1000-01-01T00:00:00+01:00",
           "9999-12-31T23:59:59-01:00",
           "2023-03-02 ",
           "2023-03-02T10:00:00 Z",
           "spring",
           "201X",
           "{2023,2024}",
           "[2023..2024]",
           "2023-03-02\n",
           "unknown",
           "open",
           "99999999999999999999",
           "2023-03-02-04",
       }) {
    const auto edtf = Edtf::parse(text);
    ASSERT_FALSE(edtf) << text;
    EXPECT_EQ(edtf.error().kind, ErrorKind::kMalformed) << text;
    EXPECT_NE(edtf.error().mend.find("2022-21"), std::string::npos) << text;
  }
  EXPECT_FALSE(Edtf::parse(std::string(65, '2')));
  EXPECT_FALSE(Edtf::parse(std::string_view("2023\0", 5)));
}

TEST(Edtf, SaysWhatIsWrong) {
  EXPECT_EQ(Edtf::parse("2024-02-30").error().what,
            "`2024-02-30` is no date: there is no such day");
  EXPECT_EQ(Edtf::parse("2023/2022").error().what,
            "`2023/2022` is no date: the interval is reversed");
  EXPECT_EQ(Edtf::parse("2023%").error().what,
            "`2023%` is no date: % is not taken; write ~ for about or ? for uncertain");
  EXPECT_EQ(Edtf::parse("20\x1b[2J").error().what,
            "`20?[2J` is no date: not of the form YYYY, YYYY-MM or YYYY-MM-DD");
}

}  // namespace
}  // namespace probity::projections
