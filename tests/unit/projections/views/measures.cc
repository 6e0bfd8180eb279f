// Measures: figures as their sources give them.
#include <gtest/gtest.h>

#include "tests/unit/projections/views/rows.h"

namespace probity::test {
namespace {

int day(std::string_view text) { return day_from_text(text)->value; }

TEST(MeasureFold, KeepsEveryFigureSideBySide) {
  Stream stream("measure/emsou/established");
  stream.add("MeasureRecorded", "..", "emsou",
             R"({"name": "established", "value": "2002", "unit": "year",
                                                   "note": "first as a covert unit"})");
  stream.add("MeasureRecorded", "..", "emsou",
             R"({"name": "established", "value": "2001", "unit": "year"})");
  const auto folded = fold<schema::MeasureRow>(stream);
  const auto figures = (*folded).getFigures();
  ASSERT_EQ(figures.size(), 2U);
  EXPECT_EQ(str(figures[0].getValue()), "2002");
  EXPECT_EQ(str(figures[0].getNote()), "first as a covert unit");
  EXPECT_EQ(str(figures[1].getValue()), "2001");
  EXPECT_EQ(figures[1].getEarliest(), kBeforeAllDays.value);
  EXPECT_EQ(figures[1].getLatest(), kBeforeAllDays.value);
}

TEST(MeasureFold, CoversTheWindowElseTheTimeOfTheEvent) {
  Stream stream("measure/emsou/staff");
  stream.add(
      "MeasureRecorded", "2023-05-01", "emsou",
      R"({"name": "staff", "value": "1400", "unit": "people", "qualifier": "moreThan", "numerator": "7",
                 "denominator": "9", "window": "2022"})");
  stream.add("MeasureRecorded", "2024", "emsou",
             R"({"name": "staff", "value": "1500", "unit": "people"})");
  const auto folded = fold<schema::MeasureRow>(stream);
  const auto figures = (*folded).getFigures();
  ASSERT_EQ(figures.size(), 2U);
  EXPECT_EQ(figures[0].getQualifier(), schema::Qualifier::MORE_THAN);
  EXPECT_EQ(str(figures[0].getNumerator()), "7");
  EXPECT_EQ(str(figures[0].getDenominator()), "9");
  EXPECT_EQ(str(figures[0].getWindow()), "2022");
  EXPECT_EQ(figures[0].getEarliest(), day("2022-01-01"));
  EXPECT_EQ(figures[0].getLatest(), day("2022-12-31"));
  EXPECT_EQ(figures[1].getEarliest(), day("2024-01-01"));
  EXPECT_EQ(figures[1].getLatest(), day("2024-12-31"));
}

TEST(MeasureFold, KeepsPublishedCountsOfDisruptions) {
  Stream stream("measure/emsou/disruptions");
  stream.add(
      "DisruptionsReported", "2023-03-02", "hmicfrs",
      R"({"lead": "emsou", "window": "2021-06-01/2022-05-31", "threat": "drugs-and-firearms", "count": 128,
                 "shareAsSaid": "24 per cent"})");
  stream.add(
      "DisruptionsReported", "2023-03-02", "hmicfrs",
      R"({"lead": "emsou", "window": "2021-06-01/2022-05-31", "threat": "immigration", "count": 0})");
  const auto folded = fold<schema::MeasureRow>(stream);
  EXPECT_EQ((*folded).getFigures().size(), 0U);
  const auto reported = (*folded).getDisruptions();
  ASSERT_EQ(reported.size(), 2U);
  EXPECT_EQ(str(reported[0].getLead()), "emsou");
  EXPECT_EQ(str(reported[0].getThreat()), "drugs-and-firearms");
  EXPECT_EQ(reported[0].getCount(), 128U);
  EXPECT_EQ(str(reported[0].getShareAsSaid()), "24 per cent");
  EXPECT_EQ(reported[0].getEarliest(), day("2021-06-01"));
  EXPECT_EQ(reported[0].getLatest(), day("2022-05-31"));
  EXPECT_EQ(reported[1].getCount(), 0U);
}

TEST(MeasureFold, LeavesOutAFigureThatIsErased) {
  Stream stream("measure/emsou/staff");
  stream.add_erased("MeasureRecorded", "2024", "emsou",
                    R"({"name": "staff", "value": "1500", "unit": "people"})");
  const auto folded = fold<schema::MeasureRow>(stream);
  EXPECT_EQ((*folded).getFigures().size(), 0U);
  EXPECT_EQ(notes((*folded).getHead()), Texts{"@0 payload erased"});
}

}  // namespace
}  // namespace probity::test
