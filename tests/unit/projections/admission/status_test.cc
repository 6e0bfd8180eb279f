// Every row of the status table against every status: what is admitted, and what a refusal says.
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "tests/unit/projections/admission/midlands.h"

namespace probity {
namespace {

using test::refused;

constexpr std::string_view kDigest =
    "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

struct Act {
  std::string name;
  std::string_view type;
  std::string_view actor;
  std::string data;
  std::string_view admitted;  // the initials of kStatuses, by domain.md
};

struct Status {
  char initial;
  std::string_view name;
  std::vector<std::string_view> path;  // the acts that lead there
};

const std::vector<Status>& statuses() {
  static const std::vector<Status> all{
      {'A', "awaitingAllocation", {}},
      {'I', "inProgress", {"allocated"}},
      {'P', "pendingSignOff", {"allocated", "claimed"}},
      {'W', "awaitingVerification", {"allocated", "claimed", "signedOff"}},
      {'V', "verified", {"verified"}},
      {'C', "closed", {"verified", "closedVerified"}},
      {'S', "superseded", {"superseded"}},
  };
  return all;
}

const std::vector<Act>& acts() {
  static const std::string own = R"("body": "leicestershire")";
  static const std::vector<Act> all{
      {"allocated", "FindingAllocated", "leicestershire", "{" + own + R"(, "owner": "o"})",
       "AIPWV"},
      {"updated", "UpdateSubmitted", "leicestershire",
       "{" + own + R"(, "narrative": "n", "rag": "amber"})", "AIPWV"},
      {"claimed", "CompletionClaimed", "leicestershire", "{" + own + R"(, "narrative": "n"})", "I"},
      {"signedOff", "CompletionSignedOff", "leicestershire", "{" + own + R"(, "officer": "o"})",
       "P"},
      {"returned", "CompletionReturned", "leicestershire", "{" + own + R"(, "reason": "r"})", "P"},
      {"verified", "VerificationRecorded", "hmicfrs", R"({"outcome": "verified"})", "AIPWV"},
      {"notVerified", "VerificationRecorded", "hmicfrs", R"({"outcome": "notVerified"})", "AIPWV"},
      {"closedVerified", "FindingClosed", "hmicfrs", R"({"reason": "verified"})", "V"},
      {"closedConfirmed", "FindingClosed", "leicestershire",
       "{" + own + R"(, "reason": "confirmedByChiefOfficer"})", "W"},
      {"closedNoAction", "FindingClosed", "leicestershire",
       "{" + own + R"(, "reason": "noActionExplained"})", "AIPWV"},
      {"closedNotApplicable", "FindingClosed", "hmicfrs", R"({"reason": "noLongerApplicable"})",
       "AIPWV"},
      {"closedCarried", "FindingClosed", "hmicfrs", R"({"reason": "carriedToLaterInspection"})",
       "AIPWV"},
      {"superseded", "FindingSuperseded", "hmicfrs", R"({"by": "f-1"})", "AIPWV"},
      {"reopened", "FindingReopened", "hmicfrs", R"({"reason": "r"})", "CS"},
      {"accepted", "AcceptanceStated", "leicestershire",
       "{" + own + R"(, "position": "notAccepted", "reason": "r"})", "AIPWV"},
      {"due", "DueDateSet", "hmicfrs", R"({"due": "2024-01", "basis": "inspectorate"})", "AIPWV"},
      {"extensionAsked", "ExtensionRequested", "leicestershire",
       "{" + own + R"(, "basis": "inspectorate", "due": "2025", "reason": "r"})", "AIPWV"},
      {"attached", "EvidenceAttached", "leicestershire",
       fmt::format(R"({{{}, "title": "t", "uri": "https://example.test/a", "sha256": "{}", )"
                   R"("bytes": 1}})",
                   own, kDigest),
       "AIPWV"},
      {"withdrawn", "EvidenceWithdrawn", "leicestershire",
       fmt::format(R"({{"sha256": "{}", "reason": "r"}})", kDigest), "AIPWV"},
      {"disputed", "FindingDisputed", "leicestershire", "{" + own + R"(, "grounds": "g"})",
       "AIPWV"},
      {"assured", "AssuranceGiven", "jarap", R"({"opinion": "limited"})", "AIPWVCS"},
      {"extensionDecided", "ExtensionDecided", "hmicfrs",
       R"({"basis": "inspectorate", "approved": true})", "AIPWVCS"},
      {"disputeResolved", "DisputeResolved", "hmicfrs", R"({"outcome": "o"})", "AIPWVCS"},
      {"noted", "NoteAdded", "nca", R"({"text": "t"})", "AIPWVCS"},
  };
  return all;
}

const Act& act(std::string_view name) {
  for (const auto& each : acts()) {
    if (each.name == name) return each;
  }
  throw std::runtime_error("no act");
}

/// A finding in each status, named by it: an area for improvement, not accepted with a reason, with
/// evidence, an open request and an open dispute, so that the status alone decides.
class Findings : public test::Midlands {
 public:
  Findings() {
    for (const auto& status : statuses()) {
      stream_ = fmt::format("finding/{}", static_cast<char>(status.initial - 'A' + 'a'));
      raise(stream_.substr(8), R"("leicestershire")", "AreaForImprovementRaised");
      for (const auto* always : {"accepted", "attached", "extensionAsked", "disputed"}) add(always);
      for (const auto step : status.path) add(step);
    }
  }
  void add(std::string_view name) {
    must_append(stream_, act(name).type, "2023-05-01", act(name).actor, act(name).data);
  }

 private:
  std::string stream_;
};

TEST(StatusTable, AdmitsAnEventInTheStatusesOfItsRowAndInNoOther) {
  Findings ledger;
  for (const auto& each : acts()) {
    for (const auto& status : statuses()) {
      const auto stream = fmt::format("finding/{}", static_cast<char>(status.initial - 'A' + 'a'));
      const auto judged = ledger.judge(stream, each.type, "2023-05-02", each.actor, each.data);
      SCOPED_TRACE(fmt::format("{} in {}", each.name, status.name));
      if (each.admitted.find(status.initial) != std::string_view::npos) {
        EXPECT_TRUE(judged) << judged.error().what;
      } else {
        EXPECT_TRUE(refused(judged, {std::string(each.type), "leicestershire",
                                     std::string(status.name), "@", "What may come next"}));
      }
    }
  }
}

TEST(StatusTable, TakesCorrectionsAndMarkingsInEveryStatus) {
  Findings ledger;
  for (const auto& status : statuses()) {
    const auto stream = fmt::format("finding/{}", static_cast<char>(status.initial - 'A' + 'a'));
    const auto& last = ledger.last_of(stream).header;
    const auto named = fmt::format(R"({{"event": "{}", "reason": "r"}})", to_text(last.id));
    EXPECT_TRUE(ledger.judge(stream, "CorrectionMade", "2023-05-02", last.actor, named));
    const auto marked = fmt::format(
        R"({{"event": "{}", "marking": "officialSensitive", "reason": "r"}})", to_text(last.id));
    EXPECT_TRUE(ledger.judge(stream, "MarkingChanged", "2023-05-02", last.actor, marked));
  }
}

TEST(StatusTable, RefusesASecondClaimAndSaysSo) {
  test::Midlands ledger;
  ledger.must_append("finding/f-1", "FindingAllocated", "2023-05-01", "leicestershire",
                     act("allocated").data);
  const auto claim = ledger.must_append("finding/f-1", "CompletionClaimed", "2023-05-01",
                                        "leicestershire", act("claimed").data);
  EXPECT_TRUE(refused(ledger.append("finding/f-1", "CompletionClaimed", "2023-05-02",
                                    "leicestershire", act("claimed").data),
                      {"claimed twice", "leicestershire", "pendingSignOff",
                       fmt::format("@{}", claim.value), "CompletionSignedOff"}));
}

TEST(StatusTable, RefusesToCloseWithoutAVerification) {
  test::Midlands ledger;
  EXPECT_TRUE(refused(
      ledger.append("finding/f-1", "FindingClosed", "2023-05-02", "hmicfrs",
                    R"({"reason": "verified"})"),
      {"FindingClosed", "without a verification", "awaitingAllocation", "VerificationRecorded"}));
}

struct Unmet {
  std::string_view type;
  std::string_view actor;
  std::string data;
  std::string_view says;
};

TEST(StatusTable, RefusesWhatLacksItsPrecondition) {
  test::Midlands ledger;
  ledger.raise("plain", R"("leicestershire")");
  for (const auto* step : {"allocated", "claimed", "signedOff"}) {
    ledger.must_append("finding/plain", act(step).type, "2023-05-01", act(step).actor,
                       act(step).data);
  }
  const std::string own = R"({"body": "leicestershire", )";
  for (const auto& unmet : std::vector<Unmet>{
           {"FindingClosed", "leicestershire", own + R"("reason": "confirmedByChiefOfficer"})",
            "level 1"},
           {"FindingClosed", "leicestershire", own + R"("reason": "noActionExplained"})",
            "notAccepted"},
           {"ExtensionDecided", "hmicfrs", R"({"basis": "inspectorate", "approved": true})",
            "open extension request"},
           {"DisputeResolved", "hmicfrs", R"({"outcome": "o"})", "open dispute"}}) {
    EXPECT_TRUE(
        refused(ledger.judge("finding/plain", unmet.type, "2023-05-02", unmet.actor, unmet.data),
                {std::string(unmet.type), std::string(unmet.says), "leicestershire"}));
  }
}

TEST(StatusTable, WantsTheReasonOfARefusalToAccept) {
  test::Midlands ledger;
  ledger.must_append("finding/f-1", "AcceptanceStated", "2023-05-01", "leicestershire",
                     R"({"body": "leicestershire", "position": "notAccepted"})");
  EXPECT_TRUE(refused(ledger.judge("finding/f-1", "FindingClosed", "2023-05-02", "leicestershire",
                                   act("closedNoAction").data),
                      {"notAccepted", "reason"}));
}

TEST(StatusTable, TakesTheChiefOfficersWordForAFindingOfLevelOne) {
  test::Midlands ledger;
  ledger.raise("simple", R"("leicestershire")", "RecommendationRaised",
               R"(, "verificationLevel": 1)");
  for (const auto* step : {"allocated", "claimed", "signedOff"}) {
    ledger.must_append("finding/simple", act(step).type, "2023-05-01", act(step).actor,
                       act(step).data);
  }
  EXPECT_TRUE(ledger.judge("finding/simple", "FindingClosed", "2023-05-02", "leicestershire",
                           act("closedConfirmed").data));
}

TEST(StatusTable, DecidesAnExtensionOfTheBasisThatWasAsked) {
  test::Midlands ledger;
  ledger.must_append("finding/f-1", "ExtensionRequested", "2023-05-01", "leicestershire",
                     R"({"body": "leicestershire", "basis": "internal", "due": "2025",
                         "reason": "r"})");
  EXPECT_TRUE(refused(ledger.judge("finding/f-1", "ExtensionDecided", "2023-05-02", "hmicfrs",
                                   R"({"basis": "inspectorate", "approved": true})"),
                      {"open extension request of that basis"}));
  EXPECT_TRUE(ledger.judge("finding/f-1", "ExtensionDecided", "2023-05-02", "pcc-leicestershire",
                           R"({"basis": "internal", "approved": true})"));
}

TEST(StatusTable, IsAskedForEveryAddresseeThatAnEventConcerns) {
  test::Midlands ledger;
  ledger.raise("both", R"("derbyshire", "leicestershire")");
  ledger.must_append("finding/both", "VerificationRecorded", "2023-05-01", "hmicfrs",
                     R"({"body": "derbyshire", "outcome": "verified"})");
  EXPECT_TRUE(refused(ledger.judge("finding/both", "FindingClosed", "2023-05-02", "hmicfrs",
                                   R"({"reason": "verified"})"),
                      {"leicestershire", "awaitingAllocation"}));
  EXPECT_TRUE(ledger.judge("finding/both", "FindingClosed", "2023-05-02", "hmicfrs",
                           R"({"body": "derbyshire", "reason": "verified"})"));
}

TEST(SortDay, IsTheDayOnWhichAnEventIsJudged) {
  test::Midlands ledger;
  ledger.must_append("finding/f-1", "VerificationRecorded", "2024-02-01", "hmicfrs",
                     R"({"outcome": "verified"})");
  // On the first of January the finding was not verified, whatever is recorded of February.
  EXPECT_TRUE(refused(ledger.judge("finding/f-1", "FindingClosed", "2024-01-01", "hmicfrs",
                                   R"({"reason": "verified"})"),
                      {"without a verification"}));
  EXPECT_TRUE(ledger.judge("finding/f-1", "FindingClosed", "2024-02", "hmicfrs",
                           R"({"reason": "verified"})"));
}

TEST(SortDay, LetsALateRecordedOldFactPassWhereItFits) {
  test::Midlands ledger;
  ledger.must_append("finding/f-1", "FindingAllocated", "2023-04-01", "leicestershire",
                     act("allocated").data);
  ledger.must_append("finding/f-1", "CompletionClaimed", "2024-01-01", "leicestershire",
                     act("claimed").data);
  ledger.must_append("finding/f-1", "UpdateSubmitted", "2023-06", "leicestershire",
                     act("updated").data);
  EXPECT_TRUE(refused(ledger.judge("finding/f-1", "CompletionSignedOff", "2023-12-31",
                                   "leicestershire", act("signedOff").data),
                      {"without a claim"}));
  EXPECT_TRUE(ledger.judge("finding/f-1", "CompletionSignedOff", "2024-01-01", "leicestershire",
                           act("signedOff").data));
}

TEST(SortDay, IsTheLatestDayThatADateMayMean) {
  test::Midlands ledger;
  ledger.must_append("finding/f-1", "FindingAllocated", "2023-04-01/2023-06-30", "leicestershire",
                     act("allocated").data);
  EXPECT_TRUE(refused(ledger.judge("finding/f-1", "CompletionClaimed", "2023-06-29",
                                   "leicestershire", act("claimed").data),
                      {"awaitingAllocation"}));
  EXPECT_TRUE(ledger.judge("finding/f-1", "CompletionClaimed", "2023-06", "leicestershire",
                           act("claimed").data));
}

TEST(SortDay, BeforeTheFindingWasRaisedRefusesEverything) {
  test::Midlands ledger;
  EXPECT_TRUE(refused(ledger.judge("finding/f-1", "FindingAllocated", "2023-03-01",
                                   "leicestershire", act("allocated").data),
                      {"2023-03-01", "RecommendationRaised @", "2023-03-02"}));
}

TEST(Evidence, IsWithdrawnOnlyWhereItStands) {
  test::Midlands ledger;
  const auto& withdrawn = act("withdrawn");
  EXPECT_TRUE(refused(
      ledger.judge("finding/f-1", withdrawn.type, "2023-05-02", withdrawn.actor, withdrawn.data),
      {"no evidence", std::string(kDigest)}));
}

TEST(Evidence, IsWithdrawnOnce) {
  test::Midlands ledger;
  for (const auto* step : {"attached", "withdrawn"}) {
    ledger.must_append("finding/f-1", act(step).type, "2023-05-01", act(step).actor,
                       act(step).data);
  }
  EXPECT_TRUE(refused(ledger.judge("finding/f-1", "EvidenceWithdrawn", "2023-05-02",
                                   "leicestershire", act("withdrawn").data),
                      {"no evidence", std::string(kDigest)}));
}

TEST(Evidence, IsWithdrawnForWhomItWasAttached) {
  test::Midlands ledger;
  ledger.raise("both", R"("derbyshire", "leicestershire")");
  ledger.must_append("finding/both", "EvidenceAttached", "2023-05-01", "leicestershire",
                     act("attached").data);
  ledger.must_append("finding/both", "FindingClosed", "2023-05-01", "hmicfrs",
                     R"({"body": "derbyshire", "reason": "noLongerApplicable"})");
  const auto placed = ledger.must_append("finding/both", "EvidenceWithdrawn", "2023-05-02",
                                         "leicestershire", act("withdrawn").data);
  EXPECT_EQ(ledger.concerns(placed), std::vector<std::string>{"leicestershire"});
}

TEST(Superseding, NeedsAnotherFinding) {
  test::Midlands ledger;
  EXPECT_TRUE(refused(
      ledger.judge("finding/f-1", "FindingSuperseded", "2023-05-02", "hmicfrs", R"({"by": "f-1"})"),
      {"its own place"}));
}

struct Hands {
  test::Offer claim;
  test::Offer sign_off;
  std::string_view says;  // empty: let pass
};

TEST(TwoHands, AreWantedWhereBothAreKnown) {
  using test::Offer;
  using test::own;
  auto by = [](Offer offer, std::string person) {
    offer.person = std::move(person);
    return offer;
  };
  const std::string force = "leicestershire";
  for (const auto& hands :
       std::vector<Hands>{{own(force, 1), own(force, 2), ""},
                          {own(force, 1), own(force, 1), "client"},
                          {by(own(force, 1), "p-1"), by(own(force, 2), "p-1"), "person"},
                          {by(own(force, 1), "p-1"), by(own(force, 2), "p-2"), ""},
                          {Offer{}, Offer{}, ""},
                          {by(Offer{}, "p-1"), by(Offer{}, "p-1"), "person"},
                          {by(Offer{}, "p-1"), own(force, 1), ""}}) {
    test::Midlands ledger;
    ledger.must_append("finding/f-1", "FindingAllocated", "2023-05-01", force,
                       act("allocated").data);
    ledger.must_append("finding/f-1", "CompletionClaimed", "2023-05-01", force, act("claimed").data,
                       hands.claim);
    const auto judged = ledger.judge("finding/f-1", "CompletionSignedOff", "2023-05-02", force,
                                     act("signedOff").data, hands.sign_off);
    if (hands.says.empty()) {
      EXPECT_TRUE(judged) << judged.error().what;
    } else {
      EXPECT_TRUE(refused(judged, {std::string(hands.says), "claimed completion"}));
    }
  }
}

}  // namespace
}  // namespace probity
