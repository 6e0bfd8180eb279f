// Corrections and changed markings: what they may name, and whose words they may touch.
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "tests/unit/projections/admission/midlands.h"

namespace probity {
namespace {

using test::Offer;
using test::own;
using test::refused;
using test::reported;

class Corrections : public ::testing::Test {
 protected:
  std::string naming(Position position, std::string_view more = "") {
    return fmt::format(R"({{"event": "{}", "reason": "r"{}}})",
                       to_text(ledger.at(position).header.id), more);
  }
  Result<Position> strike(std::string_view stream, Position position, std::string_view actor,
                          const Offer& offer = {}) {
    return ledger.append(stream, "CorrectionMade", "2023-06-01", actor, naming(position), offer);
  }
  Position measure(std::string_view value) {
    return ledger.must_append("measure/emsou/staff", "MeasureRecorded", "2023", "emsou",
                              fmt::format(R"({{"name": "n", "value": "{}", "unit": "u"}})", value));
  }

  test::Midlands ledger;
};

TEST_F(Corrections, StrikeTheActorsOwnWords) {
  EXPECT_TRUE(strike("measure/emsou/staff", measure("1"), "emsou"));
}

TEST_F(Corrections, NeverStrikeAnothersWords) {
  const auto position = measure("1");
  EXPECT_TRUE(refused(strike("measure/emsou/staff", position, "hmicfrs"),
                      {"hmicfrs cannot strike", fmt::format("@{}", position.value),
                       "nobody strikes another's words", "emsou may"}));
  EXPECT_TRUE(refused(strike("measure/emsou/staff", position, "registrar"), {"nobody strikes"}));
}

TEST_F(Corrections, StrikeWhatTheActorReported) {
  const auto position =
      ledger.must_append("finding/f-1", "VerificationRecorded", "2023-06-01", "hmicfrs",
                         R"({"outcome": "verified"})", reported("leicestershire"));
  EXPECT_TRUE(
      refused(strike("finding/f-1", position, "derbyshire"), {"recorded by leicestershire"}));
  EXPECT_TRUE(strike("finding/f-1", position, "leicestershire", own("leicestershire")));
}

TEST_F(Corrections, NameAnEventOfTheirOwnStream) {
  const auto position = measure("1");
  ledger.must_append("measure/emsou/other", "MeasureRecorded", "2023", "emsou",
                     R"({"name": "n", "value": "1", "unit": "u"})");
  EXPECT_TRUE(refused(strike("measure/emsou/other", position, "emsou"),
                      {"is of measure/emsou/staff", "not of measure/emsou/other"}));
}

TEST_F(Corrections, NameAnEventThatIsThere) {
  measure("1");
  EXPECT_TRUE(
      refused(ledger.append("measure/emsou/staff", "CorrectionMade", "2023-06-01", "emsou",
                            R"({"event": "11111111-2222-3333-4444-555555555555", "reason": "r"})"),
              {"no event has the id 11111111-2222-3333-4444-555555555555"}));
}

TEST_F(Corrections, StrikeAnEventOnce) {
  const auto position = measure("1");
  const auto correction = strike("measure/emsou/staff", position, "emsou");
  ASSERT_TRUE(correction);
  EXPECT_TRUE(
      refused(strike("measure/emsou/staff", position, "emsou"),
              {fmt::format("@{} is struck already, by @{}", position.value, correction->value)}));
}

TEST_F(Corrections, StrikeACorrectionAndThenTheEventAnew) {
  const auto position = measure("1");
  const auto correction = strike("measure/emsou/staff", position, "emsou");
  ASSERT_TRUE(correction);
  EXPECT_TRUE(strike("measure/emsou/staff", *correction, "emsou"));
  EXPECT_TRUE(strike("measure/emsou/staff", position, "emsou"));
}

TEST_F(Corrections, MayNameAReplacementOfAnyStreamThatIsThere) {
  const auto wrong = measure("1");
  const auto right = ledger.must_append("measure/emsou/other", "MeasureRecorded", "2023", "emsou",
                                        R"({"name": "n", "value": "2", "unit": "u"})");
  const auto replaced_by = [&](std::string_view id) {
    return ledger.judge("measure/emsou/staff", "CorrectionMade", "2023-06-01", "emsou",
                        naming(wrong, fmt::format(R"(, "replacement": "{}")", id)));
  };
  EXPECT_TRUE(replaced_by(to_text(ledger.at(right).header.id)));
  EXPECT_TRUE(refused(replaced_by("11111111-2222-3333-4444-555555555555"),
                      {"no event has the id", "A replacement is recorded already"}));
}

TEST_F(Corrections, MayNameAReplacementThatFollowsInTheirRequest) {
  const auto wrong = measure("1");
  auto right = ledger.make("measure/emsou/staff", "MeasureRecorded", "2023", "emsou",
                           R"({"name": "n", "value": "2", "unit": "u"})");
  auto correction =
      ledger.make("measure/emsou/staff", "CorrectionMade", "2023-06-01", "emsou",
                  naming(wrong, fmt::format(R"(, "replacement": "{}")", to_text(right.header.id))));
  EXPECT_TRUE(ledger.append({std::move(correction), std::move(right)}));
}

TEST_F(Corrections, LeaveTheRegistrarRegistered) {
  const auto& registered = ledger.last_of("body/registrar");
  EXPECT_TRUE(refused(strike("body/registrar", registered.placement.position, "registrar"),
                      {"cannot strike its own registration"}));
}

TEST_F(Corrections, OfABodysRegistrationMakeItUnknown) {
  const auto& registered = ledger.last_of("body/college");
  EXPECT_TRUE(strike("body/college", registered.placement.position, "registrar"));
  EXPECT_TRUE(refused(ledger.judge("meeting/m/1", "MeetingHeld", "2023-06-01", "college",
                                   R"({"forum": "f", "kind": "board", "attendees": [],
                                       "decisions": [], "findings": []})"),
                      {"actor college was withdrawn", "struck by @"}));
}

TEST_F(Corrections, OfWhatOpenedAStreamWithdrawIt) {
  const auto& raised = ledger.last_of("finding/f-1");
  const auto correction = strike("finding/f-1", raised.placement.position, "hmicfrs");
  ASSERT_TRUE(correction);
  EXPECT_TRUE(
      refused(ledger.judge("finding/f-1", "FindingClosed", "2023-06-01", "hmicfrs",
                           R"({"reason": "noLongerApplicable"})"),
              {"finding/f-1 was withdrawn", fmt::format("struck by @{}", correction->value)}));
  EXPECT_TRUE(refused(ledger.judge("finding/f-1", "RecommendationRaised", "2023-06-01", "hmicfrs",
                                   R"({"inspection": "insp", "title": "t", "text": "t",
                                       "addressees": ["emsou"]})"),
                      {"finding/f-1 was withdrawn"}));
  EXPECT_TRUE(refused(ledger.judge("finding/unit", "RecommendationRaised", "2023-06-01", "hmicfrs",
                                   R"({"inspection": "insp", "title": "t", "text": "t",
                                       "addressees": ["emsou"], "causeOfConcern": "f-1"})"),
                      {"finding f-1 was withdrawn", "data.causeOfConcern"}));
  // The correction itself may be struck, and a note may be added.
  EXPECT_TRUE(ledger.judge("finding/f-1", "NoteAdded", "2023-06-01", "nca", R"({"text": "t"})"));
  ASSERT_TRUE(strike("finding/f-1", *correction, "hmicfrs"));
  EXPECT_TRUE(ledger.judge("finding/f-1", "FindingClosed", "2023-06-01", "hmicfrs",
                           R"({"reason": "noLongerApplicable"})"));
}

TEST_F(Corrections, ChangeTheStatusThatTheNextEventIsJudgedBy) {
  const auto allocated =
      ledger.must_append("finding/f-1", "FindingAllocated", "2023-05-01", "leicestershire",
                         R"({"body": "leicestershire", "owner": "o"})");
  const std::string claim = R"({"body": "leicestershire", "narrative": "n"})";
  EXPECT_TRUE(
      ledger.judge("finding/f-1", "CompletionClaimed", "2023-05-02", "leicestershire", claim));
  const auto correction = strike("finding/f-1", allocated, "leicestershire");
  ASSERT_TRUE(correction);
  EXPECT_TRUE(refused(
      ledger.judge("finding/f-1", "CompletionClaimed", "2023-05-02", "leicestershire", claim),
      {"before it was allocated"}));
  ASSERT_TRUE(strike("finding/f-1", *correction, "leicestershire"));
  EXPECT_TRUE(
      ledger.judge("finding/f-1", "CompletionClaimed", "2023-05-02", "leicestershire", claim));
}

TEST_F(Corrections, OfAGradeLetTheRightOneFollow) {
  const auto grade = [](std::string_view tier) {
    return fmt::format(R"({{"inspection": "insp", "body": "emsou", "question": "q",
                            "grade": "{}", "scale": "fiveTier"}})",
                       tier);
  };
  const auto wrong = ledger.must_append("grade/insp/emsou", "GradeIssued", "2023-03-02", "hmicfrs",
                                        grade("inadequate"));
  ASSERT_TRUE(strike("grade/insp/emsou", wrong, "hmicfrs"));
  EXPECT_TRUE(
      ledger.append("grade/insp/emsou", "GradeIssued", "2023-03-02", "hmicfrs", grade("good")));
}

TEST_F(Corrections, OfARoleLeaveNothingToLeave) {
  const auto& assumed = ledger.last_of("role/leicestershire/lead");
  ASSERT_TRUE(strike("role/leicestershire/lead", assumed.placement.position, "leicestershire"));
  EXPECT_TRUE(refused(
      ledger.judge("role/leicestershire/lead", "RoleLeft", "2023-06-01", "leicestershire", "{}"),
      {"role/leicestershire/lead was withdrawn"}));
}

class Markings : public Corrections {
 protected:
  Result<Position> mark(Position position, std::string_view actor, std::string_view marking) {
    return ledger.judge("measure/emsou/staff", "MarkingChanged", "2023-06-01", actor,
                        naming(position, fmt::format(R"(, "marking": "{}")", marking)));
  }
};

TEST_F(Markings, AreChangedByWhoseEventItIs) {
  const auto position = measure("1");
  EXPECT_TRUE(mark(position, "emsou", "officialSensitive"));
  EXPECT_TRUE(
      refused(mark(position, "hmicfrs", "officialSensitive"), {"cannot mark anew", "emsou may"}));
}

TEST(Ceiling, IsNeverPassed) {
  test::Midlands ledger("official");
  const std::string measure = R"({"name": "n", "value": "1", "unit": "u"})";
  Offer sensitive;
  sensitive.marking = "officialSensitive";
  EXPECT_TRUE(refused(
      ledger.judge("measure/emsou/staff", "MeasureRecorded", "2023", "emsou", measure, sensitive),
      {"officialSensitive", "ceiling, official (@0)", "marking"}));
  const auto position =
      ledger.must_append("measure/emsou/staff", "MeasureRecorded", "2023", "emsou", measure);
  EXPECT_TRUE(
      refused(ledger.judge(
                  "measure/emsou/staff", "MarkingChanged", "2023", "emsou",
                  fmt::format(R"({{"event": "{}", "marking": "officialSensitive", "reason": "r"}})",
                              to_text(ledger.at(position).header.id))),
              {"ceiling, official (@0)", "data.marking"}));
}

TEST(Erasure, IsStillToCome) {
  test::Midlands ledger;
  EXPECT_TRUE(refused(ledger.judge("finding/f-1", "PayloadErased", "2023-06-01", "registrar",
                                   fmt::format(R"({{"event": "{}", "basis": "b"}})",
                                               to_text(ledger.last_of("finding/f-1").header.id))),
                      {"PayloadErased is not taken yet"}));
}

}  // namespace
}  // namespace probity
