#include "projections/questions/registers/decimal.h"
#include "tests/unit/projections/questions/registers_support.h"

namespace probity::test {
namespace {

using namespace projections::registers;
using testing::Contains;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(PlainDecimal, IsOneTextForEqualNumbers) {
  for (const char* text : {"13", "013", "13.0", "13.00", "0013.000"}) {
    EXPECT_EQ(plain_decimal(text), "13") << text;
  }
  EXPECT_EQ(plain_decimal("-0.50"), "-0.5");
  EXPECT_EQ(plain_decimal("-0"), "0");
  EXPECT_EQ(plain_decimal("0.0"), "0");
  EXPECT_EQ(plain_decimal("1200"), "1200");
  EXPECT_EQ(plain_decimal("twelve"), "twelve");
}

class Measures : public Registers {
 protected:
  Measures() { body("unit", "regionalUnit"); }
  void measure(const std::string& slug, const std::string& effective, const std::string& value,
               const std::string& more = {}, const std::string& unit = "officers") {
    record(
        "measure/unit/" + slug, "MeasureRecorded", effective, "unit",
        fmt::format(R"({{"name": "{}", "value": "{}", "unit": "{}"{}}})", slug, value, unit, more));
  }
};

TEST_F(Measures, OfOverlappingDaysThatDifferStandSideBySide) {
  measure("staff", "2023", "1400");
  measure("staff", "2023-06", "1300");
  measure("staff", "2024-01", "1250");
  const Answer answer = ask(measures, {.id = "unit/staff"});
  EXPECT_THAT(column(answer, "figures", "value"), ElementsAre("1300", "1400", "1250"));
  EXPECT_THAT(column(answer, "figures", "disagrees"), ElementsAre("yes", "yes", "no"));
  EXPECT_THAT(answer.remarks, ElementsAre("unit/staff: sources disagree: 1300 and 1400"));
}

TEST_F(Measures, ThatAreEqualNumbersDoNotDisagree) {
  measure("staff", "2023", "1400");
  measure("staff", "2023", "1400.0");
  EXPECT_THAT(column(ask(measures), "figures", "disagrees"), Each("no"));
}

TEST_F(Measures, OfTheirWindowsDaysAreCompared) {
  measure("staff", "2023-06-01", "10", R"(, "window": "2022")");
  measure("staff", "2023-06-01", "12", R"(, "window": "2021")");
  EXPECT_THAT(column(ask(measures), "figures", "disagrees"), Each("no"));
}

TEST_F(Measures, ThatAreAlwaysSoDisagree) {
  measure("established", "..", "2002", {}, "year");
  measure("established", "..", "2001", {}, "year");
  EXPECT_THAT(ask(measures).remarks, Contains(HasSubstr("sources disagree")));
}

TEST_F(Measures, AreAsExactAsTheirSource) {
  measure("staff", "2023", "1400", R"(, "qualifier": "moreThan")");
  EXPECT_EQ(only_row(ask(measures), "figures").at("figure"), "more than 1400");
}

TEST_F(Measures, SayNotPublishedWhereAShareLacksItsParts) {
  measure("a-share", "2023", "24", {}, "per cent");
  measure("b-parts", "2023", "13", R"(, "numerator": "13", "denominator": "13")");
  measure("c-count", "2023", "24");
  const Answer answer = ask(measures);
  EXPECT_THAT(column(answer, "figures", "numerator"), ElementsAre("not published", "13", ""));
  EXPECT_THAT(column(answer, "figures", "denominator"), ElementsAre("not published", "13", ""));
  EXPECT_THAT(column(answer, "figures", "window"),
              ElementsAre("not published", "not published", ""));
}

TEST_F(Measures, ShowReportedDisruptionsOfTheStream) {
  record("measure/unit/disruptions", "DisruptionsReported", "2023-03-02", "hmicfrs",
         R"({"lead": "unit", "window": "2021", "threat": "fraud", "count": 0})");
  const Answer answer = ask(measures, {.id = "unit/disruptions"});
  EXPECT_THAT(rows_of(answer, "figures"), IsEmpty());
  EXPECT_EQ(only_row(answer, "reported").at("count"), "0");
}

TEST_F(Measures, AreFoundByBodyAndBelowABody) {
  body("north", "territorialForce");
  measure("staff", "2023", "1400");
  record("measure/north/staff", "MeasureRecorded", "2023", "north",
         R"({"name": "staff", "value": "2", "unit": "officers"})");
  EXPECT_THAT(column(ask(measures, {.id = "unit"}), "figures", "measure"),
              ElementsAre("unit/staff"));
  EXPECT_THAT(column(ask(measures, {.body = "north"}), "figures", "measure"),
              ElementsAre("north/staff"));
}

}  // namespace
}  // namespace probity::test
