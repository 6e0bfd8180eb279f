// Who may append what, row by row: for each row what it allows and what it does not.
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "projections/admission/tables.h"
#include "tests/unit/projections/admission/midlands.h"

namespace probity {
namespace {

using test::Offer;
using test::own;
using test::refused;
using test::reported;

struct Case {
  std::string_view actor;
  std::string_view stream;
  std::string_view type;
  std::string data;
  std::string_view says = "";  // empty: let pass
  Offer offer = {};
};

/// Bodies and streams of Midlands, and a claim on finding/claimed that names the unit.
class Who : public test::Midlands {
 public:
  Who() {
    raise("claimed", R"("emsou", "leicestershire")");
    must_append("finding/claimed", "FindingAllocated", "2023-05-01", "emsou",
                R"({"body": "emsou", "owner": "o"})");
    must_append("finding/claimed", "CompletionClaimed", "2023-05-01", "leicestershire",
                R"({"body": "emsou", "narrative": "n"})");
    raise("unit", R"("emsou")");
    raise("other", R"("west-midlands")");
    for (const auto* ref : {"f-1", "unit"}) {
      must_append(
          fmt::format("finding/{}", ref), "ExtensionRequested", "2023-05-01", "leicestershire",
          fmt::format(R"({{"body": "{}", "basis": "internal", "due": "2025", "reason": "r"}})",
                      std::string_view(ref) == "unit" ? "emsou" : "leicestershire"));
    }
    must_append("client/leicestershire/desk", "ClientEnrolled", "2023-05-01", "registrar",
                kEnrolment("leicestershire"));
  }
  static std::string kEnrolment(std::string_view body) {
    return fmt::format(R"({{"body": "{}", "roles": ["append"], "ceiling": "official", )"
                       R"("keyDigest": "{:0>64}"}})",
                       body, "1");
  }

  void check(const std::vector<Case>& cases) {
    for (const auto& each : cases) {
      SCOPED_TRACE(
          fmt::format("{} by {} on {}: {}", each.type, each.actor, each.stream, each.data));
      const auto judged =
          judge(each.stream, each.type, "2023-06-01", each.actor, each.data, each.offer);
      if (each.says.empty()) {
        EXPECT_TRUE(judged) << judged.error().what << ". " << judged.error().mend;
      } else {
        EXPECT_TRUE(refused(judged, {std::string(each.says)}));
      }
    }
  }
};

std::string inspection(std::string_view inspectorate, std::string_view subjects = R"("emsou")") {
  return fmt::format(
      R"({{"title": "t", "programme": "other", "inspectorate": "{}", "subjects": [{}]}})",
      inspectorate, subjects);
}
std::string raising(std::string_view inspection, std::string_view addressees) {
  return fmt::format(R"({{"inspection": "{}", "title": "t", "text": "t", "addressees": [{}]}})",
                     inspection, addressees);
}
std::string grade(std::string_view inspection, std::string_view body) {
  return fmt::format(
      R"({{"inspection": "{}", "body": "{}", "question": "q", "grade": "good", "scale": "fiveTier"}})",
      inspection, body);
}
std::string carried(std::string_view inspection, std::string_view body) {
  auto text = grade(inspection, body);
  text.insert(text.size() - 1, R"(, "carriedFrom": "insp")");
  return text;
}
std::string body_and(std::string_view body, std::string_view rest) {
  return fmt::format(R"({{"body": "{}", {}}})", body, rest);
}

constexpr std::string_view kReport = R"({"title": "t"})";
constexpr std::string_view kFieldwork = R"({"subjects": ["leicestershire"]})";
constexpr std::string_view kPractice = R"({"body": "leicestershire", "title": "t"})";
constexpr std::string_view kStage = R"({"stage": "engage", "reason": "r"})";
constexpr std::string_view kMeasure = R"({"name": "n", "value": "1", "unit": "u"})";
constexpr std::string_view kCounted =
    R"({"lead": "emsou", "window": "2022", "threat": "fraud", "count": 1})";
constexpr std::string_view kDueByInspectorate = R"({"due": "2024", "basis": "inspectorate"})";
constexpr std::string_view kVerified = R"({"outcome": "notVerified"})";
constexpr std::string_view kDropped = R"({"reason": "noLongerApplicable"})";
constexpr std::string_view kRole = R"({"title": "t", "holder": "h"})";
constexpr std::string_view kHeld =
    R"({"forum": "f", "kind": "board", "attendees": [], "decisions": [], "findings": []})";
constexpr std::string_view kPaper = R"({"title": "t", "author": "a", "findings": []})";
constexpr std::string_view kPlan = R"({"title": "t", "kind": "action"})";
constexpr std::string_view kKey = R"({"verifierKey": "probity.invalid/test+00000000+AQ=="})";

std::string text(std::string_view view) { return std::string(view); }

TEST(WhoMayAppend, InspectorateInspectsGradesRaisesAndDecides) {
  Who().check({
      {"hmicfrs", "inspection/i-2", "InspectionOpened", inspection("hmicfrs")},
      {"hmicfrs", "inspection/insp", "FieldworkRecorded", text(kFieldwork)},
      {"hmicfrs", "inspection/insp", "ReportPublished", text(kReport)},
      {"hmicfrs", "inspection/insp", "PracticeHighlighted", text(kPractice)},
      {"hmicfrs", "grade/insp/emsou", "GradeIssued", grade("insp", "emsou")},
      {"hmicfrs", "grade/insp/emsou", "GradeCarriedOver", carried("insp", "emsou")},
      {"hmicfrs", "monitoring/leicestershire", "MonitoringStageChanged", text(kStage)},
      {"hmicfrs", "finding/n-1", "CauseOfConcernRaised", raising("insp", R"("emsou")")},
      {"hmicfrs", "finding/n-1", "RecommendationRaised", raising("insp", R"("emsou")")},
      {"hmicfrs", "finding/n-1", "AreaForImprovementRaised", raising("insp", R"("emsou")")},
      {"hmicfrs", "finding/f-1", "DueDateSet", text(kDueByInspectorate)},
      {"hmicfrs", "finding/f-1", "VerificationRecorded", text(kVerified)},
      {"hmicfrs", "finding/f-1", "FindingClosed", text(kDropped)},
      {"hmicfrs", "finding/f-1", "FindingSuperseded", R"({"by": "unit"})"},
      {"hmicfrs", "measure/emsou/staff", "MeasureRecorded", text(kMeasure)},
      {"hmicfrs", "measure/emsou/led", "DisruptionsReported", text(kCounted)},
  });
  Who().check({
      {"hmicfrs", "finding/f-1", "DueDateSet", R"({"due": "2024", "basis": "internal"})",
       "DueDateSet with basis internal"},
      {"hmicfrs", "finding/f-1", "ExtensionDecided", R"({"basis": "internal", "approved": true})",
       "ExtensionDecided with basis internal"},
      {"hmicfrs", "finding/f-1", "UpdateSubmitted",
       body_and("leicestershire", R"("narrative": "n", "rag": "red")"),
       "addressed to leicestershire"},
      {"hmicfrs", "finding/f-1", "AssuranceGiven", R"({"opinion": "limited"})",
       "hmicfrs (inspectorate) may not append AssuranceGiven"},
      {"hmicfrs", "body/new", "BodyRegistered", R"({"name": "n", "kind": "other"})",
       "It is for: registrar."},
      {"hmicfrs", "role/hmicfrs/r", "RoleAssumed", text(kRole), "may not append RoleAssumed"},
      {"hmicfrs", "meeting/m/1", "MeetingHeld", text(kHeld), "may not append MeetingHeld"},
      {"hmicfrs", "response/insp/emsou", "StatementPublished",
       body_and("emsou", R"("inspection": "insp", "speaker": "s", "summary": "s")"),
       "may not append StatementPublished"},
  });
}

TEST(WhoMayAppend, NobodyElseDoesWhatTheInspectorateDoes) {
  std::vector<Case> cases;
  for (const auto* actor : {"leicestershire", "emsou", "pcc-leicestershire", "jarap", "nca"}) {
    const auto may_not = "may not append";
    cases.push_back({actor, "inspection/i-2", "InspectionOpened", inspection("hmicfrs"), may_not});
    cases.push_back({actor, "inspection/insp", "ReportPublished", text(kReport), may_not});
    cases.push_back({actor, "grade/insp/emsou", "GradeIssued", grade("insp", "emsou"), may_not});
    cases.push_back(
        {actor, "monitoring/leicestershire", "MonitoringStageChanged", text(kStage), may_not});
    cases.push_back(
        {actor, "finding/n-1", "RecommendationRaised", raising("insp", R"("emsou")"), may_not});
    cases.push_back({actor, "finding/f-1", "DueDateSet", text(kDueByInspectorate), may_not});
    cases.push_back({actor, "finding/f-1", "VerificationRecorded", text(kVerified), may_not});
    cases.push_back({actor, "finding/f-1", "FindingClosed", text(kDropped), may_not});
    cases.push_back({actor, "finding/f-1", "FindingSuperseded", R"({"by": "unit"})", may_not});
    cases.push_back({actor, "finding/f-1", "FindingReopened", R"({"reason": "r"})", may_not});
    cases.push_back({actor, "finding/f-1", "DisputeResolved", R"({"outcome": "o"})", may_not});
  }
  Who().check(cases);
}

TEST(WhoMayAppend, AuditorActsForItsOwnInspectionsAlone) {
  Who().check({
      {"audit-firm", "inspection/a-2", "InspectionOpened", inspection("audit-firm")},
      {"audit-firm", "inspection/audit", "ReportPublished", text(kReport)},
      {"audit-firm", "grade/audit/leicestershire", "GradeIssued", grade("audit", "leicestershire")},
      {"audit-firm", "finding/n-1", "RecommendationRaised", raising("audit", R"("emsou")")},
      {"audit-firm", "finding/audit-1", "DueDateSet", text(kDueByInspectorate)},
      {"audit-firm", "finding/audit-1", "VerificationRecorded", text(kVerified)},
      {"audit-firm", "finding/audit-1", "FindingClosed", text(kDropped)},
      {"audit-firm", "inspection/a-2", "InspectionOpened", inspection("hmicfrs"),
       "of its own inspections"},
      {"audit-firm", "inspection/insp", "ReportPublished", text(kReport),
       "insp is an inspection by hmicfrs"},
      {"audit-firm", "grade/insp/emsou", "GradeIssued", grade("insp", "emsou"),
       "insp is an inspection by hmicfrs"},
      {"audit-firm", "finding/n-1", "RecommendationRaised", raising("insp", R"("emsou")"),
       "insp is an inspection by hmicfrs"},
      {"audit-firm", "finding/f-1", "VerificationRecorded", text(kVerified),
       "insp is an inspection by hmicfrs"},
      {"audit-firm", "monitoring/leicestershire", "MonitoringStageChanged", text(kStage),
       "may not append MonitoringStageChanged"},
      {"audit-firm", "measure/emsou/staff", "MeasureRecorded", text(kMeasure),
       "may not append MeasureRecorded"},
  });
}

TEST(WhoMayAppend, AddresseeAnswersForItselfItsUnitAndItsMembers) {
  const auto update = [](std::string_view body) {
    return body_and(body, R"("narrative": "n", "rag": "green")");
  };
  Who().check({
      {"leicestershire", "finding/f-1", "FindingAllocated",
       body_and("leicestershire", R"("owner": "o")")},
      {"leicestershire", "finding/f-1", "AcceptanceStated", R"({"position": "accepted"})"},
      {"leicestershire", "finding/f-1", "DueDateSet", R"({"due": "2024", "basis": "internal"})"},
      {"leicestershire", "finding/f-1", "ExtensionRequested",
       R"({"basis": "inspectorate", "due": "2025", "reason": "r"})"},
      {"leicestershire", "finding/f-1", "UpdateSubmitted", update("leicestershire")},
      {"leicestershire", "finding/f-1", "FindingDisputed", R"({"grounds": "g"})"},
      // A unit for its member, and a member for its unit.
      {"emsou", "finding/f-1", "UpdateSubmitted", update("emsou")},
      {"emsou", "finding/f-1", "UpdateSubmitted", update("leicestershire")},
      {"leicestershire", "finding/unit", "UpdateSubmitted", update("emsou")},
      {"leicestershire", "finding/unit", "UpdateSubmitted", update("leicestershire")},
      {"leicestershire", "finding/claimed", "UpdateSubmitted", update("emsou")},
      // Another force, whatever it names; a unit that it does not belong to; a member of its own
      // unit.
      {"derbyshire", "finding/f-1", "UpdateSubmitted", update("leicestershire"),
       "f-1 is addressed to leicestershire"},
      {"derbyshire", "finding/f-1", "UpdateSubmitted", update("emsou"),
       "f-1 is addressed to leicestershire"},
      {"west-midlands", "finding/unit", "UpdateSubmitted", update("emsou"), "addressed to emsou"},
      {"leicestershire", "finding/other", "UpdateSubmitted", update("west-midlands"),
       "addressed to west-midlands"},
      {"leicestershire", "finding/f-1", "FindingClosed",
       body_and("leicestershire", R"("reason": "noLongerApplicable")"),
       "FindingClosed with reason noLongerApplicable"},
      {"derbyshire", "finding/claimed", "UpdateSubmitted", update("leicestershire"),
       "this one names leicestershire"},
      {"derbyshire", "finding/claimed", "AcceptanceStated", R"({"position": "accepted"})",
       "concerns leicestershire too"},
  });
}

TEST(WhoMayAppend, ClaimIsSignedOffByTheBodyThatItNames) {
  const auto sign_off = body_and("emsou", R"("officer": "o")");
  const auto turn_back = body_and("emsou", R"("reason": "r")");
  Who().check({
      {"emsou", "finding/claimed", "CompletionSignedOff", sign_off},
      {"emsou", "finding/claimed", "CompletionReturned", turn_back},
      {"leicestershire", "finding/claimed", "CompletionSignedOff", sign_off, "names emsou"},
      {"leicestershire", "finding/claimed", "CompletionReturned", turn_back, "names emsou"},
      {"pcc-leicestershire", "finding/claimed", "CompletionSignedOff", sign_off, "names emsou"},
      {"hmicfrs", "finding/claimed", "CompletionSignedOff", sign_off, "names emsou"},
  });
}

TEST(WhoMayAppend, ForceActsForItself) {
  Who().check({
      {"emsou", "response/insp/emsou", "StatementPublished",
       body_and("emsou", R"("inspection": "insp", "speaker": "s", "summary": "s")")},
      {"leicestershire", "inspection/insp", "ApplicabilityDecided",
       body_and("leicestershire", R"("applies": "yes")")},
      {"leicestershire", "priority/leicestershire", "ThreatPrioritised",
       body_and("leicestershire", R"("threat": "fraud", "rank": 1)")},
      {"btp", "plan/btp/p", "PlanAdopted", text(kPlan)},
      {"leicestershire", "plan/leicestershire/4p", "PlanReviewed", R"({"forum": "f"})"},
      {"leicestershire", "measure/leicestershire/staff", "MeasureRecorded", text(kMeasure)},
      {"leicestershire", "role/leicestershire/r", "RoleAssumed", text(kRole)},
      {"leicestershire", "role/leicestershire/lead", "RoleLeft", "{}"},
      {"leicestershire", "meeting/m/1", "MeetingHeld", text(kHeld)},
      {"leicestershire", "meeting/board/2023-04", "PaperPresented", text(kPaper)},
      {"emsou", "disruption/d-2", "DisruptionRecorded",
       R"({"lead": "emsou", "threat": "fraud", "approaches": [], "level": "minor", "basis": "reported"})"},
      {"emsou", "disruption/d-1", "DisruptionWithdrawn", R"({"reason": "r"})"},
      {"nca", "disruption/d-1", "DisruptionAssessed",
       R"({"level": "major", "assessor": "nca", "outcome": "raised"})"},

      {"derbyshire", "inspection/insp", "ApplicabilityDecided",
       body_and("leicestershire", R"("applies": "no")"), "about leicestershire"},
      {"leicestershire", "priority/emsou", "ThreatPrioritised",
       body_and("emsou", R"("threat": "fraud", "rank": 1)"), "about emsou"},
      {"leicestershire", "measure/emsou/staff", "MeasureRecorded", text(kMeasure), "about emsou"},
      {"leicestershire", "role/emsou/r", "RoleAssumed", text(kRole), "about emsou"},
      {"derbyshire", "meeting/board/2023-04", "PaperPresented", text(kPaper),
       "leicestershire held"},
      {"leicestershire", "disruption/d-2", "DisruptionRecorded",
       R"({"lead": "emsou", "threat": "fraud", "approaches": [], "level": "minor", "basis": "reported"})",
       "about emsou"},
      {"leicestershire", "disruption/d-1", "DisruptionWithdrawn", R"({"reason": "r"})",
       "about emsou"},
      {"jarap", "disruption/d-1", "DisruptionAssessed",
       R"({"level": "major", "assessor": "nca", "outcome": "raised"})", "may not append"},
      {"jarap", "plan/jarap/p", "PlanAdopted", text(kPlan), "may not append PlanAdopted"},
      {"leicestershire", "response/insp/leicestershire", "ResponsePublished",
       body_and("leicestershire", R"("inspection": "insp", "explanations": [])"),
       "may not append ResponsePublished"},
  });
}

TEST(WhoMayAppend, PartiesAndThoseWhoOverseeThemMakeAgreements) {
  const auto proposed = [](std::string_view parties) {
    return fmt::format(R"({{"title": "t", "kind": "funding", "parties": [{}]}})", parties);
  };
  const auto party = [](std::string_view body) {
    return fmt::format(R"({{"party": "{}"}})", body);
  };
  Who().check({
      {"leicestershire", "agreement/a", "AgreementProposed", proposed(R"("leicestershire")")},
      {"emsou", "agreement/a", "AgreementProposed", proposed(R"("leicestershire")")},
      {"pcc-leicestershire", "agreement/a", "AgreementProposed", proposed(R"("leicestershire")")},
      {"emsou", "agreement/funding", "AgreementCommenced", "{}"},
      {"emsou", "agreement/funding", "AgreementEnded", R"({"reason": "r"})"},
      {"leicestershire", "agreement/funding", "AgreementSupported", party("leicestershire")},
      {"leicestershire", "agreement/funding", "AgreementSigned", party("leicestershire")},
      {"pcc-leicestershire", "agreement/funding", "AgreementApproved", party("leicestershire")},

      {"west-midlands", "agreement/a", "AgreementProposed", proposed(R"("leicestershire")"),
       "the parties are leicestershire"},
      {"leicestershire", "agreement/a", "AgreementProposed", proposed(R"("emsou")"),
       "the parties are emsou"},
      {"pcc-leicestershire", "agreement/a", "AgreementProposed", proposed(R"("derbyshire")"),
       "the parties are derbyshire"},
      {"nottinghamshire", "agreement/funding", "AgreementEnded", R"({"reason": "r"})",
       "the parties are"},
      {"nottinghamshire", "agreement/funding", "AgreementSigned", party("nottinghamshire"),
       "nottinghamshire is not a party"},
      {"derbyshire", "agreement/funding", "AgreementSigned", party("leicestershire"),
       "for leicestershire"},
      {"emsou", "agreement/funding", "AgreementSupported", party("leicestershire"),
       "for leicestershire"},
      {"pcc-leicestershire", "agreement/funding", "AgreementApproved", party("derbyshire"),
       "for derbyshire"},
      {"jarap", "agreement/funding", "AgreementSupported", party("leicestershire"),
       "may not append"},
  });
}

TEST(WhoMayAppend, PolicingBodyRespondsAndOversees) {
  const auto response = [](std::string_view body) {
    return body_and(body, R"("inspection": "insp", "explanations": [])");
  };
  Who().check({
      {"pcc-leicestershire", "response/insp/pcc-leicestershire", "ResponsePublished",
       response("pcc-leicestershire")},
      {"pcc-leicestershire", "response/insp/pcc-leicestershire", "StatementPublished",
       body_and("pcc-leicestershire", R"("inspection": "insp", "speaker": "s", "summary": "s")")},
      {"pcc-leicestershire", "meeting/m/1", "MeetingHeld", text(kHeld)},
      {"pcc-leicestershire", "measure/leicestershire/staff", "MeasureRecorded", text(kMeasure)},
      {"pcc-leicestershire", "measure/pcc-leicestershire/staff", "MeasureRecorded", text(kMeasure)},
      {"pcc-leicestershire", "role/pcc-leicestershire/r", "RoleAssumed", text(kRole)},
      {"pcc-leicestershire", "role/emsou/r", "RoleAssumed", text(kRole)},
      {"pcc-leicestershire", "inspection/insp", "ApplicabilityDecided",
       body_and("pcc-leicestershire", R"("applies": "yes")")},
      {"pcc-leicestershire", "finding/f-1", "ExtensionDecided",
       R"({"basis": "internal", "approved": true})"},

      {"pcc-leicestershire", "response/insp/derbyshire", "ResponsePublished",
       response("derbyshire"), "about derbyshire"},
      {"pcc-leicestershire", "measure/derbyshire/staff", "MeasureRecorded", text(kMeasure),
       "about derbyshire"},
      {"pcc-leicestershire", "role/leicestershire/r", "RoleAssumed", text(kRole),
       "about leicestershire"},
      {"pcc-leicestershire", "inspection/insp", "ApplicabilityDecided",
       body_and("leicestershire", R"("applies": "yes")"), "about leicestershire"},
      {"pcc-leicestershire", "finding/unit", "ExtensionDecided",
       R"({"basis": "internal", "approved": true})", "concerns emsou"},
      {"pcc-leicestershire", "finding/f-1", "ExtensionDecided",
       R"({"basis": "inspectorate", "approved": true})", "with basis inspectorate"},
      {"pcc-leicestershire", "priority/pcc-leicestershire", "ThreatPrioritised",
       body_and("pcc-leicestershire", R"("threat": "fraud", "rank": 1)"), "may not append"},
      {"pcc-leicestershire", "plan/pcc-leicestershire/p", "PlanAdopted", text(kPlan),
       "may not append"},
      {"leicestershire", "finding/f-1", "ExtensionDecided",
       R"({"basis": "internal", "approved": true})",
       "policingBody, for addressees that it oversees"},
  });
}

TEST(WhoMayAppend, CommitteesMeetHearPapersAndAssure) {
  std::vector<Case> cases;
  for (const auto* actor : {"jarap", "panel", "audit-firm"}) {
    cases.push_back({actor, "meeting/m/1", "MeetingHeld", text(kHeld)});
    cases.push_back({actor, "meeting/board/2023-04", "PaperPresented", text(kPaper)});
    cases.push_back({actor, "finding/f-1", "AssuranceGiven", R"({"opinion": "limited"})"});
  }
  cases.push_back({"leicestershire", "finding/f-1", "AssuranceGiven", R"({"opinion": "limited"})",
                   "auditCommittee, policeAndCrimePanel, auditor"});
  cases.push_back(
      {"jarap", "measure/jarap/m", "MeasureRecorded", text(kMeasure), "may not append"});
  Who().check(cases);
}

TEST(WhoMayAppend, RegistrarKeepsTheRegister) {
  Who().check({
      {"registrar", "body/new", "BodyRegistered", R"({"name": "n", "kind": "other"})"},
      {"registrar", "body/btp", "BodyRenamed", R"({"name": "n"})"},
      {"registrar", "body/btp", "MembershipSet", R"({"members": ["nca"]})"},
      {"registrar", "body/jarap", "OversightSet", R"({"oversees": ["leicestershire"]})"},
      {"registrar", "role/emsou/r", "RoleAssumed", text(kRole)},
      {"registrar", "client/emsou/desk", "ClientEnrolled", Who::kEnrolment("emsou")},
      {"registrar", "client/leicestershire/desk", "ClientRevoked", R"({"reason": "r"})"},
      {"registrar", "ledger/self", "KeyIntroduced", text(kKey)},
      {"registrar", "ledger/self", "KeyRetired", text(kKey)},
      {"registrar", "ledger/self", "ClockAccepted",
       R"({"from": "2023-01-01T00:00:00Z", "to": "2024-01-01T00:00:00Z", "reason": "r"})"},
      {"registrar", "meeting/m/1", "MeetingHeld", text(kHeld), "may not append MeetingHeld"},
      {"registrar", "finding/f-1", "FindingClosed", text(kDropped), "may not append FindingClosed"},
      {"leicestershire", "body/leicestershire", "BodyRenamed", R"({"name": "n"})",
       "It is for: registrar."},
      {"emsou", "body/emsou", "MembershipSet", R"({"members": []})", "It is for: registrar."},
      {"leicestershire", "ledger/self", "KeyIntroduced", text(kKey),
       "may not append KeyIntroduced"},
  });
}

TEST(WhoMayAppend, FirstClientOfABodyNeedsTheRegistrar) {
  Who().check({
      {"leicestershire", "client/leicestershire/phone", "ClientEnrolled",
       Who::kEnrolment("leicestershire")},
      {"leicestershire", "client/leicestershire/desk", "ClientEnrolled",
       Who::kEnrolment("leicestershire")},
      {"leicestershire", "client/leicestershire/desk", "ClientRevoked", R"({"reason": "r"})"},
      {"derbyshire", "client/derbyshire/desk", "ClientEnrolled", Who::kEnrolment("derbyshire"),
       "the registrar has enrolled no client of derbyshire"},
      {"derbyshire", "client/leicestershire/phone", "ClientEnrolled",
       Who::kEnrolment("leicestershire"), "a client of leicestershire"},
      {"derbyshire", "client/leicestershire/desk", "ClientRevoked", R"({"reason": "r"})",
       "about leicestershire"},
  });
}

TEST(WhoMayAppend, OwnClientsAloneAreNoRegistrarsEnrolment) {
  Who ledger;
  ledger.must_append("client/leicestershire/phone", "ClientEnrolled", "2023-05-01",
                     "leicestershire", Who::kEnrolment("leicestershire"));
  const auto& enrolled = ledger.last_of("client/leicestershire/desk");
  ledger.must_append(
      "client/leicestershire/desk", "CorrectionMade", "2023-05-01", "registrar",
      fmt::format(R"({{"event": "{}", "reason": "r"}})", to_text(enrolled.header.id)));
  ledger.check({{"leicestershire", "client/leicestershire/third", "ClientEnrolled",
                 Who::kEnrolment("leicestershire"), "the registrar has enrolled no client"}});
}

TEST(WhoMayAppend, FurtherClientMayFollowTheFirstInOneRequest) {
  Who ledger;
  const auto enrolled = [&](std::string_view name, std::string_view actor) {
    return ledger.make(fmt::format("client/derbyshire/{}", name), "ClientEnrolled", "2023-05-01",
                       actor, Who::kEnrolment("derbyshire"));
  };
  EXPECT_TRUE(
      refused(ledger.append({enrolled("phone", "derbyshire"), enrolled("desk", "registrar")}),
              {"events[0].actor", "the registrar has enrolled no client"}));
  EXPECT_TRUE(ledger.append({enrolled("desk", "registrar"), enrolled("phone", "derbyshire")}));
}

TEST(WhoMayAppend, AnybodyNotes) {
  std::vector<Case> cases;
  for (const auto* actor : {"hmicfrs", "west-midlands", "jarap", "registrar", "home-office"}) {
    cases.push_back({actor, "finding/f-1", "NoteAdded", R"({"text": "t"})"});
  }
  Who().check(cases);
}

TEST(WhoMayAppend, EveryRowOfTheTableLetsSomethingPass) {
  // What a row allows is let pass above; here every type of every row is at least known, and every
  // type but the four of any stream has a row.
  using namespace projections::admission;
  for (const auto& type : schema::event_types()) {
    const bool has_row = std::ranges::any_of(
        own_acts(), [&](const OwnAct& row) { return has_word(row.types, type.name); });
    EXPECT_TRUE(has_row) << type.name;
  }
  for (const auto& row : own_acts()) {
    for (std::string_view words = row.types; !words.empty();) {
      const auto word = words.substr(0, words.find(' '));
      EXPECT_NE(schema::find_event_type(word), nullptr) << word;
      words.remove_prefix(std::min(words.size(), word.size() + 1));
    }
  }
}

TEST(Standing, GoesWithWhoRecordsAndWithTheClient) {
  const auto held = text(kHeld);
  auto with = [](Offer offer, std::string recorded_by, std::uint8_t client) {
    offer.recorded_by = std::move(recorded_by);
    offer.client = client;
    return offer;
  };
  Offer unset;
  unset.standing = eventstore::Standing::kUnset;
  Offer ledger;
  ledger.standing = eventstore::Standing::kLedger;
  Who().check({
      {"btp", "meeting/m/1", "MeetingHeld", held, "", own("btp")},
      {"btp", "meeting/m/1", "MeetingHeld", held, "by no client", with(Offer{}, "operator", 3)},
      {"btp", "meeting/m/1", "MeetingHeld", held, "by no client", with(Offer{}, "btp", 0)},
      {"btp", "meeting/m/1", "MeetingHeld", held, "comes from a client of it", own("nca")},
      {"btp", "meeting/m/1", "MeetingHeld", held, "comes from a client of it", own("btp", 0)},
      {"btp", "meeting/m/1", "MeetingHeld", held, "of another body's act", reported("btp")},
      {"btp", "meeting/m/1", "MeetingHeld", held, "unknown body 'nobody'", reported("nobody")},
      {"btp", "meeting/m/1", "MeetingHeld", held, "without a standing", unset},
      {"btp", "meeting/m/1", "MeetingHeld", held, "ledger's own acts", ledger},
  });
}

TEST(Standing, LetsTheLedgerAndTheOperatorActForThemselvesAlone) {
  const std::string sealed = fmt::format(R"({{"size": 1, "root": "{:0>64}"}})", "a");
  const std::string clock =
      R"({"from": "2023-01-01T00:00:00Z", "to": "2024-01-01T00:00:00Z", "reason": "r"})";
  Offer ledger;
  ledger.standing = eventstore::Standing::kLedger;
  ledger.recorded_by = "ledger";
  Who().check({
      {"ledger", "ledger/self", "HeadsSealed", sealed, "", ledger},
      {"ledger", "ledger/self", "HeadsSealed", sealed, "nobody acts as the ledger"},
      {"ledger", "ledger/self", "HeadsSealed", sealed, "comes from", own("operator")},
      {"ledger", "meeting/m/1", "MeetingHeld", text(kHeld), "may not append MeetingHeld", ledger},
      {"registrar", "ledger/self", "HeadsSealed", sealed, "may not append HeadsSealed"},
      {"operator", "ledger/self", "ClockAccepted", clock},
      {"operator", "ledger/self", "KeyIntroduced", text(kKey)},
      {"operator", "ledger/self", "ClockAccepted", clock, "at the ledger's host", own("operator")},
      {"operator", "meeting/m/1", "MeetingHeld", text(kHeld), "may not append MeetingHeld"},
      {"operator", "finding/f-1", "NoteAdded", R"({"text": "t"})", "may not append NoteAdded"},
      {"operator", "body/new", "BodyRegistered", R"({"name": "n", "kind": "other"})",
       "may not append BodyRegistered"},
  });
}

TEST(Reporting, NeedsASource) {
  Who().check({{"hmicfrs", "finding/f-1", "VerificationRecorded", text(kVerified),
                "without a source", reported("leicestershire", "")},
               {"hmicfrs", "finding/f-1", "VerificationRecorded", text(kVerified), "",
                reported("leicestershire")}});
}

TEST(Reporting, InspectorateReportsResponsesAndStatements) {
  const auto response =
      body_and("pcc-leicestershire", R"("inspection": "insp", "explanations": [])");
  const auto audited =
      body_and("pcc-leicestershire", R"("inspection": "audit", "explanations": [])");
  const auto statement =
      body_and("emsou", R"("inspection": "insp", "speaker": "s", "summary": "s")");
  const std::string_view insp = "response/insp/pcc-leicestershire";
  const std::string_view audit = "response/audit/pcc-leicestershire";
  Who().check({
      {"pcc-leicestershire", insp, "ResponsePublished", response, "", reported("hmicfrs")},
      {"emsou", "response/insp/emsou", "StatementPublished", statement, "", reported("hmicfrs")},
      {"pcc-leicestershire", audit, "ResponsePublished", audited, "", reported("audit-firm")},
      {"pcc-leicestershire", insp, "ResponsePublished", response, "an inspection by hmicfrs",
       reported("audit-firm")},
      {"pcc-leicestershire", insp, "ResponsePublished", response,
       "leicestershire (territorialForce) may not report", reported("leicestershire")},
      {"leicestershire", "finding/f-1", "UpdateSubmitted",
       body_and("leicestershire", R"("narrative": "n", "rag": "red")"),
       "hmicfrs (inspectorate) may not report UpdateSubmitted of leicestershire",
       reported("hmicfrs")},
  });
}

TEST(Reporting, ForceReportsTheInspectoratesActsAboutItself) {
  const auto by = reported("leicestershire");
  const auto closed = R"({"body": "leicestershire", "reason": "noLongerApplicable"})";
  Who().check({
      {"hmicfrs", "inspection/i-2", "InspectionOpened",
       inspection("hmicfrs", R"("emsou", "leicestershire")"), "", by},
      {"hmicfrs", "inspection/insp", "ReportPublished", text(kReport), "", by},
      {"hmicfrs", "inspection/insp", "FieldworkRecorded", text(kFieldwork), "", by},
      {"hmicfrs", "grade/insp/leicestershire", "GradeIssued", grade("insp", "leicestershire"), "",
       by},
      {"hmicfrs", "monitoring/leicestershire", "MonitoringStageChanged", text(kStage), "", by},
      {"hmicfrs", "finding/n-1", "RecommendationRaised",
       raising("insp", R"("emsou", "leicestershire")"), "", by},
      {"hmicfrs", "finding/f-1", "DueDateSet", text(kDueByInspectorate), "", by},
      {"hmicfrs", "finding/f-1", "FindingClosed", text(kDropped), "", by},
      {"hmicfrs", "finding/claimed", "FindingClosed", closed, "", by},
      {"hmicfrs", "finding/claimed", "FindingClosed", text(kDropped), "", reported("emsou")},

      {"hmicfrs", "inspection/i-2", "InspectionOpened", inspection("hmicfrs", R"("btp")"),
       "about itself", by},
      {"hmicfrs", "grade/insp/emsou", "GradeIssued", grade("insp", "emsou"), "about emsou", by},
      {"hmicfrs", "monitoring/leicestershire", "MonitoringStageChanged", text(kStage),
       "about leicestershire", reported("derbyshire")},
      {"hmicfrs", "finding/n-1", "RecommendationRaised", raising("insp", R"("btp")"), "about btp",
       by},
      {"hmicfrs", "finding/claimed", "FindingClosed", text(kDropped), "about emsou, leicestershire",
       by},
      {"hmicfrs", "measure/leicestershire/staff", "MeasureRecorded", text(kMeasure),
       "may not report", by},
      {"hmicfrs", "finding/f-1", "NoteAdded", R"({"text": "t"})", "may not report", by},
      {"derbyshire", "meeting/m/1", "MeetingHeld", text(kHeld), "may not report", by},
      {"hmicfrs", "finding/f-1", "FindingClosed", text(kDropped), "may not report",
       reported("jarap")},
      {"hmicfrs", "finding/f-1", "FindingClosed", text(kDropped), "may not report",
       reported("registrar")},
  });
}

TEST(Reporting, PolicingBodyReportsAboutTheBodiesItOversees) {
  const auto by = reported("pcc-leicestershire");
  Who().check({
      {"hmicfrs", "grade/insp/leicestershire", "GradeIssued", grade("insp", "leicestershire"), "",
       by},
      {"hmicfrs", "finding/f-1", "FindingClosed", text(kDropped), "", by},
      {"hmicfrs", "monitoring/leicestershire", "MonitoringStageChanged", text(kStage), "", by},
      {"hmicfrs", "grade/insp/derbyshire", "GradeIssued", grade("insp", "derbyshire"),
       "about itself or the bodies it oversees", by},
      {"hmicfrs", "finding/other", "FindingClosed", text(kDropped), "about west-midlands", by},
  });
}

TEST(Reporting, IsJudgedByWhatTheActorMayDo) {
  Who().check(
      {{"hmicfrs", "finding/f-1", "AssuranceGiven", R"({"opinion": "limited"})",
        "hmicfrs (inspectorate) may not append AssuranceGiven", reported("leicestershire")}});
}

TEST(FirstBody, RegistersItselfAsRegistrar) {
  test::MemoryLedger ledger;
  const auto by = [&](std::string_view id, std::string_view actor, std::string_view kind) {
    return ledger.judge(fmt::format("body/{}", id), "BodyRegistered", "..", actor,
                        fmt::format(R"({{"name": "n", "kind": "{}"}})", kind));
  };
  EXPECT_TRUE(by("registrar", "registrar", "registrar"));
  EXPECT_TRUE(refused(by("hmicfrs", "hmicfrs", "inspectorate"), {"unknown actor 'hmicfrs'"}));
  EXPECT_TRUE(refused(by("registrar", "someone", "registrar"), {"unknown actor 'someone'"}));
  ledger.must_append("body/registrar", "BodyRegistered", "..", "registrar",
                     R"({"name": "n", "kind": "registrar"})");
  EXPECT_TRUE(refused(by("second", "second", "registrar"), {"unknown actor 'second'"}));
  EXPECT_TRUE(by("second", "registrar", "registrar"));
}

}  // namespace
}  // namespace probity
