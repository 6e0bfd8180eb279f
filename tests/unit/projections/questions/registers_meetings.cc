#include "tests/unit/projections/questions/registers_support.h"

namespace probity::test {
namespace {

using namespace projections::registers;
using testing::ElementsAre;
using testing::IsEmpty;

class Meetings : public Registers {
 protected:
  Meetings() {
    body("north", "territorialForce");
    body("panel", "auditCommittee");
    record("finding/rec-1", "RecommendationRaised", "2023-03-02", "hmicfrs",
           R"({"inspection": "soc", "title": "t", "text": "t", "addressees": ["north"]})");
    act("FindingAllocated", "2023-04-01", R"({"body": "north", "owner": "Head"})");
    record(
        "meeting/panel/2023-06-01", "MeetingHeld", "2023-06-01", "panel",
        R"({"forum": "Panel", "kind": "committee", "attendees": [{"body": "north", "role": "Chief"}],
               "decisions": ["received"], "findings": ["rec-1"]})");
  }
  Position act(const std::string& type, const std::string& effective, const std::string& data) {
    return record("finding/rec-1", type, effective, "north", data);
  }
  void paper(const std::string& more = {}) {
    record("meeting/panel/2023-06-01", "PaperPresented", "2023-06-01", "panel",
           fmt::format(R"({{"title": "Update", "author": "Chief",
                           "findings": [{{"ref": "rec-1", "statusAsSaid": "done"}}]{}}})",
                       more));
  }
};

TEST_F(Meetings, ShowWhoAttendedAndWhatWasDecided) {
  const Row row = only_row(ask(meetings, {.id = "panel"}), "meetings");
  EXPECT_EQ(row.at("attendees"), "north: Chief");
  EXPECT_EQ(row.at("decisions"), "received");
  EXPECT_EQ(row.at("findings"), "rec-1");
  EXPECT_EQ(row.at("kind"), "committee");
}

TEST_F(Meetings, PapersStandBesideWhatIsKnownNowOfThatDayAndOfToday) {
  paper();
  act("CompletionClaimed", "2023-07-01", R"({"body": "north", "narrative": "done"})");
  const Row row = only_row(ask(meetings, {.id = "panel/2023-06-01"}), "paperFindings");
  EXPECT_EQ(row.at("said"), "done");
  EXPECT_EQ(row.at("onRecordThen"), "");
  EXPECT_EQ(row.at("thatDay"), "inProgress");
  EXPECT_EQ(row.at("now"), "pendingSignOff");
  EXPECT_EQ(row.at("differs"), "yes");
  const Row then = only_row(ask(meetings, {.id = "panel"}, "2023-06-30"), "paperFindings");
  EXPECT_EQ(then.at("now"), "inProgress");
  EXPECT_EQ(then.at("differs"), "no");
}

TEST_F(Meetings, PapersThatNameALedgerSizeShowWhatWasOnRecordAtThatSize) {
  const std::uint64_t size = ledger_.size().value;
  act("CompletionClaimed", "2023-05-01", R"({"body": "north", "narrative": "done"})");
  paper(fmt::format(R"(, "atSize": {})", size));
  const Row row = only_row(ask(meetings, {.id = "panel"}), "paperFindings");
  EXPECT_EQ(row.at("onRecordThen"), "inProgress");
  EXPECT_EQ(row.at("thatDay"), "pendingSignOff");
  EXPECT_EQ(row.at("now"), "pendingSignOff");
  EXPECT_EQ(row.at("differs"), "yes");
}

TEST_F(Meetings, PapersAreJudgedByWhatTheLedgerKnewAtTheMomentAsked) {
  paper();
  const std::string before = fmt::format("@{}", ledger_.size().value - 1);
  act("CompletionClaimed", "2023-05-01", R"({"body": "north", "narrative": "done"})");
  EXPECT_EQ(only_row(ask(meetings, {.id = "panel"}, {}, before), "paperFindings").at("thatDay"),
            "inProgress");
  EXPECT_EQ(only_row(ask(meetings, {.id = "panel"}), "paperFindings").at("thatDay"),
            "pendingSignOff");
}

TEST_F(Meetings, PapersMaySpeakOfAFindingThatIsNotOnRecord) {
  record("meeting/panel/2023-06-01", "PaperPresented", "2023-06-01", "panel",
         R"({"title": "t", "author": "a", "findings": [{"ref": "rec-9", "statusAsSaid": "new"}]})");
  EXPECT_EQ(only_row(ask(meetings, {.id = "panel"}), "paperFindings").at("thatDay"),
            "not on record");
}

TEST_F(Meetings, AreFoundByBodyKindAndWindow) {
  const auto found = [&](const RegisterQuery& query) {
    return column(ask(meetings, query), "meetings", "meeting");
  };
  EXPECT_THAT(found({.body = "north"}), ElementsAre("panel/2023-06-01"));
  EXPECT_THAT(found({.body = "panel"}), IsEmpty());
  EXPECT_THAT(found({.kind = "workshop"}), IsEmpty());
  EXPECT_THAT(found({.from = "2023-06", .to = "2023-06"}), ElementsAre("panel/2023-06-01"));
  EXPECT_THAT(found({.from = "2023-07"}), IsEmpty());
}

}  // namespace
}  // namespace probity::test
