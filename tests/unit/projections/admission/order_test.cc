// What opens a stream, what follows, and what an event names.
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "tests/unit/projections/admission/midlands.h"

namespace probity {
namespace {

using test::Offer;
using test::refused;

struct Case {
  std::string_view actor;
  std::string_view stream;
  std::string_view type;
  std::string_view data;
  std::vector<std::string> says;  // empty: let pass
};

void check(test::MemoryLedger& ledger, const std::vector<Case>& cases) {
  for (const auto& each : cases) {
    SCOPED_TRACE(fmt::format("{} on {}: {}", each.type, each.stream, each.data));
    const auto judged = ledger.judge(each.stream, each.type, "2023-06-01", each.actor, each.data);
    if (each.says.empty()) {
      EXPECT_TRUE(judged) << judged.error().what;
    } else {
      EXPECT_TRUE(refused(judged, each.says));
    }
  }
}

constexpr std::string_view kRaising =
    R"({"inspection": "insp", "title": "t", "text": "t", "addressees": ["emsou"]})";
constexpr std::string_view kOpened =
    R"({"title": "t", "programme": "other", "inspectorate": "hmicfrs", "subjects": ["emsou"]})";
constexpr std::string_view kMeasure = R"({"name": "n", "value": "1", "unit": "u"})";
constexpr std::string_view kHeld =
    R"({"forum": "f", "kind": "board", "attendees": [], "decisions": [], "findings": []})";

TEST(Stream, BeginsWithWhatOpensIt) {
  test::Midlands ledger;
  check(
      ledger,
      {
          {"hmicfrs",
           "finding/f-9",
           "FindingClosed",
           R"({"reason": "verified"})",
           {"unknown finding 'f-9'", "did you mean f-1?"}},
          {"hmicfrs",
           "finding/nowhere-near",
           "NoteAdded",
           R"({"text": "t"})",
           {"unknown finding 'nowhere-near'", "Raise it first."}},
          {"hmicfrs",
           "inspection/inps",
           "ReportPublished",
           R"({"title": "t"})",
           {"unknown inspection 'inps'", "did you mean insp?"}},
          {"registrar",
           "body/emso",
           "BodyRenamed",
           R"({"name": "n"})",
           {"unknown body 'emso'", "did you mean emsou?"}},
          {"jarap",
           "meeting/m/1",
           "PaperPresented",
           R"({"title": "t", "author": "a", "findings": []})",
           {"meeting/m/1 has no event yet", "PaperPresented cannot be its first"}},
          {"leicestershire",
           "agreement/fundin",
           "AgreementSigned",
           R"({"party": "leicestershire"})",
           {"unknown agreement 'fundin'", "did you mean funding?"}},
          {"leicestershire",
           "plan/leicestershire/new",
           "PlanReviewed",
           R"({"forum": "f"})",
           {"plan/leicestershire/new has no event yet"}},
          {"leicestershire", "role/leicestershire/new", "RoleLeft", "{}", {"cannot be its first"}},
          {"emsou",
           "disruption/d-9",
           "DisruptionWithdrawn",
           R"({"reason": "r"})",
           {"cannot be its first"}},
      });
}

TEST(Stream, OfTheLedgerItselfBeginsEverything) {
  test::MemoryLedger ledger;
  ledger.take_back(Position{0});
  EXPECT_TRUE(refused(ledger.append("body/registrar", "BodyRegistered", "..", "registrar",
                                    R"({"name": "n", "kind": "registrar"})"),
                      {"first event is LedgerCreated"}));
}

TEST(Stream, OpensOnceWhereItIsOneThing) {
  test::Midlands ledger;
  check(
      ledger,
      {
          {"hmicfrs",
           "finding/f-1",
           "RecommendationRaised",
           kRaising,
           {"finding/f-1 is there already", "RecommendationRaised by hmicfrs @"}},
          {"hmicfrs", "finding/f-1", "AreaForImprovementRaised", kRaising, {"is there already"}},
          {"hmicfrs",
           "inspection/insp",
           "InspectionOpened",
           kOpened,
           {"InspectionOpened by hmicfrs @"}},
          {"registrar",
           "body/emsou",
           "BodyRegistered",
           R"({"name": "n", "kind": "other"})",
           {"body/emsou is there already"}},
          {"leicestershire",
           "agreement/funding",
           "AgreementProposed",
           R"({"title": "t", "kind": "funding", "parties": ["leicestershire"]})",
           {"is there already"}},
          {"emsou",
           "disruption/d-1",
           "DisruptionRecorded",
           R"({"lead": "emsou", "threat": "fraud", "approaches": [], "level": "minor", "basis": "reported"})",
           {"is there already"}},
          {"leicestershire",
           "plan/leicestershire/4p",
           "PlanAdopted",
           R"({"title": "t", "kind": "action"})",
           {"is there already"}},
          {"leicestershire", "meeting/board/2023-04", "MeetingHeld", kHeld, {"is there already"}},
      });
}

TEST(Stream, GoesOnWhereItIsASeries) {
  test::Midlands ledger;
  const std::vector<Case> series{
      {"hmicfrs",
       "grade/insp/emsou",
       "GradeIssued",
       R"({"inspection": "insp", "body": "emsou", "question": "q", "grade": "good", "scale": "fiveTier"})",
       {}},
      {"emsou", "measure/emsou/staff", "MeasureRecorded", kMeasure, {}},
      {"emsou", "role/emsou/lead", "RoleAssumed", R"({"title": "t", "holder": "h"})", {}},
      {"emsou",
       "priority/emsou",
       "ThreatPrioritised",
       R"({"body": "emsou", "threat": "fraud", "rank": 1})",
       {}},
      {"hmicfrs",
       "monitoring/leicestershire",
       "MonitoringStageChanged",
       R"({"stage": "engage", "reason": "r"})",
       {}},
      {"emsou",
       "response/insp/emsou",
       "StatementPublished",
       R"({"inspection": "insp", "body": "emsou", "speaker": "s", "summary": "s"})",
       {}},
      {"registrar",
       "client/emsou/desk",
       "ClientEnrolled",
       R"({"body": "emsou", "roles": ["append"], "ceiling": "official", )"
       R"("keyDigest": "0000000000000000000000000000000000000000000000000000000000000001"})",
       {}}};
  for (const auto& each : series) {
    ledger.must_append(each.stream, each.type, "2023-05-01", each.actor, each.data);
  }
  check(ledger, series);
}

TEST(Stream, IsNotOpenBeforeTheDayOnWhichItsOpeningHolds) {
  test::Midlands ledger;
  const auto on = [&](std::string_view day) {
    return ledger.judge("agreement/funding", "AgreementSigned", day, "leicestershire",
                        R"({"party": "leicestershire"})");
  };
  EXPECT_TRUE(refused(on("2023-03-01"), {"2023-03-01", "AgreementProposed @", "2023-03-02"}));
  EXPECT_TRUE(on("2023-03-02"));
  EXPECT_TRUE(on("2023-03"));
}

TEST(Stream, OfASeriesIsOpenFromTheEarliestThatOpensIt) {
  test::Midlands ledger;
  ledger.must_append("role/leicestershire/lead", "RoleAssumed", "2020", "leicestershire",
                     R"({"title": "t", "holder": "h"})");
  const auto on = [&](std::string_view day) {
    return ledger.judge("role/leicestershire/lead", "RoleLeft", day, "leicestershire", "{}");
  };
  EXPECT_TRUE(on("2021"));
  EXPECT_TRUE(refused(on("2019"), {"RoleAssumed @", "2020-12-31"}));
}

TEST(Stream, OfARegisterIsReadAsRecorded) {
  test::Midlands ledger;
  ledger.must_append("body/new", "BodyRegistered", "2024-01-01", "registrar",
                     R"({"name": "n", "kind": "regionalUnit"})");
  EXPECT_TRUE(ledger.judge("body/new", "MembershipSet", "2023", "registrar", R"({"members": []})"));
  EXPECT_TRUE(ledger.judge("measure/new/m", "MeasureRecorded", "2023", "new", kMeasure));
}

TEST(Ids, OfTheStreamAndThePayloadAgree) {
  test::Midlands ledger;
  check(
      ledger,
      {
          {"hmicfrs",
           "grade/insp/emsou",
           "GradeIssued",
           R"({"inspection": "audit", "body": "emsou", "question": "q", "grade": "good", "scale": "fiveTier"})",
           {"grade/insp/emsou is about insp, but inspection is audit"}},
          {"hmicfrs",
           "grade/insp/emsou",
           "GradeIssued",
           R"({"inspection": "insp", "body": "btp", "question": "q", "grade": "good", "scale": "fiveTier"})",
           {"grade/insp/emsou is about emsou, but body is btp"}},
          {"emsou",
           "response/insp/emsou",
           "StatementPublished",
           R"({"inspection": "audit", "body": "emsou", "speaker": "s", "summary": "s"})",
           {"but inspection is audit"}},
          {"emsou",
           "response/insp/emsou",
           "StatementPublished",
           R"({"inspection": "insp", "body": "btp", "speaker": "s", "summary": "s"})",
           {"but body is btp"}},
          {"emsou",
           "priority/emsou",
           "ThreatPrioritised",
           R"({"body": "btp", "threat": "fraud", "rank": 1})",
           {"but body is btp"}},
          {"leicestershire",
           "plan/emsou/p",
           "PlanAdopted",
           R"({"title": "t", "kind": "action"})",
           {"plan/emsou/p is about emsou, but the actor is leicestershire"}},
          {"registrar",
           "client/emsou/desk",
           "ClientEnrolled",
           R"({"body": "btp", "roles": ["append"], "ceiling": "official", )"
           R"("keyDigest": "0000000000000000000000000000000000000000000000000000000000000001"})",
           {"but body is btp"}},
          {"hmicfrs",
           "measure/nobody/m",
           "MeasureRecorded",
           kMeasure,
           {"unknown body 'nobody'", "stream"}},
          {"hmicfrs",
           "monitoring/nobody",
           "MonitoringStageChanged",
           R"({"stage": "scan", "reason": "r"})",
           {"unknown body 'nobody'"}},
          {"registrar",
           "role/nobody/r",
           "RoleAssumed",
           R"({"title": "t", "holder": "h"})",
           {"unknown body 'nobody'"}},
      });
}

TEST(Ids, OfBodiesAreShortAndNotReserved) {
  test::Midlands ledger;
  const auto by = [&](std::string_view id) {
    return ledger.judge(fmt::format("body/{}", id), "BodyRegistered", "..", "registrar",
                        R"({"name": "n", "kind": "other"})");
  };
  EXPECT_TRUE(refused(by("operator"), {"'operator' is reserved"}));
  EXPECT_TRUE(refused(by("ledger"), {"'ledger' is reserved"}));
  EXPECT_TRUE(by(std::string(40, 'a')));
  auto longer = ledger.make("body/a", "BodyRegistered", "..", "registrar",
                            R"({"name": "n", "kind": "other"})");
  longer.header.stream = test::must(StreamId::parse("body/" + std::string(41, 'a')));
  EXPECT_TRUE(refused(ledger.append({longer}), {"41 bytes", "limit is 40"}));
}

TEST(References, MustBeThereWhereverTheyAreNamed) {
  test::Midlands ledger;
  check(
      ledger,
      {
          {"leicestershre",
           "meeting/m/1",
           "MeetingHeld",
           kHeld,
           {"unknown actor 'leicestershre'", "did you mean leicestershire?"}},
          {"hmicfrs",
           "finding/f-2",
           "RecommendationRaised",
           R"({"inspection": "insp", "title": "t", "text": "t", "addressees": ["emsou", "derbyshir"]})",
           {"data.addressees[1]", "unknown body 'derbyshir'", "did you mean derbyshire?"}},
          {"hmicfrs",
           "finding/f-2",
           "RecommendationRaised",
           R"({"inspection": "inps", "title": "t", "text": "t", "addressees": ["emsou"]})",
           {"data.inspection", "unknown inspection 'inps'", "did you mean insp?"}},
          {"hmicfrs",
           "finding/f-2",
           "RecommendationRaised",
           R"({"inspection": "insp", "title": "t", "text": "t", "addressees": ["emsou"],
           "causeOfConcern": "f-0"})",
           {"data.causeOfConcern", "unknown finding 'f-0'", "did you mean f-1?"}},
          {"hmicfrs",
           "finding/f-1",
           "FindingSuperseded",
           R"({"by": "f-2"})",
           {"data.by", "unknown finding 'f-2'"}},
          {"leicestershire",
           "meeting/m/1",
           "MeetingHeld",
           R"({"forum": "f", "kind": "board", "attendees": [{"body": "btp", "role": "r"},
           {"body": "bpt", "role": "r"}], "decisions": [], "findings": []})",
           {"data.attendees[1].body", "unknown body 'bpt'", "did you mean btp?"}},
          {"leicestershire",
           "meeting/m/1",
           "MeetingHeld",
           R"({"forum": "f", "kind": "board", "attendees": [], "decisions": [], "findings": ["f-1", "f-2"]})",
           {"data.findings[1]", "unknown finding 'f-2'"}},
          {"leicestershire",
           "meeting/board/2023-04",
           "PaperPresented",
           R"({"title": "t", "author": "a", "findings": [{"ref": "f-2", "statusAsSaid": "s"}]})",
           {"data.findings[0].ref"}},
          {"pcc-leicestershire",
           "response/insp/pcc-leicestershire",
           "ResponsePublished",
           R"({"inspection": "insp", "body": "pcc-leicestershire", "explanations": [{"finding": "f-2"}]})",
           {"data.explanations[0].finding"}},
          {"leicestershire",
           "agreement/a",
           "AgreementProposed",
           R"({"title": "t", "kind": "funding", "parties": ["leicestershire"], "supersedes": "fundin"})",
           {"data.supersedes", "unknown agreement 'fundin'", "did you mean funding?"}},
          {"registrar",
           "body/emsou",
           "MembershipSet",
           R"({"members": ["derby"]})",
           {"data.members[0]", "unknown body 'derby'"}},
          {"emsou",
           "disruption/d-1",
           "DisruptionAssessed",
           R"({"level": "major", "assessor": "nac", "outcome": "raised"})",
           {"data.assessor"}},
      });
}

TEST(References, OfAnAudienceMustBeThere) {
  test::Midlands ledger;
  Offer offer;
  offer.audience = {"emsou", "emso"};
  EXPECT_TRUE(refused(
      ledger.judge("measure/emsou/staff", "MeasureRecorded", "2023", "emsou", kMeasure, offer),
      {"audience[1]", "unknown body 'emso'", "did you mean emsou?"}));
}

TEST(References, MayBeOfTheSameRequestBefore) {
  test::Midlands ledger;
  auto opened = ledger.make("inspection/i-2", "InspectionOpened", "2023-05-01", "hmicfrs", kOpened);
  auto raised = ledger.make("finding/f-2", "RecommendationRaised", "2023-05-02", "hmicfrs",
                            R"({"inspection": "i-2", "title": "t", "text": "t",
                                "addressees": ["emsou"]})");
  EXPECT_TRUE(refused(ledger.append({raised, opened}), {"events[0].data.inspection", "unknown"}));
  EXPECT_TRUE(ledger.append({opened, raised}));
}

TEST(Offered, MustBeAnEventOfThisLedger) {
  test::Midlands ledger;
  auto unknown = ledger.make("measure/emsou/m", "MeasureRecorded", "2023", "emsou", kMeasure);
  unknown.header.type = "MeasureGuessed";
  EXPECT_TRUE(refused(ledger.append({unknown}), {"MeasureGuessed is no event type"}));
  auto elsewhere = ledger.make("measure/emsou/m", "MeasureRecorded", "2023", "emsou", kMeasure);
  elsewhere.header.type = "FindingAllocated";
  EXPECT_TRUE(
      refused(ledger.append({elsewhere}), {"does not go to measure/emsou/m", "finding/REF"}));
  auto empty = ledger.make("measure/emsou/m", "MeasureRecorded", "2023", "emsou", kMeasure);
  empty.payload.clear();
  EXPECT_TRUE(refused(ledger.append({empty}), {"came without its fields"}));
}

}  // namespace
}  // namespace probity
