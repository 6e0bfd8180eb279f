// A finding's due dates: set, moved, asked to be moved.
#include <gtest/gtest.h>

#include "tests/unit/projections/views/finding.h"

namespace probity::test {
namespace {

Day day(std::string_view text) { return *day_from_text(text); }

TEST(FindingFold, CountsHowOftenADueDateWasMoved) {
  Finding finding;
  finding.raise({"derbyshire"});
  finding.add("DueDateSet", {},
              R"({"due": "2023-09-30", "basis": "inspectorate", "asSaid": "by end of September"})");
  finding.add("DueDateSet", {}, R"({"due": "2023-09-30", "basis": "inspectorate"})");
  finding.add("DueDateSet", {}, R"({"due": "2023-12", "basis": "inspectorate"})");
  finding.add("DueDateSet", {}, R"({"due": "2023-08-01", "basis": "internal"})");
  const auto folded = finding.row();
  const auto dues = (*folded).getAddressees()[0].getDues();
  ASSERT_EQ(dues.size(), 2U);
  EXPECT_EQ(dues[0].getBasis(), schema::Basis::INSPECTORATE);
  EXPECT_EQ(str(dues[0].getDue()), "2023-12");
  EXPECT_EQ(dues[0].getDueLatest(), day("2023-12-31").value);
  EXPECT_EQ(str(dues[0].getOriginal()), "2023-09-30");
  EXPECT_EQ(dues[0].getMoved(), 1U) << "the same date said again is no move";
  EXPECT_EQ(dues[0].getAct().getPosition(), 3U);
  EXPECT_EQ(str(dues[1].getDue()), "2023-08-01");
  EXPECT_EQ(dues[1].getMoved(), 0U);
}

struct LatestDay {
  std::string_view due;
  Day latest;
};

TEST(FindingFold, KnowsTheDayAfterWhichADueDateHasPassed) {
  const LatestDay cases[] = {
      {"2023-09-30", day("2023-09-30")},
      {"2023-09", day("2023-09-30")},
      {"2023-23", day("2023-11-30")},
      {"2023-04-01/2023-06-30", day("2023-06-30")},
      {"../2023-12-31", day("2023-12-31")},
      {"2023-12-31/..", kAfterAllDays},
      {"..", kAfterAllDays},
  };
  for (const auto& [due, latest] : cases) {
    Finding finding;
    finding.raise({"derbyshire"});
    finding.add("DueDateSet", {}, fmt::format(R"({{"due": "{}", "basis": "internal"}})", due));
    const auto folded = finding.row();
    EXPECT_EQ((*folded).getAddressees()[0].getDues()[0].getDueLatest(), latest.value) << due;
  }
}

TEST(FindingFold, MovesTheDueDateOfTheBasisByAnApprovedExtension) {
  Finding finding;
  finding.raise({"derbyshire"});
  finding.add("DueDateSet");
  finding.add("DueDateSet", {}, R"({"due": "2023-08-01", "basis": "internal"})");
  finding.add("ExtensionRequested");
  {
    const auto folded = finding.row();
    const auto open = (*folded).getAddressees()[0].getExtensions();
    ASSERT_EQ(open.size(), 1U);
    EXPECT_EQ(open[0].getBasis(), schema::Basis::INSPECTORATE);
    EXPECT_EQ(str(open[0].getDue()), "2023-12-31");
    EXPECT_EQ(str(open[0].getReason()), "recruiting");
  }
  const auto decided = finding.add("ExtensionDecided");
  const auto folded = finding.row();
  const auto addressee = (*folded).getAddressees()[0];
  EXPECT_EQ(addressee.getExtensions().size(), 0U);
  EXPECT_EQ(str(addressee.getDues()[0].getDue()), "2023-12-31") << "granted as asked";
  EXPECT_EQ(str(addressee.getDues()[0].getOriginal()), "2023-09-30");
  EXPECT_EQ(addressee.getDues()[0].getMoved(), 1U);
  EXPECT_EQ(addressee.getDues()[0].getAct().getPosition(), decided.value);
  EXPECT_EQ(str(addressee.getDues()[1].getDue()), "2023-08-01") << "the other basis stays";
}

TEST(FindingFold, GrantsTheDateOfTheDecisionOverTheOneAskedFor) {
  Finding finding;
  finding.raise({"derbyshire"});
  finding.add("DueDateSet");
  finding.add("ExtensionRequested");
  finding.add("ExtensionDecided", {},
              R"({"basis": "inspectorate", "approved": true, "due": "2023-11-15"})");
  const auto folded = finding.row();
  EXPECT_EQ(str((*folded).getAddressees()[0].getDues()[0].getDue()), "2023-11-15");
}

TEST(FindingFold, GrantsNothingByADecisionThatSaysNo) {
  Finding finding;
  finding.raise({"derbyshire"});
  finding.add("DueDateSet");
  finding.add("ExtensionRequested");
  finding.add("ExtensionDecided", {},
              R"({"basis": "inspectorate", "approved": false, "reason": "no"})");
  const auto folded = finding.row();
  const auto addressee = (*folded).getAddressees()[0];
  EXPECT_EQ(addressee.getExtensions().size(), 0U);
  EXPECT_EQ(str(addressee.getDues()[0].getDue()), "2023-09-30");
  EXPECT_EQ(addressee.getDues()[0].getMoved(), 0U);
}

TEST(FindingFold, LeavesARequestOfTheOtherBasisOpen) {
  Finding finding;
  finding.raise({"derbyshire"});
  finding.add("ExtensionRequested");
  finding.add("ExtensionRequested", {},
              R"({"basis": "internal", "due": "2024-02-01", "reason": "leave"})");
  finding.add("ExtensionDecided");
  const auto folded = finding.row();
  const auto open = (*folded).getAddressees()[0].getExtensions();
  ASSERT_EQ(open.size(), 1U);
  EXPECT_EQ(open[0].getBasis(), schema::Basis::INTERNAL);
}

}  // namespace
}  // namespace probity::test
