#include "tests/unit/projections/questions/registers_support.h"

namespace probity::test {
namespace {

using namespace projections::registers;
using testing::Contains;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class Grades : public Registers {
 protected:
  Grades() {
    body("unit", "regionalUnit");
    body("north", "territorialForce");
    body("south", "territorialForce");
    members("unit", R"("north", "south")");
    open("soc-2023", "");
  }
  void open(const std::string& inspection, const std::string& cycle) {
    record("inspection/" + inspection, "InspectionOpened", "2019-01-01", "hmicfrs",
           fmt::format(R"({{"title": "t", "programme": "regionalSoc", "inspectorate": "hmicfrs",
                           "subjects": ["unit"]{}}})",
                       cycle.empty() ? "" : R"(, "cycle": ")" + cycle + '"'));
  }
  Position issue(const std::string& inspection, const std::string& graded, const std::string& grade,
                 const std::string& effective = "2023-03-02",
                 const std::string& scale = "fiveTier") {
    return record(
        "grade/" + inspection + '/' + graded, "GradeIssued", effective, "hmicfrs",
        fmt::format(
            R"({{"inspection": "{}", "body": "{}", "question": "soc", "grade": "{}", "scale": "{}"}})",
            inspection, graded, grade, scale));
  }
};

TEST_F(Grades, AreNoneOnTheDayBeforePublication) {
  issue("soc-2023", "unit", "inadequate");
  EXPECT_THAT(rows_of(ask(grades, {.body = "unit"}, "2023-03-01"), "grades"), IsEmpty());
  EXPECT_EQ(only_row(ask(grades, {.body = "unit"}, "2023-03-02"), "grades").at("grade"),
            "inadequate");
}

TEST_F(Grades, ForAUnitAreItsOwnAndItsMembers) {
  issue("soc-2023", "unit", "inadequate");
  issue("soc-2023", "north", "adequate");
  issue("soc-2023", "south", "adequate");
  EXPECT_THAT(column(ask(grades, {.body = "unit"}), "grades", "body"), ElementsAre("unit"));
  EXPECT_THAT(column(ask(grades, {.for_body = "north"}), "grades", "body"),
              ElementsAre("north", "unit"));
  const Answer all = ask(grades, {.for_body = "unit"});
  EXPECT_THAT(column(all, "grades", "body"), ElementsAre("north", "south", "unit"));
  EXPECT_THAT(column(all, "counts", "grade"), ElementsAre("adequate", "inadequate"));
  EXPECT_THAT(column(all, "counts", "count"), ElementsAre("2", "1"));
  const Answer forces = ask(grades, {.for_body = "unit", .kind = "territorial-force"});
  EXPECT_THAT(column(forces, "grades", "body"), ElementsAre("north", "south"));
}

TEST_F(Grades, LeaveOutAStruckOneAndKeepItReachableAsOfThen) {
  const Position wrong = issue("soc-2023", "north", "inadequate");
  const Position correction =
      record("grade/soc-2023/north", "CorrectionMade", "2023-03-02", "hmicfrs",
             fmt::format(R"({{"event": "{}", "reason": "misread"}})", to_text(id_at(wrong.value))));
  issue("soc-2023", "north", "requiresImprovement");
  EXPECT_THAT(column(ask(grades, {.body = "north"}), "grades", "grade"),
              ElementsAre("requiresImprovement"));
  const std::string before = fmt::format("@{}", correction.value - 1);
  EXPECT_THAT(column(ask(grades, {.body = "north"}, {}, before), "grades", "grade"),
              ElementsAre("inadequate"));
}

TEST_F(Grades, CarriedOverSayFromWhichInspection) {
  record("grade/soc-2023/north", "GradeCarriedOver", "2023-03-02", "hmicfrs",
         R"({"inspection": "soc-2023", "body": "north", "question": "soc", "grade": "good",
             "scale": "fiveTier", "carriedFrom": "soc-2019"})");
  EXPECT_EQ(only_row(ask(grades, {.body = "north"}), "grades").at("carriedFrom"), "soc-2019");
}

TEST_F(Grades, AcrossScalesOrCyclesWarnThatTheyDoNotCompare) {
  open("soc-2019", "2018-19");
  open("soc-2021", "2018-19");
  issue("soc-2019", "north", "good", "2019-05-01", "fourTier");
  issue("soc-2021", "north", "good", "2021-05-01", "fourTier");
  EXPECT_THAT(ask(grades, {.body = "north"}).remarks, Each(Not(HasSubstr("do not compare"))));
  issue("soc-2023", "north", "adequate");
  EXPECT_THAT(ask(grades, {.body = "north"}).remarks, Contains(HasSubstr("different scales")));
  issue("soc-2023", "south", "adequate");
  open("soc-2025", "2024-25");
  issue("soc-2025", "south", "good", "2024-05-01");
  EXPECT_THAT(ask(grades, {.body = "south"}).remarks, Contains(HasSubstr("not of one cycle")));
}

TEST_F(Grades, SayWhoseWordTheyAre) {
  issue("soc-2023", "north", "adequate");
  EXPECT_EQ(only_row(ask(grades, {.body = "north"}), "grades").at("by"),
            "hmicfrs (entered by the operator)");
}

TEST_F(Grades, OfAnUnknownBodyOrInspectionNameTheNearest) {
  const auto body = try_ask(grades, {.body = "nroth"});
  ASSERT_FALSE(body);
  EXPECT_EQ(body.error().kind, ErrorKind::kNotFound);
  EXPECT_THAT(body.error().mend, HasSubstr("north"));
  const auto inspection = try_ask(grades, {.inspection = "soc-2033"});
  ASSERT_FALSE(inspection);
  EXPECT_EQ(inspection.error().kind, ErrorKind::kNotFound);
  EXPECT_THAT(inspection.error().mend, HasSubstr("soc-2023"));
  const auto kind = try_ask(grades, {.kind = "force"});
  ASSERT_FALSE(kind);
  EXPECT_EQ(kind.error().kind, ErrorKind::kMalformed);
}

TEST_F(Grades, IssuedSomeTimeInAMonthOnlyTouchAWindowThatCutsIt) {
  issue("soc-2023", "north", "adequate", "2023-03");
  issue("soc-2023", "south", "adequate", "2023-05-01");
  const Answer answer = ask(grades, {.from = "2023-03-15", .to = "2023-04"});
  EXPECT_THAT(column(answer, "grades", "body"), ElementsAre("north"));
  EXPECT_THAT(column(answer, "grades", "inWindow"), ElementsAre("possible"));
  EXPECT_THAT(answer.remarks, Contains(HasSubstr("only possibly within the window")));
  EXPECT_THAT(ask(grades, {.from = "2023-03", .to = "2023-03"}).remarks,
              Each(Not(HasSubstr("only possibly"))));
  EXPECT_FALSE(try_ask(grades, {.from = "2023-04", .to = "2023-03"}));
  EXPECT_FALSE(try_ask(grades, {.from = "soon"}));
}

}  // namespace
}  // namespace probity::test
