#include "projections/questions/registers/response_clock.h"
#include "tests/unit/projections/questions/registers_support.h"

namespace probity::test {
namespace {

using namespace projections;
using namespace projections::registers;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Day day(std::string_view text) { return day_from_text(text).value(); }
Bounds on(std::string_view text) { return {day(text), day(text)}; }

TEST(ResponseClock, EndsFiftySixDaysBeginningWithTheDayOfPublication) {
  EXPECT_EQ(last_day_to_respond(on("2023-03-02")), day("2023-04-26"));
  EXPECT_EQ(last_day_to_respond(on("2021-02-18")), day("2021-04-14"));
  EXPECT_EQ(day_of_clock(on("2023-03-02"), day("2023-03-02")), 1);
  EXPECT_EQ(day_of_clock(on("2023-03-02"), day("2023-04-26")), 56);
  EXPECT_EQ(day_of_clock(on("2023-03-02"), day("2023-03-01")), std::nullopt);
}

TEST(ResponseClock, CannotBeToldFromAnImpreciseDayOfPublication) {
  const Bounds march{day("2023-03-01"), day("2023-03-31")};
  EXPECT_EQ(last_day_to_respond(march), std::nullopt);
  EXPECT_EQ(day_of_clock(march, day("2023-04-30")), std::nullopt);
  EXPECT_EQ(in_time(march, on("2023-03-31")), InTime::kCannotTell);
  EXPECT_EQ(last_day_to_respond({kBeforeAllDays, kBeforeAllDays}), std::nullopt);
}

TEST(ResponseClock, TellsInTimeAndLateOnlyWhereTheResponseIsDatedWellEnough) {
  const Bounds published = on("2023-03-02");
  EXPECT_EQ(in_time(published, on("2023-04-26")), InTime::kInTime);
  EXPECT_EQ(in_time(published, on("2023-04-27")), InTime::kLate);
  EXPECT_EQ(in_time(published, {day("2023-04-01"), day("2023-04-26")}), InTime::kInTime);
  EXPECT_EQ(in_time(published, {day("2023-04-01"), day("2023-04-30")}), InTime::kCannotTell);
  EXPECT_EQ(in_time(published, {day("2023-05-01"), day("2023-05-31")}), InTime::kLate);
  EXPECT_EQ(in_time(published, {kBeforeAllDays, day("2023-04-26")}), InTime::kInTime);
  EXPECT_EQ(in_words(InTime::kCannotTell), "cannot tell");
}

class Responses : public Registers {
 protected:
  Responses() {
    body("unit", "regionalUnit");
    body("north", "territorialForce");
    body("south", "territorialForce");
    body("west", "territorialForce");
    members("unit", R"("north")");
    for (const char* force : {"north", "south", "west"}) {
      const std::string overseer = std::string("pcc-") + force;
      body(overseer, "policingBody");
      oversees(overseer, '"' + std::string(force) + '"');
    }
    body("panel", "auditCommittee");
    oversees("panel", R"("north", "pcc-north")");
    record(
        "inspection/soc", "InspectionOpened", "2023-01-10", "hmicfrs",
        R"({"title": "t", "programme": "regionalSoc", "inspectorate": "hmicfrs", "subjects": ["unit"]})");
    raise("soc-rec-1", "unit");
    raise("soc-rec-2", "south");
  }
  void publish(const std::string& effective) {
    record("inspection/soc", "ReportPublished", effective, "hmicfrs", R"({"title": "t"})");
  }
  void raise(const std::string& ref, const std::string& addressee) {
    record(
        "finding/" + ref, "RecommendationRaised", "2023-03-02", "hmicfrs",
        fmt::format(R"({{"inspection": "soc", "title": "t", "text": "t", "addressees": ["{}"]}})",
                    addressee));
  }
  void respond(const std::string& overseer, const std::string& effective,
               const std::string& explanations) {
    record("response/soc/" + overseer, "ResponsePublished", effective, overseer,
           fmt::format(R"({{"inspection": "soc", "body": "{}", "explanations": [{}]}})", overseer,
                       explanations));
  }
};

TEST_F(Responses, AreOwedThroughMembersOfASubjectAndAddresseesAndByPolicingBodiesAlone) {
  publish("2023-03-02");
  const Answer answer = ask(responses, {.id = "soc"}, "2023-04-27");
  EXPECT_THAT(column(answer, "responses", "body"), ElementsAre("pcc-north", "pcc-south"));
  EXPECT_THAT(column(answer, "responses", "status"), ElementsAre("owed", "owed"));
  const Row report = only_row(answer, "reports");
  EXPECT_EQ(report.at("lastDay"), "2023-04-26");
  EXPECT_EQ(report.at("day"), "57");
  EXPECT_EQ(report.at("owed"), "2");
  EXPECT_THAT(answer.remarks, Contains(HasSubstr("2 responses are owed, none published")));
}

TEST_F(Responses, AreOwedAsOversightStandsOnTheDay) {
  publish("2023-03-02");
  oversees("pcc-west", R"("west", "north")", "2024-01-01");
  EXPECT_THAT(column(ask(responses, {.id = "soc"}, "2023-12-31"), "responses", "body"),
              ElementsAre("pcc-north", "pcc-south"));
  EXPECT_THAT(column(ask(responses, {.id = "soc"}, "2024-01-01"), "responses", "body"),
              ElementsAre("pcc-north", "pcc-south", "pcc-west"));
}

TEST_F(Responses, AreNotOwedBeforeTheReportIsPublished) {
  publish("2023-03-02");
  const Answer answer = ask(responses, {.id = "soc"}, "2023-03-01");
  EXPECT_THAT(rows_of(answer, "responses"), IsEmpty());
  EXPECT_EQ(only_row(answer, "reports").at("lastDay"), "");
}

TEST_F(Responses, OwedOnADayAreThoseNotPublishedByThen) {
  publish("2023-03-02");
  respond("pcc-north", "2023-04-26", R"({"finding": "soc-rec-1", "action": "done"})");
  respond("pcc-south", "2023-05-01", "");
  const RegisterQuery owed{.id = "soc", .status = "owed"};
  EXPECT_THAT(column(ask(responses, owed, "2023-04-25"), "responses", "body"),
              ElementsAre("pcc-north", "pcc-south"));
  EXPECT_THAT(column(ask(responses, owed, "2023-04-27"), "responses", "body"),
              ElementsAre("pcc-south"));
  const Answer answer = ask(responses, {.id = "soc"});
  EXPECT_THAT(column(answer, "responses", "inTime"), ElementsAre("in time", "late"));
  EXPECT_EQ(only_row(answer, "reports").at("late"), "1");
}

TEST_F(Responses, CannotBeToldInTimeWhereTheLetterIsUndated) {
  publish("2023-03-02");
  respond("pcc-north", "2023-03-02/..", "");
  const Answer answer = ask(responses, {.id = "soc", .body = "pcc-north"});
  EXPECT_EQ(only_row(answer, "responses").at("inTime"), "cannot tell");
  EXPECT_THAT(answer.remarks, Contains(HasSubstr("dated 2023-03-02/.., last day 2023-04-26")));
  const Answer before = ask(responses, {.id = "soc", .body = "pcc-north"}, "2023-05-01");
  EXPECT_EQ(only_row(before, "responses").at("status"), "owed");
  EXPECT_THAT(column(before, "possible", "event"), ElementsAre("ResponsePublished"));
}

TEST_F(Responses, CannotBeToldWhereTheReportIsDatedByItsMonthAlone) {
  publish("2023-03");
  respond("pcc-north", "2023-04-01", "");
  const Answer answer = ask(responses, {.id = "soc", .body = "pcc-north"});
  EXPECT_EQ(only_row(answer, "responses").at("inTime"), "cannot tell");
  EXPECT_EQ(only_row(answer, "reports").at("lastDay"), "cannot tell");
}

TEST_F(Responses, LeaveAFindingUnexplainedUnlessTheyGiveAnActionOrAReason) {
  publish("2023-03-02");
  raise("soc-rec-3", "unit");
  raise("soc-rec-4", "north");
  respond("pcc-north", "2023-04-01",
          R"({"finding": "soc-rec-1", "reason": "no money"}, {"finding": "soc-rec-4"})");
  const Row row = only_row(ask(responses, {.id = "soc", .body = "pcc-north"}), "responses");
  EXPECT_EQ(row.at("unexplained"), "soc-rec-3 soc-rec-4");
}

TEST_F(Responses, AreNotMadeByAStatement) {
  publish("2023-03-02");
  record(
      "response/soc/pcc-north", "StatementPublished", "2023-03-03", "pcc-north",
      R"({"inspection": "soc", "body": "pcc-north", "speaker": "Commissioner", "summary": "welcome"})");
  const Answer answer = ask(responses, {.id = "soc", .body = "pcc-north"}, "2023-04-01");
  EXPECT_EQ(only_row(answer, "responses").at("status"), "owed");
  EXPECT_EQ(only_row(answer, "statements").at("summary"), "welcome");
}

TEST_F(Responses, ThatAreStruckAreOwedAgain) {
  publish("2023-03-02");
  respond("pcc-north", "2023-04-01", "");
  const Position published{ledger_.size().value - 1};
  record("response/soc/pcc-north", "CorrectionMade", "2023-04-02", "pcc-north",
         fmt::format(R"({{"event": "{}", "reason": "another report"}})",
                     to_text(id_at(published.value))));
  const Answer answer = ask(responses, {.id = "soc", .body = "pcc-north"});
  EXPECT_EQ(only_row(answer, "responses").at("status"), "owed");
  EXPECT_THAT(answer.remarks, Contains(HasSubstr("response/soc/pcc-north is withdrawn")));
}

}  // namespace
}  // namespace probity::test
