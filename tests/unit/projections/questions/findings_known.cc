// The answers that are known of the public record.
#include "tests/unit/projections/questions/findings_support.h"

namespace probity::test {
namespace {

using namespace projections;
using testing::Each;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class FindingsOfThePublicRecord : public Findings {
 protected:
  FindingsOfThePublicRecord() {
    for (const char* file : {"/bodies.jsonl", "/emsou.jsonl", "/engage.jsonl"}) {
      ledger_.import(std::string(PROBITY_TEST_DATA) + file);
    }
  }
};

TEST_F(FindingsOfThePublicRecord, TheCauseOfConcernIsClaimedForAllSixAndVerifiedForNone) {
  const Answer answer = status("em-soc-2023-coc-1", "2024-04-17");
  EXPECT_EQ(answer.title, "em-soc-2023-coc-1: pendingSignOff (6 of 6)");
  EXPECT_THAT(column(answer, "addressees", "body"),
              ElementsAre("emsou", "derbyshire", "leicestershire", "lincolnshire",
                          "northamptonshire", "nottinghamshire"));
  EXPECT_THAT(column(answer, "addressees", "status"), Each("pendingSignOff"));
  EXPECT_EQ(fact(answer, "claimed"), "6");
  EXPECT_EQ(fact(answer, "signedOff"), "0");
  EXPECT_EQ(fact(answer, "verified"), "0");
  EXPECT_EQ(fact(answer, "assured"), "0");
}

TEST_F(FindingsOfThePublicRecord, NothingMoreIsPossibleOfTheCauseOfConcernAndThatIsSaid) {
  const Answer answer = status("em-soc-2023-coc-1", "2024-04-17");
  EXPECT_THAT(rows_of(answer, "possible"), IsEmpty());
  const auto table = std::ranges::find(answer.tables, "possible", &Table::key);
  ASSERT_NE(table, answer.tables.end());
  EXPECT_EQ(table->when_empty, "possible: nothing");
}

TEST_F(FindingsOfThePublicRecord, TheClaimIsTheForcesWordEnteredByTheOperatorFromAPaper) {
  const Answer answer = status("em-soc-2023-coc-1", "2024-04-17");
  const auto acts = rows_of(answer, "acts");
  const auto claim =
      std::ranges::find_if(acts, [](const Row& row) { return row.at("act") == "claimed"; });
  ASSERT_NE(claim, acts.end());
  EXPECT_EQ(claim->at("by"),
            "leicestershire (entered by the operator, Leicestershire Joint Audit, Risk & Assurance "
            "Panel, Annual "
            "Collaboration, 17 April 2024, paragraph 8)");
  EXPECT_EQ(claim->at("said"), "Reported as addressed.");
  EXPECT_EQ(claim->at("of"), "all 6");
}

TEST_F(FindingsOfThePublicRecord, TheSecondRecommendationIsInProgressAndAmberAtTheEndOf2023) {
  const Answer answer = status("em-soc-2023-rec-2", "2023-12-31");
  EXPECT_EQ(fact(answer, "status"), "inProgress");
  EXPECT_EQ(rows_of(answer, "addressees").front().at("rag"), "amber");
}

TEST_F(FindingsOfThePublicRecord,
       WestMidlandsHasThreeCausesClosedAndOneOpenAndThreeRecommendationsClosedAndTwoOpen) {
  const Answer answer = ask(ask_totals, {.filter = {.body = "west-midlands"}}, "2024-09-18");
  EXPECT_THAT(column(answer, "totals", "group"),
              ElementsAre("causeOfConcern", "recommendation", "all"));
  EXPECT_THAT(column(answer, "totals", "closed"), ElementsAre("3", "3", "6"));
  EXPECT_THAT(column(answer, "totals", "open"), ElementsAre("1", "2", "3"));
  EXPECT_THAT(column(answer, "acts", "closedByInspectorate"), ElementsAre("3", "3", "6"));
  EXPECT_THAT(column(answer, "acts", "closedByForce"), ElementsAre("0", "0", "0"));
  EXPECT_TRUE(answer.yes);
  EXPECT_TRUE(remarks(answer, "totals reconcile: "));
}

TEST_F(FindingsOfThePublicRecord, WestMidlandsHadEverythingOpenBeforeTheRevisit) {
  const Answer answer = ask(ask_list, {.filter = {.body = "west-midlands"}}, "2024-01-01");
  EXPECT_THAT(column(answer, "findings", "status"), SizeIs(9));
  EXPECT_THAT(column(answer, "findings", "status"), Each("awaitingAllocation"));
}

TEST_F(FindingsOfThePublicRecord, TheStruckGradeStaysInTheHistoryLinkedToItsCorrection) {
  const Answer answer = ask(ask_history, {.stream = "grade/em-soc-2023/lincolnshire"});
  const auto rows = rows_of(answer, "events");
  ASSERT_THAT(rows, SizeIs(3));
  EXPECT_THAT(answer.tables.front().struck, ElementsAre(true, false, false));
  EXPECT_EQ(rows[0].at("struckBy"), rows[1].at("position"));
  EXPECT_EQ(rows[1].at("strikes"), rows[0].at("position"));
  EXPECT_EQ(rows[0].at("notes"), "struck by @" + rows[1].at("position"));
  EXPECT_EQ(rows[1].at("notes"), "strikes @" + rows[0].at("position"));
  EXPECT_NE(rows[2].at("fields").find("grade=requiresImprovement"), std::string::npos);
}

TEST_F(FindingsOfThePublicRecord, TotalsReconcileForEveryGrouping) {
  for (const auto by : {TotalsBy::kKind, TotalsBy::kStatus, TotalsBy::kInspection, TotalsBy::kBody,
                        TotalsBy::kRag, TotalsBy::kOwner, TotalsBy::kLevel}) {
    const Answer answer = ask(ask_totals, {.filter = {}, .by = by}, "2024-09-18");
    EXPECT_TRUE(answer.yes);
    EXPECT_EQ(fact(answer, "reconciles"), "yes");
    const auto groups = column(answer, "totals", "addressed");
    std::int64_t sum = 0;
    for (std::size_t i = 0; i + 1 < groups.size(); ++i) sum += std::stoll(groups[i]);
    EXPECT_EQ(std::to_string(sum), groups.back());
  }
}

}  // namespace
}  // namespace probity::test
