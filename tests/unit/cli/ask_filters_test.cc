#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/ask/filters.h"
#include "eventstore/base/text.h"

namespace probity::cli {
namespace {

using schema::FindingStatus;
using testing::ElementsAre;
using testing::HasSubstr;

Invocation typed(std::map<std::string, std::vector<std::string>, std::less<>> values) {
  Invocation invocation;
  invocation.values = std::move(values);
  return invocation;
}

TEST(FindingFilter, TakesEveryKindInEitherSpelling) {
  for (const char* kind : {"causeOfConcern", "cause-of-concern"}) {
    const auto filter = finding_filter(typed({{"--kind", {kind}}}));
    ASSERT_TRUE(filter);
    EXPECT_EQ(filter->kind, schema::FindingKind::CAUSE_OF_CONCERN);
  }
}

TEST(FindingFilter, NamesTheNearestKind) {
  const auto filter = finding_filter(typed({{"--kind", {"recomendation"}}}));
  ASSERT_FALSE(filter);
  EXPECT_EQ(filter.error().kind, ErrorKind::kMalformed);
  EXPECT_EQ(filter.error().what,
            "--kind recomendation is none of: causeOfConcern, recommendation, areaForImprovement");
  EXPECT_EQ(filter.error().mend, "did you mean recommendation?");
}

TEST(FindingFilter, JoinsStatusesAndKnowsWhatOpenAndEndedMean) {
  const auto two = finding_filter(typed({{"--status", {"closed", "in-progress"}}}));
  ASSERT_TRUE(two);
  EXPECT_THAT(two->statuses, ElementsAre(FindingStatus::IN_PROGRESS, FindingStatus::CLOSED));
  const auto ended = finding_filter(typed({{"--status", {"ended"}}}));
  ASSERT_TRUE(ended);
  EXPECT_THAT(ended->statuses, ElementsAre(FindingStatus::CLOSED, FindingStatus::SUPERSEDED));
  const auto open = finding_filter(typed({{"--status", {"open"}}}));
  ASSERT_TRUE(open);
  EXPECT_EQ(open->statuses.size(), 5U);
  EXPECT_FALSE(open->statuses.contains(FindingStatus::CLOSED));
}

TEST(FindingFilter, TakesLevelsColoursStandingsAndLacks) {
  const auto filter = finding_filter(typed({{"--level", {"none"}},
                                            {"--rag", {"amber"}},
                                            {"--standing", {"reported"}},
                                            {"--without", {"due", "owner"}},
                                            {"--overdue", {"true"}}}));
  ASSERT_TRUE(filter);
  EXPECT_EQ(filter->level, 0);
  EXPECT_EQ(filter->rag, schema::Rag::AMBER);
  EXPECT_EQ(filter->standing, schema::Standing::REPORTED);
  EXPECT_TRUE(filter->without.contains(projections::Lack::kDue));
  EXPECT_TRUE(filter->without.contains(projections::Lack::kOwner));
  EXPECT_FALSE(filter->without.contains(projections::Lack::kEvidence));
  EXPECT_TRUE(filter->overdue);
  EXPECT_EQ(finding_filter(typed({{"--level", {"3"}}}))->level, 3);
}

TEST(FindingFilter, TakesDaysAndWholeNumbers) {
  const auto filter =
      finding_filter(typed({{"--due-before", {"2024-03-31"}}, {"--quiet-for", {"30"}}}));
  ASSERT_TRUE(filter);
  EXPECT_EQ(filter->due_before, day_from_text("2024-03-31"));
  EXPECT_EQ(filter->quiet_for, 30);
  EXPECT_FALSE(filter->in_status_for);
}

TEST(FindingFilter, RefusesWhatIsNoValueOfAnOption) {
  const std::map<std::string, std::string> wrong{
      {"--due-before", "2024-02-30"},
      {"--quiet-for", "-1"},
      {"--in-status-for", "3x"},
      {"--level", "4"},
      {"--rag", "purple"},
      {"--standing", "hearsay"},
      {"--without", "title"},
      {"--status", "finished"},
  };
  for (const auto& [option, value] : wrong) {
    const auto filter = finding_filter(typed({{option, {value}}}));
    ASSERT_FALSE(filter) << option;
    EXPECT_EQ(filter.error().kind, ErrorKind::kMalformed);
    EXPECT_THAT(filter.error().what, HasSubstr(option));
  }
}

}  // namespace
}  // namespace probity::cli
