// Agreements, disruptions, priorities, plans and meetings.
#include <gtest/gtest.h>

#include "tests/unit/projections/views/rows.h"

namespace probity::test {
namespace {

constexpr std::string_view kSha1 =
    "1111111111111111111111111111111111111111111111111111111111111111";

int day(std::string_view text) { return day_from_text(text)->value; }

Stream agreement() {
  Stream stream("agreement/em-section-22");
  stream.add(
      "AgreementProposed", "2023-01-01", "emsou",
      R"({"title": "Section 22", "kind": "collaboration", "parties": ["derbyshire", "lincolnshire"],
                 "periodStart": "2023-04-01", "periodEnd": "2026-03-31", "supersedes": "em-old"})");
  return stream;
}

std::string party(std::string_view body) { return fmt::format(R"({{"party": "{}"}})", body); }

TEST(AgreementFold, KeepsWhatEachPartyDid) {
  auto stream = agreement();
  stream.add("AgreementSupported", "2023-02-01", "derbyshire", party("derbyshire"));
  stream.add("AgreementApproved", "2023-03-01", "derbyshire-pcc", party("derbyshire"));
  stream.add("AgreementSigned", "2023-04-01", "derbyshire", party("derbyshire"));
  const auto folded = fold<schema::AgreementRow>(stream);
  const auto row = *folded;
  EXPECT_EQ(row.getProposed().getPosition(), 0U);
  EXPECT_EQ(str(row.getTitle()), "Section 22");
  EXPECT_EQ(row.getKind(), schema::AgreementKind::COLLABORATION);
  EXPECT_EQ(str(row.getPeriodStart()), "2023-04-01");
  EXPECT_EQ(str(row.getPeriodEnd()), "2026-03-31");
  EXPECT_EQ(str(row.getSupersedes()), "em-old");
  ASSERT_EQ(row.getParties().size(), 2U);
  EXPECT_EQ(row.getParties()[0].getSupported().getPosition(), 1U);
  EXPECT_EQ(row.getParties()[0].getApproved().getPosition(), 2U);
  EXPECT_EQ(row.getParties()[0].getSigned().getPosition(), 3U);
  EXPECT_EQ(str(row.getParties()[1].getBody()), "lincolnshire");
  EXPECT_EQ(row.getParties()[1].getSupported().getPosition(), kNever);
  EXPECT_EQ(row.getParties()[1].getSigned().getPosition(), kNever);
}

TEST(AgreementFold, KeepsCommencementAndEnd) {
  auto stream = agreement();
  stream.add("AgreementCommenced", "2023-04-01", "emsou", R"({"note": "as planned"})");
  stream.add("AgreementEnded", "2024-04-01", "emsou", R"({"reason": "replaced"})");
  const auto folded = fold<schema::AgreementRow>(stream);
  EXPECT_EQ((*folded).getCommenced().getPosition(), 1U);
  EXPECT_EQ(str((*folded).getCommencedNote()), "as planned");
  EXPECT_EQ((*folded).getEnded().getPosition(), 2U);
  EXPECT_EQ(str((*folded).getEndReason()), "replaced");
}

TEST(AgreementFold, NotesABodyThatActsButIsNoParty) {
  auto stream = agreement();
  stream.add("AgreementSigned", "2023-04-01", "cheshire", party("cheshire"));
  const auto folded = fold<schema::AgreementRow>(stream);
  ASSERT_EQ((*folded).getParties().size(), 3U);
  EXPECT_EQ((*folded).getParties()[2].getSigned().getPosition(), 1U);
  EXPECT_EQ(notes((*folded).getHead()), Texts{"@1 signed by cheshire, which is no party"});
}

TEST(AgreementFold, ChangesNoPartyByASignatureThatIsErased) {
  auto stream = agreement();
  stream.add_erased("AgreementSigned", "2023-04-01", "derbyshire", party("derbyshire"));
  const auto folded = fold<schema::AgreementRow>(stream);
  EXPECT_EQ((*folded).getParties().size(), 2U);
  EXPECT_EQ((*folded).getParties()[0].getSigned().getPosition(), kNever);
  EXPECT_EQ(notes((*folded).getHead()), Texts{"@1 payload erased"});
}

TEST(DisruptionFold, ReplacesTheLevelByTheOneAssessed) {
  Stream stream("disruption/d-1");
  stream.add(
      "DisruptionRecorded", "2022-03", "emsou",
      R"({"lead": "emsou", "supporting": ["derbyshire"], "threat": "drugs", "approaches": ["pursue", "prevent"],
                 "level": "minor", "operation": "op-17", "basis": "reported"})");
  stream.add("DisruptionAssessed", "2022-05-01", "emsou",
             R"({"level": "major", "assessor": "nca", "outcome": "raised"})");
  const auto folded = fold<schema::DisruptionRow>(stream);
  const auto row = *folded;
  EXPECT_EQ(str(row.getLead()), "emsou");
  EXPECT_EQ(strs(row.getSupporting()), Texts{"derbyshire"});
  EXPECT_EQ(str(row.getThreat()), "drugs");
  ASSERT_EQ(row.getApproaches().size(), 2U);
  EXPECT_EQ(row.getApproaches()[1], schema::Approach::PREVENT);
  EXPECT_EQ(row.getLevel(), schema::DisruptionLevel::MAJOR);
  EXPECT_EQ(row.getBasis(), schema::DisruptionBasis::REPORTED);
  EXPECT_EQ(str(row.getOperation()), "op-17");
  EXPECT_EQ(row.getAssessed().getPosition(), 1U);
  EXPECT_EQ(str(row.getAssessor()), "nca");
  EXPECT_EQ(row.getOutcome(), schema::AssessmentOutcome::RAISED);
  EXPECT_EQ(row.getRecordedEarliest(), day("2022-03-01"));
  EXPECT_EQ(row.getDropped().getPosition(), kNever);
  EXPECT_EQ((*fold<schema::DisruptionRow>(stream, "2022-04-01")).getLevel(),
            schema::DisruptionLevel::MINOR);
}

TEST(DisruptionFold, KeepsAWithdrawalApartFromTheLevel) {
  Stream stream("disruption/d-1");
  stream.add(
      "DisruptionRecorded", "2022-03", "emsou",
      R"({"lead": "emsou", "threat": "drugs", "approaches": [], "level": "minor", "basis": "reconstructed"})");
  stream.add("DisruptionWithdrawn", "2022-05-01", "emsou", R"({"reason": "counted twice"})");
  const auto folded = fold<schema::DisruptionRow>(stream);
  EXPECT_EQ((*folded).getLevel(), schema::DisruptionLevel::MINOR);
  EXPECT_EQ((*folded).getDropped().getPosition(), 1U);
  EXPECT_EQ(str((*folded).getDropReason()), "counted twice");
}

TEST(PriorityFold, KeepsTheLatestRankOfEachThreat) {
  Stream stream("priority/emsou");
  const auto rank = [&](std::string_view when, std::string_view threat, int place) {
    stream.add("ThreatPrioritised", when, "emsou",
               fmt::format(R"({{"body": "emsou", "threat": "{}", "rank": {}}})", threat, place));
  };
  rank("2022", "drugs", 2);
  rank("2022", "fraud", 1);
  rank("2023", "drugs", 1);
  const auto folded = fold<schema::PriorityRow>(stream);
  EXPECT_EQ(str((*folded).getBody()), "emsou");
  const auto threats = (*folded).getThreats();
  ASSERT_EQ(threats.size(), 2U);
  EXPECT_EQ(str(threats[0].getThreat()), "drugs");
  EXPECT_EQ(threats[0].getRank(), 1U);
  EXPECT_EQ(threats[0].getAct().getPosition(), 2U);
  EXPECT_EQ(threats[1].getRank(), 1U);
}

TEST(PriorityFold, ChangesNoRankByOneThatIsErased) {
  Stream stream("priority/emsou");
  stream.add("ThreatPrioritised", "2022", "emsou",
             R"({"body": "emsou", "threat": "drugs", "rank": 2})");
  stream.add_erased("ThreatPrioritised", "2023", "emsou",
                    R"({"body": "emsou", "threat": "drugs", "rank": 1})");
  const auto folded = fold<schema::PriorityRow>(stream);
  ASSERT_EQ((*folded).getThreats().size(), 1U);
  EXPECT_EQ((*folded).getThreats()[0].getRank(), 2U);
  EXPECT_EQ(notes((*folded).getHead()), Texts{"@1 payload erased"});
}

TEST(DisruptionFold, KeepsTheLevelAfterAnAssessmentThatIsErased) {
  Stream stream("disruption/d-1");
  stream.add(
      "DisruptionRecorded", "2022-03", "emsou",
      R"({"lead": "emsou", "threat": "drugs", "approaches": [], "level": "minor", "basis": "reported"})");
  stream.add_erased("DisruptionAssessed", "2022-05-01", "emsou",
                    R"({"level": "major", "assessor": "nca", "outcome": "raised"})");
  const auto folded = fold<schema::DisruptionRow>(stream);
  EXPECT_EQ((*folded).getLevel(), schema::DisruptionLevel::MINOR);
  EXPECT_EQ((*folded).getAssessed().getPosition(), 1U);
}

TEST(PlanFold, KeepsThePlanAndItsReviews) {
  Stream stream("plan/emsou/delivery");
  stream.add(
      "PlanAdopted", "2023-05", "emsou",
      R"({"title": "Delivery", "kind": "delivery4p", "lead": "head of unit", "approaches": ["protect"],
                 "findings": ["em-1", "em-2"]})");
  stream.add("PlanReviewed", "2023-08-01", "emsou", R"({"forum": "board", "note": "on track"})");
  stream.add("PlanReviewed", "2023-11-01", "emsou", R"({"forum": "board"})");
  const auto folded = fold<schema::PlanRow>(stream);
  const auto row = *folded;
  EXPECT_EQ(row.getAdopted().getPosition(), 0U);
  EXPECT_EQ(str(row.getTitle()), "Delivery");
  EXPECT_EQ(row.getKind(), schema::PlanKind::DELIVERY4P);
  EXPECT_EQ(str(row.getLead()), "head of unit");
  ASSERT_EQ(row.getApproaches().size(), 1U);
  EXPECT_EQ(strs(row.getFindings()), (Texts{"em-1", "em-2"}));
  ASSERT_EQ(row.getReviews().size(), 2U);
  EXPECT_EQ(str(row.getReviews()[0].getForum()), "board");
  EXPECT_EQ(str(row.getReviews()[0].getNote()), "on track");
  EXPECT_EQ(row.getReviews()[1].getAct().getPosition(), 2U);
}

TEST(MeetingFold, KeepsTheMeetingAndItsPapers) {
  Stream stream("meeting/jarap/2024-04-17");
  stream.add(
      "PaperPresented", "2024-04-17", "emsou",
      fmt::format(
          R"({{"title": "Annual", "author": "head of unit", "sha256": "{}", "bytes": 12, "atSize": 200,
                              "findings": [{{"ref": "em-1", "body": "emsou", "statusAsSaid": "complete"}}]}})",
          kSha1));
  stream.add(
      "MeetingHeld", "2024-04-17", "jarap",
      R"({"forum": "jarap", "kind": "committee", "attendees": [{"body": "emsou", "role": "head of unit"}],
                 "decisions": ["noted"], "findings": ["em-1"]})");
  const auto folded = fold<schema::MeetingRow>(stream);
  const auto row = *folded;
  EXPECT_EQ(row.getHeld().getPosition(), 1U);
  EXPECT_EQ(str(row.getForum()), "jarap");
  EXPECT_EQ(row.getKind(), schema::MeetingKind::COMMITTEE);
  ASSERT_EQ(row.getAttendees().size(), 1U);
  EXPECT_EQ(str(row.getAttendees()[0].getRole()), "head of unit");
  EXPECT_EQ(strs(row.getDecisions()), Texts{"noted"});
  EXPECT_EQ(strs(row.getFindings()), Texts{"em-1"});
  ASSERT_EQ(row.getPapers().size(), 1U);
  const auto paper = row.getPapers()[0];
  EXPECT_EQ(str(paper.getTitle()), "Annual");
  EXPECT_EQ(str(paper.getAuthor()), "head of unit");
  EXPECT_EQ(str(paper.getSha256()), kSha1);
  EXPECT_EQ(paper.getBytes(), 12U);
  EXPECT_EQ(paper.getAtSize(), 200U);
  ASSERT_EQ(paper.getFindings().size(), 1U);
  EXPECT_EQ(str(paper.getFindings()[0].getStatusAsSaid()), "complete");
}

TEST(MeetingFold, LeavesUnsaidWhatAPaperLeavesOut) {
  Stream stream("meeting/jarap/2024-04-17");
  stream.add("PaperPresented", "2024-04-17", "emsou",
             R"({"title": "Annual", "author": "head", "findings": []})");
  const auto folded = fold<schema::MeetingRow>(stream);
  EXPECT_EQ((*folded).getPapers()[0].getBytes(), kNever);
  EXPECT_EQ((*folded).getPapers()[0].getAtSize(), kNever);
  EXPECT_EQ((*folded).getHeld().getPosition(), kNever);
}

}  // namespace
}  // namespace probity::test
