// Findings as the record changes: corrections, corrections of corrections, facts recorded late,
// payloads erased.
#include <gtest/gtest.h>

#include "tests/unit/projections/views/finding.h"

namespace probity::test {
namespace {

TEST(FindingCorrections, ClosesAllTheSameAndNotesTheStruckVerification) {
  Finding finding;
  finding.raise({"derbyshire"});
  const auto verified = finding.add("VerificationRecorded");
  finding.add("FindingClosed");
  finding.strike(verified);
  const auto row = finding.row();
  EXPECT_EQ(statuses(*row), Texts{"derbyshire closed"});
  EXPECT_EQ(notes((*row).getHead()), Texts{"@2 closed without a verification (struck @1)"});
}

TEST(FindingCorrections, NamesTheStruckEventOfTheAddresseeItself) {
  Finding finding;
  finding.raise({"derbyshire", "lincolnshire"});
  const auto derbyshire = finding.add("VerificationRecorded", {"derbyshire"});
  const auto lincolnshire = finding.add("VerificationRecorded", {"lincolnshire"});
  finding.add("FindingClosed", {"derbyshire"});
  finding.strike(derbyshire);
  finding.strike(lincolnshire);
  EXPECT_EQ(notes((*finding.row()).getHead()),
            Texts{"@3 closed without a verification (struck @1): derbyshire"});
}

TEST(FindingCorrections, CountsAgainWhatAStruckCorrectionStruck) {
  Finding finding;
  finding.raise({"derbyshire"});
  const auto verified = finding.add("VerificationRecorded");
  finding.add("FindingClosed");
  const auto correction = finding.strike(verified);
  finding.strike(correction);
  const auto row = finding.row();
  EXPECT_EQ(statuses(*row), Texts{"derbyshire closed"});
  EXPECT_TRUE(notes((*row).getHead()).empty());
  EXPECT_EQ(notes((*finding.row_at(4)).getHead()).size(), 1U)
      << "as of the first correction it was struck";
}

TEST(FindingCorrections, TakesBackAClaimThatIsStruck) {
  Finding finding;
  finding.raise({"derbyshire"});
  finding.add("FindingAllocated");
  const auto claim = finding.add("CompletionClaimed");
  EXPECT_EQ(statuses(*finding.row()), Texts{"derbyshire pendingSignOff"});
  finding.strike(claim);
  EXPECT_EQ(statuses(*finding.row()), Texts{"derbyshire inProgress"});
  EXPECT_EQ(statuses(*finding.row_at(3)), Texts{"derbyshire pendingSignOff"})
      << "the old answer stays reachable";
}

TEST(FindingCorrections, DoesNotOverwriteANewerFactByAnOldOneRecordedLate) {
  Finding finding;
  finding.raise({"derbyshire"});
  finding.on("2023-09-01", "UpdateSubmitted", {},
             R"({"body": "derbyshire", "narrative": "new", "rag": "green"})");
  finding.on("2023-06-01", "UpdateSubmitted", {},
             R"({"body": "derbyshire", "narrative": "old", "rag": "red"})");
  const auto folded = finding.row();
  const auto addressee = (*folded).getAddressees()[0];
  EXPECT_EQ(str(addressee.getNarrative()), "new");
  EXPECT_EQ(addressee.getSince().getPosition(), 2U) << "in progress since the earlier update";
  const auto then = finding.row("2023-07-01");
  EXPECT_EQ(str((*then).getAddressees()[0].getNarrative()), "old");
}

TEST(FindingCorrections, FoldsALateRecordedReturnBeforeTheSignOffThatFollowedIt) {
  Finding finding;
  finding.raise({"derbyshire"});
  finding.on("2023-05-01", "FindingAllocated");
  finding.on("2023-06-01", "CompletionClaimed");
  finding.on("2023-08-01", "CompletionSignedOff");
  finding.on("2023-07-01", "CompletionReturned");
  const auto row = finding.row();
  EXPECT_EQ(statuses(*row), Texts{"derbyshire awaitingVerification"});
  EXPECT_EQ(notes((*row).getHead()), Texts{"@3 signed off without a claim"});
}

TEST(FindingCorrections, ListsWhatIsOnlyPossibleAndFoldsItNotIn) {
  Finding finding;
  finding.raise({"derbyshire"});
  finding.on("2023-05-01", "FindingAllocated");
  finding.on("../2023-12-31", "CompletionClaimed");
  const auto folded = finding.row("2023-09-01");
  EXPECT_EQ(statuses(*folded), Texts{"derbyshire inProgress"});
  ASSERT_EQ((*folded).getHead().getPossible().size(), 1U);
  EXPECT_EQ(str((*folded).getHead().getPossible()[0].getText()), "CompletionClaimed");
}

TEST(FindingCorrections, KeepsWhatWasSaidWhenTheFindingIsRaisedAnewInOtherWords) {
  Finding finding;
  const auto raised = finding.raise({"derbyshire", "lincolnshire"});
  finding.on("2023-03-02", "DueDateSet");
  finding.on("2023-03-02", "FindingAllocated", {"derbyshire"});
  finding.strike(raised);
  finding.raise({"lincolnshire", "derbyshire"}, "RecommendationRaised",
                R"(, "verificationLevel": 2)");
  const auto folded = finding.row();
  const auto row = *folded;
  EXPECT_FALSE(row.getHead().getWithdrawn());
  EXPECT_EQ(row.getVerificationLevel(), 2);
  EXPECT_EQ(statuses(row), (Texts{"lincolnshire awaitingAllocation", "derbyshire inProgress"}));
  for (const auto addressee : row.getAddressees()) {
    ASSERT_EQ(addressee.getDues().size(), 1U) << str(addressee.getBody());
    EXPECT_EQ(str(addressee.getDues()[0].getDue()), "2023-09-30");
  }
  EXPECT_EQ(row.getAddressees()[0].getSince().getPosition(), 4U);
  EXPECT_EQ(notes(row.getHead()), (Texts{"@1 due date set before it was raised (struck @0)",
                                         "@2 allocated before it was raised (struck @0)"}));
}

TEST(FindingCorrections, DropsAnAddresseeThatTheFindingRaisedAnewDoesNotName) {
  Finding finding;
  const auto raised = finding.raise({"derbyshire", "lincolnshire"});
  finding.add("UpdateSubmitted", {"lincolnshire"});
  finding.strike(raised);
  finding.raise({"derbyshire"});
  const auto row = finding.row();
  EXPECT_EQ(statuses(*row), Texts{"derbyshire awaitingAllocation"});
  EXPECT_EQ(notes((*row).getHead()), Texts{"@1 concerns lincolnshire, which is no addressee"});
}

TEST(FindingCorrections, SaysThatItIsWithdrawnWhereTheRaisingIsStruck) {
  Finding finding;
  const auto raised = finding.raise({"derbyshire"});
  finding.add("UpdateSubmitted", {"derbyshire"});
  finding.strike(raised);
  const auto row = finding.row();
  EXPECT_TRUE((*row).getHead().getWithdrawn());
  EXPECT_EQ((*row).getRaised().getPosition(), kNever);
}

TEST(FindingErasure, MovesByTheTypeAndKeepsWhatWasSaidBefore) {
  Finding finding;
  finding.raise({"derbyshire"});
  finding.add("FindingAllocated");
  finding.add("UpdateSubmitted");
  finding.erased("UpdateSubmitted");
  finding.erased("CompletionClaimed");
  const auto folded = finding.row();
  const auto addressee = (*folded).getAddressees()[0];
  EXPECT_EQ(status(addressee), "pendingSignOff");
  EXPECT_EQ(addressee.getRag(), schema::Rag::AMBER);
  EXPECT_EQ(addressee.getUpdated().getPosition(), 3U);
  EXPECT_EQ(addressee.getClaimed().getPosition(), 4U);
  EXPECT_EQ(str(addressee.getClaimBody()), "");
  EXPECT_EQ(notes((*folded).getHead()), (Texts{"@3 payload erased", "@4 payload erased"}));
}

TEST(FindingErasure, LeavesTheStatusWhereItHangsOnTheErasedOutcome) {
  Finding finding;
  finding.raise({"derbyshire"});
  finding.add("FindingAllocated");
  finding.erased("VerificationRecorded");
  const auto row = finding.row();
  EXPECT_EQ(statuses(*row), Texts{"derbyshire inProgress"});
  EXPECT_EQ(notes((*row).getHead()), Texts{"@2 payload erased"});
}

TEST(FindingErasure, ClosesForAReasonThatIsErased) {
  Finding finding;
  finding.raise({"derbyshire"});
  finding.erased("FindingClosed");
  const auto folded = finding.row();
  EXPECT_EQ(status((*folded).getAddressees()[0]), "closed");
  EXPECT_EQ((*folded).getAddressees()[0].getClosingReason(), schema::ClosingReason::UNSET);
}

TEST(FindingErasure, KnowsTheAddresseesOfAnErasedRaisingByItsEnvelope) {
  Finding finding;
  finding.erased("RecommendationRaised", {"derbyshire", "lincolnshire"},
                 Finding::raising({"derbyshire"}));
  finding.add("DueDateSet");
  const auto folded = finding.row();
  EXPECT_EQ(statuses(*folded),
            (Texts{"derbyshire awaitingAllocation", "lincolnshire awaitingAllocation"}));
  EXPECT_EQ((*folded).getKind(), schema::FindingKind::RECOMMENDATION);
  EXPECT_EQ((*folded).getAddressees()[1].getDues().size(), 1U);
}

TEST(FindingErasure, LearnsTheAddresseesOfAnErasedRaisingFromLaterEnvelopes) {
  Finding finding;
  finding.erased("RecommendationRaised", {}, Finding::raising({"derbyshire"}));
  finding.add("DueDateSet");
  finding.add("FindingAllocated", {"lincolnshire"});
  const auto folded = finding.row();
  EXPECT_EQ(statuses(*folded), Texts{"lincolnshire inProgress"});
  EXPECT_EQ((*folded).getAddressees()[0].getDues().size(), 1U) << "set for all before it was known";
  EXPECT_EQ(notes((*folded).getHead()), Texts{"@0 payload erased"});
}

TEST(FindingErasure, TakesADecisionToAnswerARequestThatIsErased) {
  Finding finding;
  finding.raise({"derbyshire"});
  finding.erased("ExtensionRequested");
  finding.add("ExtensionDecided", {},
              R"({"basis": "inspectorate", "approved": true, "due": "2024-01-31"})");
  const auto folded = finding.row();
  EXPECT_EQ((*folded).getAddressees()[0].getExtensions().size(), 0U);
  EXPECT_EQ(str((*folded).getAddressees()[0].getDues()[0].getDue()), "2024-01-31");
  EXPECT_EQ(notes((*folded).getHead()), Texts{"@1 payload erased"});
}

TEST(FindingErasure, SaysNothingFalseOfARefusalThatIsErased) {
  Finding finding;
  finding.raise({"derbyshire"});
  finding.erased("AcceptanceStated");
  finding.add("FindingClosed", {}, R"({"reason": "noActionExplained"})");
  EXPECT_EQ(notes((*finding.row()).getHead()), Texts{"@1 payload erased"});
}

TEST(FindingErasure, SaysNothingFalseOfALevelThatIsErased) {
  Finding finding;
  finding.erased("RecommendationRaised", {"derbyshire"},
                 Finding::raising({"derbyshire"}, R"(, "verificationLevel": 1)"));
  finding.add("FindingAllocated");
  finding.add("CompletionClaimed");
  finding.add("CompletionSignedOff");
  finding.add("FindingClosed", {}, R"({"reason": "confirmedByChiefOfficer"})");
  const auto row = finding.row();
  EXPECT_EQ(statuses(*row), Texts{"derbyshire closed"});
  EXPECT_EQ(notes((*row).getHead()), Texts{"@0 payload erased"});
}

}  // namespace
}  // namespace probity::test
