#include "tests/unit/projections/questions/registers_support.h"

namespace probity::test {
namespace {

using namespace projections::registers;
using testing::ElementsAre;
using testing::IsEmpty;

class Monitoring : public Registers {
 protected:
  Monitoring() {
    body("north", "territorialForce");
    stage("..", "scan");
    stage("2023-11-24", "engage");
    stage("2024-09-18", "scan");
  }
  void stage(const std::string& effective, const std::string& name) {
    record("monitoring/north", "MonitoringStageChanged", effective, "hmicfrs",
           fmt::format(R"({{"stage": "{}", "reason": "r"}})", name));
  }
  void raise(const std::string& ref, const std::string& type) {
    record("finding/" + ref, type, "2023-12-22", "hmicfrs",
           R"({"inspection": "peel", "title": "t", "text": "t", "addressees": ["north"]})");
  }
  void close(const std::string& ref, const std::string& effective) {
    record("finding/" + ref, "VerificationRecorded", effective, "hmicfrs",
           R"({"outcome": "verified"})");
    record("finding/" + ref, "FindingClosed", effective, "hmicfrs", R"({"reason": "verified"})");
  }
};

TEST_F(Monitoring, CountsTheDaysOfASpellFromDayToDay) {
  const Answer answer = ask(monitoring, {.id = "north"}, "2024-09-18");
  EXPECT_THAT(column(answer, "spells", "stage"), ElementsAre("scan", "engage", "scan"));
  EXPECT_THAT(column(answer, "spells", "days"), ElementsAre("", "299", "0"));
  EXPECT_THAT(column(answer, "spells", "until"), ElementsAre("2023-11-24", "2024-09-18", ""));
  EXPECT_EQ(only_row(answer, "monitoring").at("stage"), "scan");
}

TEST_F(Monitoring, IsTheStageOnTheDay) {
  const Row row = only_row(ask(monitoring, {.id = "north"}, "2024-01-01"), "monitoring");
  EXPECT_EQ(row.at("stage"), "engage");
  EXPECT_EQ(row.at("since"), "2023-11-24");
  EXPECT_EQ(row.at("days"), "38");
  EXPECT_THAT(rows_of(ask(monitoring, {.status = "scan"}, "2024-01-01"), "monitoring"), IsEmpty());
}

TEST_F(Monitoring, DoesNotCountDaysOfASpellThatIsNotDatedToTheDay) {
  stage("2024-11", "engage");
  EXPECT_THAT(column(ask(monitoring, {.id = "north"}, "2024-12-31"), "spells", "days"),
              ElementsAre("", "299", "", ""));
}

TEST_F(Monitoring, ShowsFindingsBesideTheStageAndNeverDerivesOneFromTheOther) {
  for (const char* ref : {"coc-1", "coc-2"}) raise(ref, "CauseOfConcernRaised");
  raise("rec-1", "RecommendationRaised");
  close("coc-1", "2024-09-18");
  const Answer answer = ask(monitoring, {.id = "north"}, "2024-09-18");
  EXPECT_EQ(only_row(answer, "monitoring").at("stage"), "scan");
  EXPECT_THAT(column(answer, "findings", "kind"),
              ElementsAre("causeOfConcern", "recommendation", "areaForImprovement"));
  EXPECT_THAT(column(answer, "findings", "open"), ElementsAre("1", "1", "0"));
  EXPECT_THAT(column(answer, "findings", "closed"), ElementsAre("1", "0", "0"));
  EXPECT_THAT(column(answer, "findings", "total"), ElementsAre("2", "1", "0"));
}

}  // namespace
}  // namespace probity::test
