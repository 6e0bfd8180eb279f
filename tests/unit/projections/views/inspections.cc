// Inspections and what hangs on them: practice, responses, grades, monitoring.
#include <gtest/gtest.h>

#include "tests/unit/projections/views/rows.h"

namespace probity::test {
namespace {

int day(std::string_view text) { return day_from_text(text)->value; }

Stream inspection() {
  Stream stream("inspection/em-soc-2023");
  stream.add("InspectionOpened", "2022-10", "hmicfrs",
             R"({"title": "Regional", "programme": "regionalSoc", "inspectorate": "hmicfrs",
                 "subjects": ["emsou", "derbyshire"], "cycle": "2022-23"})");
  return stream;
}

TEST(InspectionFold, KeepsOpeningFieldworkAndPublication) {
  auto stream = inspection();
  stream.add("FieldworkRecorded", "2022-10-01/2022-10-14", "hmicfrs",
             R"({"subjects": ["emsou"], "note": "first"})");
  stream.add("FieldworkRecorded", "2022-11", "hmicfrs", R"({"subjects": ["derbyshire"]})");
  stream.add("ReportPublished", "2023-03", "hmicfrs",
             R"({"title": "An inspection", "reference": "R1", "url": "https://example.org/r"})");
  const auto folded = fold<schema::InspectionRow>(stream);
  const auto row = *folded;
  EXPECT_EQ(row.getOpened().getPosition(), 0U);
  EXPECT_EQ(str(row.getTitle()), "Regional");
  EXPECT_EQ(row.getProgramme(), schema::Programme::REGIONAL_SOC);
  EXPECT_EQ(str(row.getInspectorate()), "hmicfrs");
  EXPECT_EQ(strs(row.getSubjects()), (Texts{"emsou", "derbyshire"}));
  EXPECT_EQ(str(row.getCycle()), "2022-23");
  ASSERT_EQ(row.getFieldwork().size(), 2U);
  EXPECT_EQ(str(row.getFieldwork()[0].getNote()), "first");
  EXPECT_EQ(strs(row.getFieldwork()[1].getSubjects()), Texts{"derbyshire"});
  EXPECT_EQ(row.getPublished().getDay(), day("2023-03-31"));
  EXPECT_EQ(row.getPublishedEarliest(), day("2023-03-01"));
  EXPECT_EQ(str(row.getReportTitle()), "An inspection");
  EXPECT_EQ(str(row.getReference()), "R1");
  EXPECT_EQ(str(row.getUrl()), "https://example.org/r");
}

TEST(InspectionFold, CountsFromTheFirstPublication) {
  auto stream = inspection();
  stream.add("ReportPublished", "2023", "nottinghamshire", R"({"title": "As a year"})");
  stream.add("ReportPublished", "2023-03-02", "hmicfrs", R"({"title": "As a day"})");
  const auto folded = fold<schema::InspectionRow>(stream);
  EXPECT_EQ((*folded).getPublished().getPosition(), 2U);
  EXPECT_EQ((*folded).getPublishedEarliest(), day("2023-03-02"));
}

TEST(InspectionFold, KeepsOneApplicabilityDecisionABody) {
  auto stream = inspection();
  stream.add("ApplicabilityDecided", "2023-05-01", "derbyshire",
             R"({"body": "derbyshire", "applies": "unclear"})");
  stream.add("ApplicabilityDecided", "2023-05-02", "emsou",
             R"({"body": "emsou", "applies": "yes"})");
  stream.add("ApplicabilityDecided", "2023-06-01", "derbyshire",
             R"({"body": "derbyshire", "applies": "partly", "reason": "only tasking"})");
  const auto folded = fold<schema::InspectionRow>(stream);
  const auto list = (*folded).getApplicability();
  ASSERT_EQ(list.size(), 2U);
  EXPECT_EQ(str(list[0].getBody()), "derbyshire");
  EXPECT_EQ(list[0].getApplies(), schema::Applies::PARTLY);
  EXPECT_EQ(str(list[0].getReason()), "only tasking");
  EXPECT_EQ(list[0].getAct().getPosition(), 3U);
  EXPECT_EQ(list[1].getApplies(), schema::Applies::YES);
}

TEST(InspectionFold, ChangesNoApplicabilityByADecisionThatIsErased) {
  auto stream = inspection();
  stream.add("ApplicabilityDecided", "2023-05-01", "derbyshire",
             R"({"body": "derbyshire", "applies": "yes"})");
  stream.add_erased("ApplicabilityDecided", "2023-06-01", "derbyshire",
                    R"({"body": "derbyshire", "applies": "no"})");
  const auto folded = fold<schema::InspectionRow>(stream);
  ASSERT_EQ((*folded).getApplicability().size(), 1U);
  EXPECT_EQ((*folded).getApplicability()[0].getApplies(), schema::Applies::YES);
}

TEST(PracticeFold, ListsWhatIsHeldUpAsGood) {
  auto stream = inspection();
  stream.add("PracticeHighlighted", "2023-03-02", "hmicfrs",
             R"({"body": "emsou", "title": "Debriefs"})");
  const auto folded = fold<schema::PracticeRow>(stream);
  ASSERT_EQ((*folded).getItems().size(), 1U);
  EXPECT_EQ(str((*folded).getItems()[0].getBody()), "emsou");
  EXPECT_EQ(str((*folded).getItems()[0].getTitle()), "Debriefs");
  EXPECT_EQ((*folded).getItems()[0].getAct().getPosition(), 1U);
}

TEST(PracticeFold, LeavesTheNoteOfAnErasedOpeningToTheInspection) {
  Stream stream("inspection/em-soc-2023");
  stream.add_erased(
      "InspectionOpened", "2022", "hmicfrs",
      R"({"title": "R", "programme": "peel", "inspectorate": "hmicfrs", "subjects": ["emsou"]})");
  EXPECT_TRUE(notes((*fold<schema::PracticeRow>(stream)).getHead()).empty());
  EXPECT_EQ(notes((*fold<schema::InspectionRow>(stream)).getHead()), Texts{"@0 payload erased"});
}

std::string response(std::string_view explanations) {
  return fmt::format(
      R"({{"inspection": "em-soc-2023", "body": "derbyshire-pcc", "url": "https://example.org/l",
                          "explanations": [{}]}})",
      explanations);
}

TEST(ResponseFold, TakesAStatementForNoResponse) {
  Stream stream("response/em-soc-2023/derbyshire-pcc");
  stream.add(
      "StatementPublished", "2023-03-03", "derbyshire-pcc",
      R"({"inspection": "em-soc-2023", "body": "derbyshire-pcc", "speaker": "commissioner", "summary": "Noted."})");
  const auto folded = fold<schema::ResponseRow>(stream);
  EXPECT_EQ(str((*folded).getInspection()), "em-soc-2023");
  EXPECT_EQ(str((*folded).getBody()), "derbyshire-pcc");
  EXPECT_EQ((*folded).getPublished().getPosition(), kNever);
  ASSERT_EQ((*folded).getStatements().size(), 1U);
  EXPECT_EQ(str((*folded).getStatements()[0].getSpeaker()), "commissioner");
  EXPECT_EQ(str((*folded).getStatements()[0].getSummary()), "Noted.");
}

TEST(ResponseFold, KeepsTheDaysBetweenWhichAnUndatedLetterWasPublished) {
  Stream stream("response/em-soc-2023/derbyshire-pcc");
  stream.add(
      "ResponsePublished", "2023-03-02/2023-12-31", "derbyshire-pcc",
      response(
          R"({"finding": "em-1", "action": "agreed"}, {"finding": "em-2", "reason": "not ours"})"));
  const auto folded = fold<schema::ResponseRow>(stream);
  EXPECT_EQ((*folded).getPublished().getDay(), day("2023-12-31"));
  EXPECT_EQ((*folded).getPublishedEarliest(), day("2023-03-02"));
  EXPECT_EQ(str((*folded).getUrl()), "https://example.org/l");
  ASSERT_EQ((*folded).getExplanations().size(), 2U);
  EXPECT_EQ(str((*folded).getExplanations()[0].getAction()), "agreed");
  EXPECT_EQ(str((*folded).getExplanations()[1].getReason()), "not ours");
}

TEST(ResponseFold, AddsWhatALaterResponseExplainsAndKeepsTheFirstDay) {
  Stream stream("response/em-soc-2023/derbyshire-pcc");
  stream.add("ResponsePublished", "2023-04-01", "derbyshire-pcc",
             response(R"({"finding": "em-1", "action": "agreed"})"));
  stream.add(
      "ResponsePublished", "2023-06-01", "derbyshire-pcc",
      response(R"({"finding": "em-1", "action": "done"}, {"finding": "em-2", "action": "begun"})"));
  const auto folded = fold<schema::ResponseRow>(stream);
  EXPECT_EQ((*folded).getPublished().getPosition(), 0U);
  ASSERT_EQ((*folded).getExplanations().size(), 2U);
  EXPECT_EQ(str((*folded).getExplanations()[0].getAction()), "done");
  EXPECT_EQ(str((*folded).getExplanations()[1].getFinding()), "em-2");
}

std::string grade(std::string_view question, std::string_view grade, std::string_view more = "") {
  return fmt::format(
      R"({{"inspection": "em-soc-2023", "body": "lincolnshire", "question": "{}", "grade": "{}",
                          "scale": "fiveTier"{}}})",
      question, grade, more);
}

TEST(GradeFold, KeepsOneCurrentGradeAQuestion) {
  Stream stream("grade/em-soc-2023/lincolnshire");
  stream.add("GradeIssued", "2023-03-02", "hmicfrs", grade("soc", "adequate"));
  stream.add("GradeIssued", "2023-03-02", "hmicfrs", grade("tasking", "good"));
  stream.add("GradeIssued", "2023-09-01", "hmicfrs", grade("soc", "requiresImprovement"));
  stream.add("GradeCarriedOver", "2023-10-01", "hmicfrs",
             grade("tasking", "good", R"(, "carriedFrom": "em-soc-2021")"));
  const auto folded = fold<schema::GradeRow>(stream);
  EXPECT_EQ(str((*folded).getInspection()), "em-soc-2023");
  EXPECT_EQ(str((*folded).getBody()), "lincolnshire");
  const auto current = (*folded).getCurrent();
  ASSERT_EQ(current.size(), 2U);
  EXPECT_EQ(str(current[0].getQuestion()), "soc");
  EXPECT_EQ(current[0].getGrade(), schema::Grade::REQUIRES_IMPROVEMENT);
  EXPECT_EQ(current[0].getScale(), schema::Scale::FIVE_TIER);
  EXPECT_EQ(current[0].getAct().getPosition(), 2U);
  EXPECT_EQ(str(current[0].getCarriedFrom()), "");
  EXPECT_EQ(str(current[1].getCarriedFrom()), "em-soc-2021");
}

TEST(GradeFold, ReplacesAStruckGradeByTheOneIssuedAnew) {
  Stream stream("grade/em-soc-2023/lincolnshire");
  const auto wrong = stream.add("GradeIssued", "2023-03-02", "hmicfrs", grade("soc", "adequate"));
  stream.strike(wrong);
  stream.add("GradeIssued", "2023-03-02", "hmicfrs", grade("soc", "requiresImprovement"));
  const auto folded = fold<schema::GradeRow>(stream);
  ASSERT_EQ((*folded).getCurrent().size(), 1U);
  EXPECT_EQ((*folded).getCurrent()[0].getGrade(), schema::Grade::REQUIRES_IMPROVEMENT);
  EXPECT_EQ((*folded).getCurrent()[0].getAct().getPosition(), 2U);
}

TEST(GradeFold, DropsACarriedMarkWhenTheQuestionIsGradedItself) {
  Stream stream("grade/em-soc-2023/lincolnshire");
  stream.add("GradeCarriedOver", "2023-03-02", "hmicfrs",
             grade("soc", "good", R"(, "carriedFrom": "em-soc-2021")"));
  stream.add("GradeIssued", "2023-09-01", "hmicfrs", grade("soc", "good"));
  EXPECT_EQ(str((*fold<schema::GradeRow>(stream)).getCurrent()[0].getCarriedFrom()), "");
}

TEST(GradeFold, ChangesNoGradeByOneThatIsErased) {
  Stream stream("grade/em-soc-2023/lincolnshire");
  stream.add("GradeIssued", "2023-03-02", "hmicfrs", grade("soc", "adequate"));
  stream.add_erased("GradeIssued", "2023-09-01", "hmicfrs", grade("soc", "good"));
  const auto folded = fold<schema::GradeRow>(stream);
  ASSERT_EQ((*folded).getCurrent().size(), 1U);
  EXPECT_EQ((*folded).getCurrent()[0].getGrade(), schema::Grade::ADEQUATE);
  EXPECT_EQ(notes((*folded).getHead()), Texts{"@1 payload erased"});
}

TEST(MonitoringFold, ListsTheSpellsInTheirOrder) {
  Stream stream("monitoring/west-midlands");
  stream.add("MonitoringStageChanged", "2023-11-24", "hmicfrs",
             R"({"stage": "engage", "reason": "four causes"})");
  stream.add("MonitoringStageChanged", "2024-09-18", "hmicfrs",
             R"({"stage": "scan", "reason": "progress"})");
  stream.add("MonitoringStageChanged", "..", "hmicfrs",
             R"({"stage": "scan", "reason": "default"})");
  const auto folded = fold<schema::MonitoringRow>(stream);
  const auto spells = (*folded).getSpells();
  ASSERT_EQ(spells.size(), 3U);
  EXPECT_EQ(spells[0].getAct().getPosition(), 2U);
  EXPECT_EQ(spells[1].getStage(), schema::Stage::ENGAGE);
  EXPECT_EQ(spells[2].getStage(), schema::Stage::SCAN);
  EXPECT_EQ(str(spells[2].getReason()), "progress");
  EXPECT_EQ((*fold<schema::MonitoringRow>(stream, "2024-01-01")).getSpells().size(), 2U);
}

TEST(MonitoringFold, StaysInItsStageAfterAChangeThatIsErased) {
  Stream stream("monitoring/west-midlands");
  stream.add("MonitoringStageChanged", "2023-11-24", "hmicfrs",
             R"({"stage": "engage", "reason": "four causes"})");
  stream.add_erased("MonitoringStageChanged", "2024-09-18", "hmicfrs",
                    R"({"stage": "scan", "reason": "progress"})");
  const auto folded = fold<schema::MonitoringRow>(stream);
  EXPECT_EQ((*folded).getSpells().size(), 1U);
  EXPECT_EQ(notes((*folded).getHead()), Texts{"@1 payload erased"});
}

}  // namespace
}  // namespace probity::test
