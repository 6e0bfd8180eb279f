// What a finding's events say beside the status: owners, claims, verdicts,
// evidence, disputes.
#include <gtest/gtest.h>

#include "tests/unit/projections/views/finding.h"

namespace probity::test {
namespace {

TEST(FindingFold, KeepsWhatItWasRaisedWith) {
  Finding finding;
  finding.stream().add("CauseOfConcernRaised", "2023-03-02", "hmicfrs",
                       R"({"inspection": "em-soc-2023", "title": "Funding", "text": "Agree it.",
                           "addressees": ["emsou", "derbyshire", "lincolnshire"], "accelerated": true,
                           "verificationLevel": 3, "themes": ["funding", "governance"]})");
  const auto folded = finding.row();
  const auto row = *folded;
  EXPECT_EQ(row.getKind(), schema::FindingKind::CAUSE_OF_CONCERN);
  EXPECT_EQ(row.getAccelerated(), schema::Truth::YES);
  EXPECT_EQ(row.getVerificationLevel(), 3);
  EXPECT_EQ(str(row.getInspection()), "em-soc-2023");
  EXPECT_EQ(str(row.getTitle()), "Funding");
  EXPECT_EQ(str(row.getText()), "Agree it.");
  EXPECT_EQ(strs(row.getThemes()), (Texts{"funding", "governance"}));
  EXPECT_EQ(row.getRaised().getPosition(), 0U);
  EXPECT_EQ(str(row.getRaised().getActor()), "hmicfrs");
  EXPECT_EQ(str(row.getRaised().getEffective()), "2023-03-02");
  EXPECT_EQ(statuses(row), (Texts{"emsou awaitingAllocation", "derbyshire awaitingAllocation",
                                  "lincolnshire awaitingAllocation"}));
}

TEST(FindingFold, KeepsTheCauseOfConcernThatARecommendationBelongsTo) {
  Finding finding;
  finding.raise({"emsou"}, "RecommendationRaised", R"(, "causeOfConcern": "em-soc-2023-coc-1")");
  const auto row = finding.row();
  EXPECT_EQ((*row).getKind(), schema::FindingKind::RECOMMENDATION);
  EXPECT_EQ(str((*row).getCauseOfConcern()), "em-soc-2023-coc-1");
}

TEST(FindingFold, MovesEachAddresseeAtItsOwnPace) {
  Finding finding;
  finding.raise({"derbyshire", "lincolnshire", "leicestershire"});
  finding.add("FindingAllocated", {"derbyshire"});
  finding.add("CompletionClaimed", {"derbyshire"});
  finding.add("UpdateSubmitted", {"lincolnshire"});
  const auto row = finding.row();
  EXPECT_EQ(statuses(*row), (Texts{"derbyshire pendingSignOff", "lincolnshire inProgress",
                                   "leicestershire awaitingAllocation"}));
  EXPECT_TRUE(notes((*row).getHead()).empty());
}

TEST(FindingFold, MovesAllAddresseesByAnEventThatNamesNone) {
  Finding finding;
  finding.raise({"derbyshire", "lincolnshire"});
  finding.add("VerificationRecorded");
  EXPECT_EQ(statuses(*finding.row()), (Texts{"derbyshire verified", "lincolnshire verified"}));
}

TEST(FindingFold, LetsAUnitSpeakForThoseMembersThatTheEnvelopeNames) {
  Finding finding;
  finding.raise({"emsou", "derbyshire", "lincolnshire", "west-midlands"});
  finding.add("FindingAllocated", {"emsou", "derbyshire", "lincolnshire"},
              R"({"body": "emsou", "owner": "regional lead"})");
  finding.add("CompletionClaimed", {"emsou", "derbyshire", "lincolnshire"},
              R"({"body": "emsou", "narrative": "all done"})");
  const auto folded = finding.row();
  EXPECT_EQ(statuses(*folded),
            (Texts{"emsou pendingSignOff", "derbyshire pendingSignOff",
                   "lincolnshire pendingSignOff", "west-midlands awaitingAllocation"}));
  const auto lincolnshire = (*folded).getAddressees()[2];
  EXPECT_EQ(str(lincolnshire.getClaimBody()), "emsou");
  EXPECT_EQ(str(lincolnshire.getOwner()), "regional lead");
}

TEST(FindingFold, NamesInANoteTheAddresseesOfWhomItIsSo) {
  Finding finding;
  finding.raise({"emsou", "derbyshire", "lincolnshire"});
  finding.add("FindingAllocated", {"emsou", "derbyshire"});
  finding.add("CompletionClaimed");
  EXPECT_EQ(notes((*finding.row()).getHead()),
            Texts{"@2 claimed before it was allocated: lincolnshire"});
}

TEST(FindingFold, NotesABodyThatIsNoAddresseeAndMovesNobody) {
  Finding finding;
  finding.raise({"derbyshire"});
  finding.add("FindingAllocated", {"lincolnshire"});
  const auto row = finding.row();
  EXPECT_EQ(statuses(*row), Texts{"derbyshire awaitingAllocation"});
  EXPECT_EQ(notes((*row).getHead()), Texts{"@1 concerns lincolnshire, which is no addressee"});
}

TEST(FindingFold, KeepsTheLatestUpdate) {
  Finding finding;
  finding.raise({"derbyshire"});
  finding.add("UpdateSubmitted", {},
              R"({"body": "derbyshire", "narrative": "slow", "rag": "red", "percentComplete": 10,
                  "statusAsSaid": "behind"})");
  finding.add("UpdateSubmitted", {},
              R"({"body": "derbyshire", "narrative": "better", "rag": "green"})");
  const auto folded = finding.row();
  const auto addressee = (*folded).getAddressees()[0];
  EXPECT_EQ(addressee.getRag(), schema::Rag::GREEN);
  EXPECT_EQ(str(addressee.getNarrative()), "better");
  EXPECT_EQ(addressee.getPercentComplete(), 255)
      << "what an older update said is not the new one's";
  EXPECT_EQ(str(addressee.getStatusAsSaid()), "");
  EXPECT_EQ(addressee.getUpdated().getPosition(), 2U);
  EXPECT_EQ(addressee.getSince().getPosition(), 1U) << "the first update put it in progress";
}

TEST(FindingFold, ForgetsAClaimThatWasReturnedUntilThereIsAnother) {
  Finding finding;
  finding.raise({"derbyshire"});
  finding.add("FindingAllocated");
  finding.add("CompletionClaimed");
  finding.add("CompletionReturned");
  {
    const auto folded = finding.row();
    const auto addressee = (*folded).getAddressees()[0];
    EXPECT_EQ(addressee.getClaimed().getPosition(), kNever);
    EXPECT_EQ(str(addressee.getClaimNarrative()), "");
    EXPECT_EQ(addressee.getReturned().getPosition(), 3U);
    EXPECT_EQ(str(addressee.getReturnReason()), "not yet");
  }
  finding.add("CompletionClaimed");
  const auto folded = finding.row();
  EXPECT_EQ((*folded).getAddressees()[0].getClaimed().getPosition(), 4U);
  EXPECT_EQ((*folded).getAddressees()[0].getReturned().getPosition(), kNever);
}

TEST(FindingFold, ForgetsClaimAndSignOffWhenTheInspectorateFindsOtherwise) {
  Finding finding;
  finding.raise({"derbyshire"});
  finding.add("FindingAllocated");
  finding.add("CompletionClaimed");
  finding.add("CompletionSignedOff");
  finding.add("VerificationRecorded", {}, R"({"outcome": "notVerified", "level": 3})");
  const auto folded = finding.row();
  const auto addressee = (*folded).getAddressees()[0];
  EXPECT_EQ(status(addressee), "inProgress");
  EXPECT_EQ(addressee.getClaimed().getPosition(), kNever);
  EXPECT_EQ(addressee.getSignedOff().getPosition(), kNever);
  EXPECT_EQ(addressee.getSeparation(), schema::Separation::UNSET);
  EXPECT_EQ(addressee.getOutcome(), schema::Outcome::NOT_VERIFIED);
  EXPECT_EQ(addressee.getVerificationLevel(), 3);
  EXPECT_EQ(addressee.getVerification().getPosition(), 4U);
}

TEST(FindingFold, CountsNoEarlierClaimOrVerificationAfterAReopening) {
  Finding finding;
  finding.raise({"derbyshire"});
  finding.add("FindingAllocated");
  finding.add("DueDateSet");
  finding.add("CompletionClaimed");
  finding.add("CompletionSignedOff");
  finding.add("VerificationRecorded");
  finding.add("FindingClosed");
  {
    const auto folded = finding.row();
    const auto addressee = (*folded).getAddressees()[0];
    EXPECT_EQ(addressee.getClosed().getPosition(), 6U);
    EXPECT_EQ(addressee.getClosingReason(), schema::ClosingReason::VERIFIED);
    EXPECT_EQ(addressee.getSignedOff().getPosition(), 4U) << "what led to the closing still counts";
  }
  finding.add("FindingReopened");
  const auto folded = finding.row();
  const auto addressee = (*folded).getAddressees()[0];
  EXPECT_EQ(status(addressee), "inProgress");
  EXPECT_EQ(addressee.getReopened().getPosition(), 7U);
  EXPECT_EQ(addressee.getClaimed().getPosition(), kNever);
  EXPECT_EQ(addressee.getSignedOff().getPosition(), kNever);
  EXPECT_EQ(addressee.getVerification().getPosition(), kNever);
  EXPECT_EQ(addressee.getOutcome(), schema::Outcome::UNSET);
  EXPECT_EQ(addressee.getClosed().getPosition(), kNever);
  EXPECT_EQ(addressee.getClosingReason(), schema::ClosingReason::UNSET);
  EXPECT_EQ(str(addressee.getOwner()), "head of crime") << "the owner and the due date stay";
  EXPECT_EQ(addressee.getDues().size(), 1U);
}

TEST(FindingFold, NotesAClosingThatRestsOnAVerificationFromBeforeTheReopening) {
  Finding finding;
  finding.raise({"derbyshire"});
  finding.add("VerificationRecorded");
  finding.add("FindingClosed");
  finding.add("FindingReopened");
  finding.add("FindingClosed");
  EXPECT_EQ(notes((*finding.row()).getHead()), Texts{"@4 closed without a verification"});
}

struct Hands {
  std::uint8_t claim_client;
  std::string_view claim_person;
  std::uint8_t sign_client;
  std::string_view sign_person;
  schema::Separation separation;
};

TEST(FindingFold, ShowsSeparationOfDutiesOnlyWhereBothHandsAreKnown) {
  using enum schema::Separation;
  const Hands cases[] = {
      {1, "p1", 2, "p2", SHOWN},     {1, "p1", 1, "p2", SAME_HAND}, {1, "p1", 2, "p1", SAME_HAND},
      {1, "p1", 1, "p1", SAME_HAND}, {0, "p1", 2, "p2", NOT_SHOWN}, {1, "p1", 0, "p2", NOT_SHOWN},
      {1, "", 2, "p2", NOT_SHOWN},   {1, "p1", 2, "", NOT_SHOWN},   {0, "", 0, "", NOT_SHOWN},
      {0, "p1", 0, "p1", SAME_HAND}, {1, "", 1, "", SAME_HAND},
  };
  for (const auto& hands : cases) {
    Finding finding;
    finding.raise({"derbyshire"});
    finding.add("FindingAllocated");
    Recording recording;
    recording.client = hands.claim_client;
    finding.stream().add("CompletionClaimed", "2023-08-01", "derbyshire",
                         data_of("CompletionClaimed"), recording, hands.claim_person);
    recording.client = hands.sign_client;
    finding.stream().add("CompletionSignedOff", "2023-08-02", "derbyshire",
                         data_of("CompletionSignedOff"), recording, hands.sign_person);
    const auto folded = finding.row();
    EXPECT_EQ((*folded).getAddressees()[0].getSeparation(), hands.separation)
        << int{hands.claim_client} << hands.claim_person << " " << int{hands.sign_client}
        << hands.sign_person;
  }
}

TEST(FindingFold, CountsThePiecesOfEvidenceThatStand) {
  Finding finding;
  finding.raise({"derbyshire"});
  finding.add("EvidenceAttached");
  finding.add(
      "EvidenceAttached", {},
      R"({"title": "minutes", "uri": "https://example.org/m", "bytes": 9, "supports": "claim", "sha256":
                  "2222222222222222222222222222222222222222222222222222222222222222"})");
  EXPECT_EQ((*finding.row()).getEvidence(), 2U);
  finding.add("EvidenceWithdrawn");
  EXPECT_EQ((*finding.row()).getEvidence(), 1U);
  finding.add("EvidenceWithdrawn");
  EXPECT_EQ((*finding.row()).getEvidence(), 1U);
  EXPECT_EQ(notes((*finding.row()).getHead()),
            Texts{"@4 evidence withdrawn that was not attached"});
}

TEST(FindingFold, KeepsAnOpenDisputeUntilItIsResolved) {
  Finding finding;
  finding.raise({"derbyshire", "lincolnshire"});
  finding.add("FindingDisputed", {"derbyshire"});
  {
    const auto folded = finding.row();
    EXPECT_EQ((*folded).getAddressees()[0].getDisputed().getPosition(), 1U);
    EXPECT_EQ(str((*folded).getAddressees()[0].getDisputeGrounds()), "not ours");
    EXPECT_EQ((*folded).getAddressees()[1].getDisputed().getPosition(), kNever);
  }
  finding.add("DisputeResolved", {"derbyshire"});
  const auto folded = finding.row();
  EXPECT_EQ((*folded).getAddressees()[0].getDisputed().getPosition(), kNever);
  EXPECT_EQ(str((*folded).getAddressees()[0].getDisputeGrounds()), "");
}

TEST(FindingFold, KeepsAcceptanceAssuranceAndTheFindingThatTookItsPlace) {
  Finding finding;
  finding.raise({"derbyshire"});
  finding.add("AcceptanceStated", {}, R"({"position": "partlyAccepted", "reason": "cost"})");
  finding.add("AssuranceGiven", {}, R"({"opinion": "limited"})");
  finding.add("FindingSuperseded");
  const auto folded = finding.row();
  const auto addressee = (*folded).getAddressees()[0];
  EXPECT_EQ(addressee.getAcceptance(), schema::Acceptance::PARTLY_ACCEPTED);
  EXPECT_EQ(str(addressee.getAcceptanceReason()), "cost");
  EXPECT_EQ(addressee.getAccepted().getPosition(), 1U);
  EXPECT_EQ(addressee.getOpinion(), schema::Opinion::LIMITED);
  EXPECT_EQ(addressee.getAssured().getPosition(), 2U);
  EXPECT_EQ(str(addressee.getSupersededBy()), "em-soc-2025-rec-1");
}

TEST(FindingFold, HasNoAddresseeBeforeTheFindingHolds) {
  Finding finding;
  finding.raise({"derbyshire"});
  const auto before = finding.row("2023-03-01");
  EXPECT_EQ((*before).getAddressees().size(), 0U);
  EXPECT_FALSE((*before).getHead().getBegun());
  EXPECT_EQ((*before).getRaised().getPosition(), kNever);
}

}  // namespace
}  // namespace probity::test
