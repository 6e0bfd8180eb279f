#include "tests/unit/projections/questions/registers_support.h"

namespace probity::test {
namespace {

using namespace projections::registers;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class Bodies : public Registers {
 protected:
  Bodies() {
    body("registrar", "registrar");
    body("unit", "regionalUnit");
    body("north", "territorialForce");
    members("unit", R"("north")");
    body("pcc", "policingBody");
    oversees("pcc", R"("north")");
  }
  void enrol(const std::string& client, const std::string& by, char digit) {
    record("client/" + client, "ClientEnrolled", "2024-01-01", by,
           fmt::format(R"({{"body": "north", "roles": ["append", "read"], "ceiling": "official",
                           "keyDigest": "{}"}})",
                       std::string(64, digit)));
  }
};

TEST_F(Bodies, ShowMembersAndOversightFromBothSides) {
  EXPECT_EQ(only_row(ask(bodies, {.id = "unit"}), "bodies").at("members"), "north");
  const Row north = only_row(ask(bodies, {.id = "north"}), "bodies");
  EXPECT_EQ(north.at("memberOf"), "unit");
  EXPECT_EQ(north.at("overseenBy"), "pcc");
  EXPECT_THAT(column(ask(bodies, {.kind = "policingBody"}), "bodies", "body"), ElementsAre("pcc"));
  EXPECT_THAT(column(ask(bodies, {.for_body = "unit"}), "bodies", "body"),
              ElementsAre("north", "unit"));
}

TEST_F(Bodies, HoldTheNameAndMembersOfTheDay) {
  record("body/unit", "BodyRenamed", "2024-02-01", "registrar", R"({"name": "The Unit"})");
  EXPECT_EQ(only_row(ask(bodies, {.id = "unit"}, "2024-01-31"), "bodies").at("name"), "unit");
  EXPECT_EQ(only_row(ask(bodies, {.id = "unit"}, "2024-02-01"), "bodies").at("name"), "The Unit");
}

TEST_F(Bodies, OfAnUnknownIdNameTheNearest) {
  const auto unknown = try_ask(bodies, {.id = "norht"});
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().kind, ErrorKind::kNotFound);
  EXPECT_THAT(unknown.error().mend, HasSubstr("north"));
}

TEST_F(Bodies, HaveAFirstClientByTheRegistrarAlone) {
  enrol("north/one", "registrar", 'a');
  const Row row = only_row(ask(clients), "clients");
  EXPECT_EQ(row.at("status"), "inForce");
  EXPECT_EQ(row.at("roles"), "append read");
  EXPECT_EQ(row.at("ceiling"), "official");
}

TEST_F(Bodies, HaveAFurtherClientOnceTheRegistrarAndTheBodyEnrolledTheSameKey) {
  enrol("north/one", "registrar", 'a');
  enrol("north/two", "registrar", 'b');
  const auto second = [&] { return only_row(ask(clients, {.id = "north/two"}), "clients"); };
  EXPECT_EQ(second().at("status"), "notYet");
  EXPECT_EQ(second().at("waitsFor"), "a client of the body");
  enrol("north/two", "north", 'b');
  EXPECT_EQ(second().at("status"), "inForce");
  EXPECT_EQ(second().at("enrolledBy"), "registrar north");
  enrol("north/two", "north", 'c');
  EXPECT_EQ(second().at("status"), "notYet");
  EXPECT_EQ(second().at("waitsFor"), "the registrar");
}

TEST_F(Bodies, HaveNoFirstClientWithoutTheRegistrar) {
  enrol("north/one", "north", 'a');
  EXPECT_EQ(only_row(ask(clients), "clients").at("status"), "notYet");
}

TEST_F(Bodies, HaveClientsThatAreRevoked) {
  enrol("north/one", "registrar", 'a');
  record("client/north/one", "ClientRevoked", "2024-03-01", "registrar", R"({"reason": "lost"})");
  const Row row = only_row(ask(clients, {.status = "revoked"}), "clients");
  EXPECT_EQ(row.at("revoked"), "2024-03-01");
  EXPECT_EQ(row.at("reason"), "lost");
  EXPECT_THAT(rows_of(ask(clients, {.status = "inForce"}), "clients"), IsEmpty());
  EXPECT_EQ(only_row(ask(clients, {}, "2024-02-01"), "clients").at("status"), "inForce");
}

class Roles : public Bodies {};

TEST_F(Roles, AreHeldFromTheDayOnWhichTheyAreCertainlyAssumed) {
  record("role/unit/sro", "RoleAssumed", "2024-01", "unit",
         R"({"title": "Senior Responsible Officer", "holder": "Chief Constable"})");
  const Row row = only_row(ask(roles, {.id = "unit/sro"}, "2024-02-15"), "roles");
  EXPECT_EQ(row.at("holder"), "Chief Constable");
  EXPECT_EQ(row.at("since"), "2024-01");
  const Answer early = ask(roles, {.id = "unit/sro"}, "2024-01-15");
  EXPECT_THAT(rows_of(early, "roles"), IsEmpty());
  EXPECT_EQ(only_row(early, "possible").at("event"), "RoleAssumed");
}

TEST_F(Roles, AreVacantOnceLeft) {
  record("role/unit/sro", "RoleAssumed", "2024-01-01", "unit",
         R"({"title": "SRO", "holder": "Chief Constable"})");
  record("role/unit/sro", "RoleLeft", "2024-03-01", "unit", R"({"reason": "retired"})");
  const Row row = only_row(ask(roles, {.status = "vacant"}), "roles");
  EXPECT_EQ(row.at("holder"), "vacant");
  EXPECT_EQ(row.at("left"), "2024-03-01");
  EXPECT_EQ(row.at("reason"), "retired");
  EXPECT_EQ(only_row(ask(roles, {.body = "unit"}, "2024-02-01"), "roles").at("holder"),
            "Chief Constable");
}

class Inspections : public Bodies {
 protected:
  Inspections() {
    record(
        "inspection/soc", "InspectionOpened", "2022-21", "hmicfrs",
        R"({"title": "t", "programme": "regionalSoc", "inspectorate": "hmicfrs", "subjects": ["unit"]})");
    record("inspection/soc", "FieldworkRecorded", "2022-21", "hmicfrs",
           R"({"subjects": ["unit"], "note": "late"})");
    record("inspection/soc", "ReportPublished", "2023-03-02", "hmicfrs", R"({"title": "t"})");
    record("inspection/soc", "PracticeHighlighted", "2023-03-02", "hmicfrs",
           R"({"body": "unit", "title": "analytics"})");
    record("inspection/soc", "ApplicabilityDecided", "2023-04-01", "north",
           R"({"body": "north", "applies": "partly", "reason": "two of five"})");
    record("finding/soc-rec-1", "RecommendationRaised", "2023-03-02", "hmicfrs",
           R"({"inspection": "soc", "title": "t", "text": "t", "addressees": ["north"]})");
  }
};

TEST_F(Inspections, ShowFieldworkPublicationApplicabilityAndCounts) {
  const Answer answer = ask(inspections, {.id = "soc"});
  const Row row = only_row(answer, "inspections");
  EXPECT_EQ(row.at("published"), "2023-03-02");
  EXPECT_EQ(only_row(answer, "raised").at("recommendations"), "1");
  EXPECT_EQ(only_row(answer, "raised").at("causesOfConcern"), "0");
  EXPECT_EQ(only_row(answer, "fieldwork").at("note"), "late");
  EXPECT_EQ(only_row(answer, "applicability").at("applies"), "partly");
}

TEST_F(Inspections, AreFoundBySubjectProgrammeStatusAndDayOfPublication) {
  const auto found = [&](const RegisterQuery& query, std::string_view effective = {}) {
    return column(ask(inspections, query, effective), "inspections", "inspection");
  };
  EXPECT_THAT(found({.body = "unit"}), ElementsAre("soc"));
  EXPECT_THAT(found({.body = "north"}), IsEmpty());
  EXPECT_THAT(found({.for_body = "north"}), ElementsAre("soc"));
  EXPECT_THAT(found({.kind = "peel"}), IsEmpty());
  EXPECT_THAT(found({.status = "opened"}, "2023-03-01"), ElementsAre("soc"));
  EXPECT_THAT(found({.status = "published"}, "2023-03-01"), IsEmpty());
  EXPECT_THAT(found({.from = "2023-03"}), ElementsAre("soc"));
  EXPECT_THAT(found({.to = "2023-02"}), IsEmpty());
  EXPECT_THAT(found({.to = "2023-12"}, "2023-03-01"), IsEmpty());
}

TEST_F(Inspections, NamePracticeAndNothingElseAsPossible) {
  EXPECT_EQ(only_row(ask(practice, {.body = "unit"}), "practice").at("title"), "analytics");
  EXPECT_THAT(rows_of(ask(practice, {.body = "north"}), "practice"), IsEmpty());
  const Answer spring = ask(practice, {}, "2022-04-01");
  EXPECT_THAT(rows_of(spring, "possible"), IsEmpty());
  EXPECT_THAT(column(ask(inspections, {}, "2022-04-01"), "possible", "event"),
              ElementsAre("InspectionOpened", "FieldworkRecorded"));
}

class Plans : public Bodies {};

TEST_F(Plans, ShowTheirReviews) {
  record(
      "plan/north/4p", "PlanAdopted", "2023-05", "north",
      R"({"title": "4P", "kind": "delivery4p", "lead": "Head", "approaches": ["pursue"], "findings": ["rec-5"]})");
  record("plan/north/4p", "PlanReviewed", "2024-01-10", "north", R"({"forum": "Board"})");
  const Answer answer = ask(plans, {.id = "north"});
  const Row row = only_row(answer, "plans");
  EXPECT_EQ(row.at("approaches"), "pursue");
  EXPECT_EQ(row.at("reviewed"), "2024-01-10");
  EXPECT_EQ(row.at("reviews"), "1");
  EXPECT_EQ(only_row(answer, "reviews").at("forum"), "Board");
  EXPECT_THAT(rows_of(ask(plans, {.kind = "review"}), "plans"), IsEmpty());
}

TEST_F(Plans, FollowPrioritiesByRank) {
  const auto rank = [&](const std::string& threat, int at, const std::string& effective) {
    record("priority/unit", "ThreatPrioritised", effective, "unit",
           fmt::format(R"({{"body": "unit", "threat": "{}", "rank": {}}})", threat, at));
  };
  rank("fraud", 2, "2023-01-01");
  rank("drugs", 1, "2023-01-01");
  rank("fraud", 1, "2024-01-01");
  rank("drugs", 2, "2024-01-01");
  EXPECT_THAT(column(ask(priorities, {.body = "unit"}), "priorities", "threat"),
              ElementsAre("fraud", "drugs"));
  EXPECT_THAT(column(ask(priorities, {}, "2023-12-31"), "priorities", "threat"),
              ElementsAre("drugs", "fraud"));
  EXPECT_EQ(only_row(ask(priorities, {.kind = "fraud"}), "priorities").at("rank"), "1");
}

class Activity : public Bodies {};

TEST_F(Activity, ShowsTheLastToMoveFirstAndTheQuiet) {
  ledger_.clock.go_to("2024-06-11");
  record("role/unit/sro", "RoleAssumed", "2024-01-01", "unit", R"({"title": "t", "holder": "h"})");
  const Answer answer = ask(activity);
  const auto rows = rows_of(answer, "activity");
  ASSERT_FALSE(rows.empty());
  EXPECT_EQ(rows.front().at("stream"), "role/unit/sro");
  EXPECT_EQ(rows.front().at("quietDays"), "0");
  EXPECT_THAT(column(ask(activity, {.kind = "role", .quiet_for = "1"}), "activity", "stream"),
              IsEmpty());
  EXPECT_THAT(column(ask(activity, {.kind = "body", .quiet_for = "10"}), "activity", "stream"),
              Contains("body/north"));
  EXPECT_THAT(column(ask(activity, {.id = "role/unit"}), "activity", "stream"),
              ElementsAre("role/unit/sro"));
  EXPECT_FALSE(try_ask(activity, {.quiet_for = "-1"}));
  EXPECT_FALSE(try_ask(activity, {.id = "role/unit/lead"}));
}

}  // namespace
}  // namespace probity::test
