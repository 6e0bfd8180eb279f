#include "tests/unit/projections/questions/registers_support.h"

namespace probity::test {
namespace {

using namespace projections::registers;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class Disruptions : public Registers {
 protected:
  Disruptions() {
    body("unit", "regionalUnit");
    body("north", "territorialForce");
    members("unit", R"("north")");
  }
  void disrupt(const std::string& id, const std::string& effective,
               const std::string& threat = "fraud", const std::string& level = "minor",
               const std::string& lead = "unit") {
    record("disruption/" + id, "DisruptionRecorded", effective, lead,
           fmt::format(R"({{"lead": "{}", "supporting": ["north"], "threat": "{}",
                           "approaches": ["pursue", "protect"], "level": "{}", "basis": "reported"}})",
                       lead, threat, level));
  }
  void report(const std::string& threat, int count, const std::string& share = {}) {
    record("measure/unit/disruptions", "DisruptionsReported", "2023-03-02", "hmicfrs",
           fmt::format(R"({{"lead": "unit", "window": "2021-06-01/2022-05-31", "threat": "{}",
                           "count": {}{}}})",
                       threat, count, share.empty() ? "" : R"(, "shareAsSaid": ")" + share + '"'));
  }
  static std::map<std::string, std::string> counts(const Answer& answer, const std::string& key) {
    std::map<std::string, std::string> found;
    for (auto& row : rows_of(answer, "recorded")) {
      found[row["by"] + (row["value"].empty() ? "" : ' ' + row["value"])] = row[key];
    }
    return found;
  }
};

const RegisterQuery kYear{.lead = "unit", .from = "2021-06", .to = "2022-05"};

TEST_F(Disruptions, CountThoseThatLieInTheWindowAndApartThoseThatOnlyTouchIt) {
  disrupt("d1", "2021-06-01");
  disrupt("d2", "2022-05-31", "drugs", "major");
  disrupt("d3", "2021-05/2021-06");
  disrupt("d4", "2022-06-01");
  disrupt("d5", "2021-07-01", "fraud", "minor", "north");
  const Answer answer = ask(disruptions, kYear);
  const auto counted = counts(answer, "count");
  EXPECT_EQ(counted.at("all"), "2");
  EXPECT_EQ(counted.at("threat drugs"), "1");
  EXPECT_EQ(counted.at("threat fraud"), "1");
  EXPECT_EQ(counted.at("level major"), "1");
  EXPECT_EQ(counted.at("approach pursue"), "2");
  EXPECT_EQ(counts(answer, "possible").at("all"), "1");
  EXPECT_THAT(column(answer, "disruptions", "counted"), ElementsAre("yes", "yes", "possible"));
}

TEST_F(Disruptions, DoNotCountWhatWasWithdrawnOrRejected) {
  disrupt("d1", "2021-06-01");
  disrupt("d2", "2021-06-02");
  record("disruption/d1", "DisruptionWithdrawn", "2021-07-01", "unit", R"({"reason": "twice"})");
  record("disruption/d2", "DisruptionAssessed", "2021-07-01", "unit",
         R"({"level": "minor", "assessor": "north", "outcome": "rejected"})");
  const Answer answer = ask(disruptions, kYear);
  EXPECT_THAT(rows_of(answer, "recorded"), IsEmpty());
  EXPECT_THAT(column(answer, "disruptions", "counted"), ElementsAre("withdrawn", "rejected"));
}

TEST_F(Disruptions, AreCountedByTheLevelThatAnAssessmentFound) {
  disrupt("d1", "2021-06-01", "fraud", "unassessed");
  record("disruption/d1", "DisruptionAssessed", "2021-07-01", "unit",
         R"({"level": "moderate", "assessor": "north", "outcome": "raised"})");
  EXPECT_EQ(counts(ask(disruptions, kYear), "count").at("level moderate"), "1");
}

TEST_F(Disruptions, ReportedStandApartAsPublishedAndAreNeverAddedUp) {
  disrupt("d1", "2021-06-01");
  report("drugs-and-firearms", 128, "24 per cent");
  report("exploitation-and-trafficking", 14);
  const Answer answer = ask(disruptions, kYear);
  EXPECT_EQ(counts(answer, "count").at("all"), "1");
  EXPECT_THAT(column(answer, "reported", "count"), ElementsAre("128", "14"));
  EXPECT_THAT(column(answer, "reported", "share"), ElementsAre("24 per cent", "not published"));
  EXPECT_EQ(only_row(answer, "totals").at("total"), "not published");
}

TEST_F(Disruptions, ReportedHaveATotalWhereTheSourcePublishesOne) {
  report("drugs-and-firearms", 128);
  report("all", 533);
  EXPECT_EQ(only_row(ask(disruptions, kYear), "totals").at("total"), "533");
}

TEST_F(Disruptions, ReportedForAnotherWindowAreLeftOut) {
  report("drugs-and-firearms", 128);
  EXPECT_THAT(rows_of(ask(disruptions, {.from = "2022-06"}), "reported"), IsEmpty());
  const Answer half = ask(disruptions, {.from = "2022-01"});
  EXPECT_THAT(column(half, "reported", "inWindow"), ElementsAre("possible"));
}

TEST_F(Disruptions, ReportedOtherwiseBySourcesAreFlagged) {
  report("drugs-and-firearms", 128);
  report("drugs-and-firearms", 127);
  const Answer answer = ask(disruptions, kYear);
  EXPECT_THAT(column(answer, "reported", "disagrees"), ElementsAre("yes", "yes"));
  EXPECT_THAT(answer.remarks, Contains(HasSubstr("sources disagree on drugs-and-firearms")));
}

TEST_F(Disruptions, AreFoundByWhoSupportedThem) {
  disrupt("d1", "2021-06-01");
  EXPECT_THAT(column(ask(disruptions, {.body = "north"}), "disruptions", "disruption"),
              ElementsAre("d1"));
  EXPECT_THAT(rows_of(ask(disruptions, {.lead = "north"}), "disruptions"), IsEmpty());
}

TEST_F(Disruptions, ByTheirIdAreAQuestionAboutTheRecordAlone) {
  disrupt("d1", "2021-06-01");
  report("drugs-and-firearms", 128);
  const Answer answer = ask(disruptions, {.id = "d1"});
  EXPECT_EQ(only_row(answer, "disruptions").at("level"), "minor");
  EXPECT_FALSE(try_ask(disruptions, {.id = "d2"}));
}

}  // namespace
}  // namespace probity::test
