#include "tests/unit/projections/questions/findings_support.h"

namespace probity::test {
namespace {

using namespace projections;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

class FindingList : public Findings {
 protected:
  FindingList() {
    for (const char* force : {"north", "south"}) body(force, "territorialForce");
    body("unit", "regionalUnit");
    body("hmicfrs", "inspectorate");
    record("body/unit", "MembershipSet", "..", "registrar", R"({"members": ["north"]})");
    record(
        "inspection/peel", "InspectionOpened", "2023", "hmicfrs",
        R"({"title": "t", "programme": "peel", "inspectorate": "hmicfrs", "subjects": ["north"]})");
    raise("a-coc", R"("unit", "south")", "2024-01-10", "CauseOfConcernRaised",
          R"(, "themes": ["governance"], "verificationLevel": 3)");
    raise("b-rec", R"("north")", "2024-02-10", "RecommendationRaised",
          R"(, "causeOfConcern": "a-coc")");
    raise("c-afi", R"("south")", "2024-03-10", "AreaForImprovementRaised",
          R"(, "verificationLevel": 1)");
  }
  void allocate(const std::string& ref, const std::string& body, const std::string& effective) {
    on_finding(ref, "FindingAllocated", effective, body,
               fmt::format(R"({{"body": "{}", "owner": "Assistant Chief Constable"}})", body),
               {.concerns = {body}});
  }
  void update(const std::string& ref, const std::string& body, const std::string& effective,
              const std::string& rag = "amber") {
    on_finding(ref, "UpdateSubmitted", effective, body,
               fmt::format(R"({{"body": "{}", "narrative": "n", "rag": "{}"}})", body, rag),
               {.concerns = {body}});
  }
  void due(const std::string& ref, const std::string& body, const std::string& day) {
    on_finding(ref, "DueDateSet", "2024-03-11", "hmicfrs",
               fmt::format(R"({{"body": "{}", "due": "{}", "basis": "inspectorate"}})", body, day),
               {.concerns = {body}});
  }
  /// `ref body` of each row.
  std::vector<std::string> listed_by(const FindingFilter& filter, std::string_view effective = {}) {
    std::vector<std::string> rows;
    for (auto& row : rows_of(ask(ask_list, {.filter = filter}, effective), "findings")) {
      rows.push_back(row["ref"] + " " + row["body"]);
    }
    return rows;
  }
};

TEST_F(FindingList, HasARowForEachFindingAndAddresseeInAStableOrder) {
  EXPECT_THAT(listed_by({}),
              ElementsAre("a-coc unit", "a-coc south", "b-rec north", "c-afi south"));
}

TEST_F(FindingList, HasARowForEachFindingIfAskedSo) {
  update("a-coc", "south", "2024-04-01");
  const Answer answer = ask(ask_list, {.filter = {}, .by = ListBy::kFinding});
  EXPECT_THAT(column(answer, "findings", "ref"), ElementsAre("a-coc", "b-rec", "c-afi"));
  EXPECT_THAT(column(answer, "findings", "status"),
              ElementsAre("awaitingAllocation", "awaitingAllocation", "awaitingAllocation"));
  EXPECT_THAT(column(answer, "findings", "spread"), ElementsAre("1 of 2 inProgress", "", ""));
  EXPECT_THAT(column(answer, "findings", "addressees"),
              ElementsAre("unit south", "north", "south"));
}

TEST_F(FindingList, OfOneHandHasWhatIsNotShownToBeOfTwo) {
  const auto act = [&](const std::string& ref, const std::string& body, std::string_view type,
                       std::uint8_t client) {
    const bool claim = type == "CompletionClaimed";
    on_finding(ref, type, "2024-04-01", body,
               fmt::format(R"({{"body": "{}", "{}": "x"}})", body, claim ? "narrative" : "officer"),
               {.concerns = {body}, .client = client});
  };
  update("a-coc", "unit", "2024-03-20");
  update("a-coc", "south", "2024-03-20");
  update("b-rec", "north", "2024-03-20");
  act("a-coc", "unit", "CompletionClaimed", 1);
  act("a-coc", "south", "CompletionClaimed", 1);
  act("b-rec", "north", "CompletionClaimed", 1);
  EXPECT_THAT(listed_by({.same_hand = true}), IsEmpty()) << "nothing is signed off";
  act("a-coc", "south", "CompletionSignedOff", 1);
  act("b-rec", "north", "CompletionSignedOff", 2);
  EXPECT_THAT(listed_by({.same_hand = true}), ElementsAre("a-coc south", "b-rec north"));
  const Answer answer = ask(ask_list, {.filter = {.same_hand = true}});
  EXPECT_THAT(column(answer, "findings", "separationOfDuties"),
              ElementsAre("sameHand", "notShown"));
}

TEST_F(FindingList, OfABodyLeavesOutItsUnits) {
  EXPECT_THAT(listed_by({.body = "north"}), ElementsAre("b-rec north"));
}

TEST_F(FindingList, ForABodyTakesInItsUnits) {
  EXPECT_THAT(listed_by({.for_body = "north"}), ElementsAre("a-coc unit", "b-rec north"));
}

TEST_F(FindingList, OfABodyThatIsNotRegisteredNamesTheNearest) {
  const auto answer = try_ask(ask_list, {.filter = {.body = "nroth"}});
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(answer.error().what, "no body nroth is on record");
  EXPECT_EQ(answer.error().mend, "did you mean north?");
}

TEST_F(FindingList, OfAnUnknownInspectionIsNotFound) {
  const auto answer = try_ask(ask_list, {.filter = {.inspection = "peal"}});
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().mend, "did you mean peel?");
}

TEST_F(FindingList, SelectsByWhatTheFindingSays) {
  EXPECT_THAT(listed_by({.kind = schema::FindingKind::AREA_FOR_IMPROVEMENT}),
              ElementsAre("c-afi south"));
  EXPECT_THAT(listed_by({.theme = "Governance"}), ElementsAre("a-coc unit", "a-coc south"));
  EXPECT_THAT(listed_by({.level = 3}), ElementsAre("a-coc unit", "a-coc south"));
  EXPECT_THAT(listed_by({.level = 0}), ElementsAre("b-rec north"));
  EXPECT_THAT(listed_by({.cause_of_concern = "a-coc"}), ElementsAre("b-rec north"));
  EXPECT_THAT(listed_by({.inspection = "peel", .kind = schema::FindingKind::RECOMMENDATION}),
              ElementsAre("b-rec north"));
}

TEST_F(FindingList, SelectsByWhereEachAddresseeStands) {
  allocate("a-coc", "south", "2024-04-01");
  update("c-afi", "south", "2024-04-02", "red");
  EXPECT_THAT(listed_by({.statuses = {schema::FindingStatus::IN_PROGRESS}}),
              ElementsAre("a-coc south", "c-afi south"));
  EXPECT_THAT(listed_by({.rag = schema::Rag::RED}), ElementsAre("c-afi south"));
  EXPECT_THAT(listed_by({.owner = "chief CONSTABLE"}), ElementsAre("a-coc south"));
  EXPECT_THAT(listed_by({.without = {Lack::kOwner}}),
              ElementsAre("a-coc unit", "b-rec north", "c-afi south"));
}

TEST_F(FindingList, SelectsByDueDates) {
  due("b-rec", "north", "2024-04-30");
  due("c-afi", "south", "2024-06");
  EXPECT_THAT(listed_by({.overdue = true}, "2024-04-30"), IsEmpty());
  EXPECT_THAT(listed_by({.overdue = true}, "2024-05-01"), ElementsAre("b-rec north"));
  EXPECT_THAT(listed_by({.due_before = day_from_text("2024-06-30")}, "2024-04-01"),
              ElementsAre("b-rec north"));
  EXPECT_THAT(listed_by({.due_before = day_from_text("2024-07-01")}, "2024-04-01"),
              ElementsAre("b-rec north", "c-afi south"));
  EXPECT_THAT(listed_by({.without = {Lack::kDue}}), ElementsAre("a-coc unit", "a-coc south"));
}

TEST_F(FindingList, CountsQuietDaysFromTheLastUpdateElseFromTheRaising) {
  update("a-coc", "unit", "2024-04-01");
  EXPECT_THAT(listed_by({.quiet_for = 30}, "2024-04-30"),
              ElementsAre("a-coc south", "b-rec north", "c-afi south"));
  EXPECT_THAT(listed_by({.quiet_for = 29}, "2024-04-30"),
              ElementsAre("a-coc unit", "a-coc south", "b-rec north", "c-afi south"));
  EXPECT_THAT(listed_by({.in_status_for = 80}, "2024-04-30"),
              ElementsAre("a-coc south", "b-rec north"));
}

TEST_F(FindingList, SelectsByHowTheStatusCameOnRecord) {
  on_finding("b-rec", "UpdateSubmitted", "2024-04-02", "north",
             R"({"body": "north", "narrative": "n", "rag": "red"})",
             {.recorded_by = "north", .standing = eventstore::Standing::kOwn, .client = 7});
  EXPECT_THAT(listed_by({.standing = schema::Standing::OWN}), ElementsAre("b-rec north"));
}

TEST_F(FindingList, SelectsWhatLacksEvidence) {
  on_finding("b-rec", "EvidenceAttached", "2024-04-02", "north",
             fmt::format(R"({{"title": "t", "uri": "file:///t", "sha256": "{}", "bytes": 3}})",
                         std::string(64, 'a')));
  EXPECT_THAT(listed_by({.without = {Lack::kEvidence}}),
              ElementsAre("a-coc unit", "a-coc south", "c-afi south"));
}

TEST_F(FindingList, SaysHowManyAreNotYetRaisedOrWithdrawn) {
  const Position raised = raise("d-rec", R"("north")", "2024-01-01");
  on_finding("d-rec", "CorrectionMade", "2024-04-02", "hmicfrs",
             fmt::format(R"({{"event": "{}", "reason": "r"}})", to_text(id_at(raised.value))));
  const Answer answer = ask(ask_list, {}, "2024-03-01");
  EXPECT_THAT(column(answer, "findings", "ref"), ElementsAre("a-coc", "a-coc", "b-rec"));
  EXPECT_TRUE(remarks(answer, "1 finding on record is not yet raised on 2024-03-01"));
  EXPECT_TRUE(remarks(answer, "1 finding is withdrawn"));
}

TEST_F(FindingList, OfAnEmptyMomentIsEmpty) {
  const Answer answer = ask(ask_list, {}, {}, "2020-01-01");
  EXPECT_THAT(rows_of(answer, "findings"), IsEmpty());
}

}  // namespace
}  // namespace probity::test
