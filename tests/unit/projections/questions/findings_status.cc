#include "tests/unit/projections/questions/findings_support.h"

namespace probity::test {
namespace {

using namespace projections;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class FindingStatus : public Findings {
 protected:
  void update(const std::string& body, const std::string& effective) {
    on_finding("r-1", "UpdateSubmitted", effective, body,
               fmt::format(R"({{"body": "{}", "narrative": "n", "rag": "amber"}})", body),
               {.concerns = {body}});
  }
  void claim(const std::string& body, const std::string& effective,
             const Recording& recording = {}) {
    Recording concerning = recording;
    concerning.concerns = {body};
    on_finding("r-1", "CompletionClaimed", effective, body,
               fmt::format(R"({{"body": "{}", "narrative": "done"}})", body), concerning);
  }
  void sign_off(const std::string& body, const std::string& effective) {
    on_finding("r-1", "CompletionSignedOff", effective, body,
               fmt::format(R"({{"body": "{}", "officer": "Deputy Chief Constable"}})", body),
               {.concerns = {body}});
  }
  void verify(const std::string& body, const std::string& effective) {
    on_finding("r-1", "VerificationRecorded", effective, "hmicfrs",
               fmt::format(R"({{"body": "{}", "outcome": "verified"}})", body),
               {.concerns = {body}});
  }
  Position due(const std::string& body, const std::string& day,
               const std::string& basis = "inspectorate") {
    return on_finding(
        "r-1", "DueDateSet", "2024-01-11", "hmicfrs",
        fmt::format(R"({{"body": "{}", "due": "{}", "basis": "{}"}})", body, day, basis),
        {.concerns = {body}});
  }
};

TEST_F(FindingStatus, IsTheLeastAdvancedAddresseesWithTheSpread) {
  raise("r-1", R"("north", "south", "west")");
  for (const char* body : {"north", "south", "west"}) update(body, "2024-02-01");
  verify("south", "2024-03-01");
  const Answer answer = status("r-1");
  EXPECT_EQ(answer.title, "r-1: inProgress (1 of 3 verified)");
  EXPECT_EQ(fact(answer, "status"), "inProgress");
  EXPECT_EQ(fact(answer, "spread"), "1 of 3 verified");
  EXPECT_THAT(column(answer, "addressees", "status"),
              ElementsAre("inProgress", "verified", "inProgress"));
}

TEST_F(FindingStatus, OfOneAddresseeHasNoSpread) {
  raise("r-1", R"("north")");
  EXPECT_EQ(status("r-1").title, "r-1: awaitingAllocation");
  EXPECT_EQ(fact(status("r-1"), "spread"), "");
}

TEST_F(FindingStatus, CountsClaimedSignedOffVerifiedAndAssuredApart) {
  raise("r-1", R"("north", "south", "west")");
  for (const char* body : {"north", "south", "west"}) {
    update(body, "2024-02-01");
    claim(body, "2024-02-10");
  }
  sign_off("north", "2024-02-11");
  sign_off("south", "2024-02-11");
  verify("south", "2024-03-01");
  const Answer answer = status("r-1");
  EXPECT_EQ(fact(answer, "claimed"), "3");
  EXPECT_EQ(fact(answer, "signedOff"), "2");
  EXPECT_EQ(fact(answer, "verified"), "1");
  EXPECT_EQ(fact(answer, "assured"), "0");
}

TEST_F(FindingStatus, SaysThatSeparationOfDutiesIsNotShownWhereTheOperatorEnteredBoth) {
  raise("r-1", R"("north")");
  update("north", "2024-02-01");
  claim("north", "2024-02-10");
  EXPECT_FALSE(remarks(status("r-1"), "separation of duties"));
  sign_off("north", "2024-02-11");
  EXPECT_TRUE(remarks(status("r-1"), "separation of duties not shown: north"));
}

TEST_F(FindingStatus, IsOverdueTheDayAfterTheDueDateAndNoLongerOnceSignedOff) {
  raise("r-1", R"("north")");
  update("north", "2024-02-01");
  due("north", "2024-03");
  EXPECT_EQ(rows_of(status("r-1", "2024-03-31"), "addressees").front().at("daysOverdue"), "");
  const Answer late = status("r-1", "2024-04-02");
  EXPECT_EQ(rows_of(late, "addressees").front().at("daysOverdue"), "2");
  EXPECT_TRUE(remarks(late, "overdue: north by 2 days (due 2024-03, inspectorate)"));
  claim("north", "2024-04-03");
  EXPECT_EQ(rows_of(status("r-1", "2024-04-03"), "addressees").front().at("daysOverdue"), "3");
  sign_off("north", "2024-04-04");
  const Answer signed_off = status("r-1", "2024-04-10");
  EXPECT_EQ(rows_of(signed_off, "addressees").front().at("daysOverdue"), "");
  EXPECT_TRUE(remarks(signed_off, "awaiting the inspectorate: north for 6 days"));
}

TEST_F(FindingStatus, ShowsTheFirstAndTheCurrentDueDateOfEachBasisAndHowOftenItMoved) {
  raise("r-1", R"("north")");
  due("north", "2024-03-31");
  due("north", "2024-05-31");
  due("north", "2024-04-30", "internal");
  const Answer answer = status("r-1");
  EXPECT_THAT(column(answer, "dues", "due"), ElementsAre("2024-05-31", "2024-04-30"));
  EXPECT_THAT(column(answer, "dues", "original"), ElementsAre("2024-03-31", "2024-04-30"));
  EXPECT_THAT(column(answer, "dues", "moved"), ElementsAre("1", "0"));
  EXPECT_EQ(rows_of(answer, "addressees").front().at("due"), "2024-04-30");
}

TEST_F(FindingStatus, SaysWhatIsPossibleBesideTheAnswer) {
  raise("r-1", R"("north")");
  on_finding("r-1", "UpdateSubmitted", "2024-02", "north",
             R"({"body": "north", "narrative": "n", "rag": "green"})");
  const Answer answer = status("r-1", "2024-02-10");
  EXPECT_EQ(fact(answer, "status"), "awaitingAllocation");
  EXPECT_THAT(column(answer, "possible", "event"), ElementsAre("UpdateSubmitted"));
  EXPECT_THAT(column(answer, "possible", "effective"), ElementsAre("2024-02"));
}

TEST_F(FindingStatus, IsNoBeforeTheFindingIsRaised) {
  raise("r-1", R"("north")", "2024-01-10");
  const Answer answer = status("r-1", "2024-01-09");
  EXPECT_FALSE(answer.yes);
  EXPECT_EQ(answer.title, "r-1: not yet raised on 2024-01-09");
  EXPECT_EQ(fact(answer, "status"), "notYet");
}

TEST_F(FindingStatus, SaysWhereTheRaisingItselfIsOnlyPossible) {
  raise("r-1", R"("north")", "2024-01");
  const Answer answer = status("r-1", "2024-01-09");
  EXPECT_FALSE(answer.yes);
  EXPECT_EQ(answer.title, "r-1: may have been raised by 2024-01-09, not certain");
}

TEST_F(FindingStatus, OfAWithdrawnFindingIsWithdrawnWithItsHistory) {
  const Position raised = raise("r-1", R"("north")");
  on_finding(
      "r-1", "CorrectionMade", "2024-02-01", "hmicfrs",
      fmt::format(R"({{"event": "{}", "reason": "entered twice"}})", to_text(id_at(raised.value))));
  const Answer answer = status("r-1");
  EXPECT_EQ(answer.title, "r-1: withdrawn");
  EXPECT_EQ(fact(answer, "status"), "withdrawn");
  EXPECT_THAT(rows_of(answer, "events"), SizeIs(2));
  EXPECT_TRUE(answer.yes);
}

TEST_F(FindingStatus, OfAnUnknownRefNamesTheNearest) {
  raise("r-1", R"("north")");
  raise("coc-17", R"("north")");
  const auto answer = try_ask(ask_status, {.ref = "coc-71"});
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(answer.error().what, "no finding coc-71 is on record");
  EXPECT_EQ(answer.error().mend, "did you mean coc-17?");
}

TEST_F(FindingStatus, BeforeItWasRecordedSaysWhenItWas) {
  const Position raised = raise("r-1", R"("north")");
  const auto answer = try_ask(ask_status, {.ref = "r-1"}, {}, "@0");
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(answer.error().what, "finding r-1 was not yet on record at the moment asked for");
  EXPECT_THAT(answer.error().mend, HasSubstr(fmt::format("@{}", raised.value)));
}

TEST_F(FindingStatus, TakesTheStreamsNameToo) {
  raise("r-1", R"("north")");
  EXPECT_EQ(fact(status("finding/r-1"), "ref"), "r-1");
}

TEST_F(FindingStatus, RefusesWhatIsNoRef) {
  const auto answer = try_ask(ask_status, {.ref = "R 1"});
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, ErrorKind::kMalformed);
}

TEST_F(FindingStatus, IsNotStatedOfAStreamWithAnEventTypeNewerThanThisProgram) {
  raise("r-1", R"("north")");
  auto newer = ledger_.new_event(
      R"({"stream": "finding/r-1", "type": "NoteAdded", "effective": "2024-02-01", "actor": "north",
          "data": {"text": "t"}})");
  newer.header.type = "FindingSplit";
  ledger_.append(std::move(newer));
  const auto answer = try_ask(ask_status, {.ref = "r-1"});
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, ErrorKind::kNewer);
}

TEST_F(FindingStatus, ShowsWhoReportedAnothersAct) {
  raise("r-1", R"("north")");
  ledger_.record(
      R"({"stream": "finding/r-1", "type": "VerificationRecorded", "effective": "2024-03-01",
                     "actor": "hmicfrs", "source": {"document": "letter of 22 May 2025"},
                     "data": {"outcome": "verified", "level": 3}})",
      {.recorded_by = "north", .standing = eventstore::Standing::kReported});
  const Answer answer = status("r-1");
  const auto acts = rows_of(answer, "acts");
  ASSERT_THAT(acts, SizeIs(1));
  EXPECT_EQ(acts[0].at("act"), "verified");
  EXPECT_EQ(acts[0].at("by"), "hmicfrs (reported by north, letter of 22 May 2025)");
  EXPECT_EQ(acts[0].at("standing"), "reported");
}

TEST_F(FindingStatus, CarriesWhatTheFoldNotedAndWhatWasRemarked) {
  raise("r-1", R"("north")");
  verify("north", "2024-03-01");
  on_finding("r-1", "FindingClosed", "2024-03-02", "hmicfrs", R"({"reason": "verified"})");
  const Position verified{ledger_.size().value - 2};
  on_finding(
      "r-1", "CorrectionMade", "2024-04-01", "hmicfrs",
      fmt::format(R"({{"event": "{}", "reason": "wrong force"}})", to_text(id_at(verified.value))));
  on_finding("r-1", "NoteAdded", "2024-04-02", "north", R"({"text": "We are told otherwise."})");
  const Answer answer = status("r-1");
  EXPECT_EQ(fact(answer, "status"), "closed");
  EXPECT_TRUE(remarks(answer, "closed without a verification"));
  EXPECT_THAT(column(answer, "notes", "text"), ElementsAre("We are told otherwise."));
}

TEST_F(FindingStatus, NamesDisputesAndExtensionsThatAreOpen) {
  raise("r-1", R"("north", "south")");
  due("north", "2024-12-31");
  on_finding("r-1", "FindingDisputed", "2024-02-01", "south",
             R"({"body": "south", "grounds": "not ours"})", {.concerns = {"south"}});
  on_finding(
      "r-1", "ExtensionRequested", "2024-02-02", "north",
      R"({"body": "north", "basis": "inspectorate", "due": "2025-03-31", "reason": "late start"})",
      {.concerns = {"north"}});
  const Answer answer = status("r-1");
  EXPECT_TRUE(remarks(answer, "disputed by: south"));
  EXPECT_TRUE(remarks(answer, "extension pending: north"));
  EXPECT_THAT(column(answer, "extensions", "due"), ElementsAre("2025-03-31"));
}

TEST_F(FindingStatus, NamesNothingThatIsNotSo) {
  raise("r-1", R"("north")");
  EXPECT_THAT(status("r-1").remarks, IsEmpty());
}

}  // namespace
}  // namespace probity::test
