#include "projections/admission/tables.h"

#include <algorithm>
#include <array>

#include "projections/admission/bodies.h"

namespace probity::projections::admission {
namespace {

using Kind = schema::BodyKind;

constexpr Kinds kInspectorate{Kind::INSPECTORATE};
constexpr Kinds kAuditor{Kind::AUDITOR};
constexpr Kinds kPolicingBody{Kind::POLICING_BODY};
constexpr Kinds kRegistrar{Kind::REGISTRAR};
constexpr Kinds kCommittees{Kind::AUDIT_COMMITTEE, Kind::POLICE_AND_CRIME_PANEL, Kind::AUDITOR};
// Forces, units, and the other bodies that findings are addressed to.
constexpr Kinds kAnswering{Kind::TERRITORIAL_FORCE, Kind::SPECIAL_FORCE,
                           Kind::REGIONAL_UNIT,     Kind::AGENCY,
                           Kind::GOVERNMENT,        Kind::OTHER};
constexpr Kinds kAssessing{Kind::TERRITORIAL_FORCE, Kind::SPECIAL_FORCE, Kind::REGIONAL_UNIT,
                           Kind::AGENCY, Kind::INSPECTORATE};
constexpr Kinds kAnyBody = kAnswering | kInspectorate | kPolicingBody | kCommittees | kRegistrar;

constexpr std::string_view kInspections =
    "InspectionOpened FieldworkRecorded ReportPublished PracticeHighlighted";
constexpr std::string_view kGrades = "GradeIssued GradeCarriedOver";
constexpr std::string_view kRaising =
    "CauseOfConcernRaised RecommendationRaised AreaForImprovementRaised";
constexpr std::string_view kVerdicts =
    "VerificationRecorded FindingClosed FindingSuperseded FindingReopened DisputeResolved";
constexpr std::string_view kDated = "DueDateSet ExtensionDecided";
constexpr std::string_view kAnswers =
    "FindingAllocated AcceptanceStated ExtensionRequested UpdateSubmitted EvidenceAttached "
    "EvidenceWithdrawn CompletionClaimed FindingDisputed";
constexpr std::string_view kSignOffs = "CompletionSignedOff CompletionReturned";
constexpr std::string_view kMeasures = "MeasureRecorded DisruptionsReported";
constexpr std::string_view kRoles = "RoleAssumed RoleLeft";
constexpr std::string_view kAgreements = "AgreementProposed AgreementCommenced AgreementEnded";
constexpr std::string_view kPartyActs = "AgreementSupported AgreementApproved AgreementSigned";
constexpr std::string_view kKeys = "KeyIntroduced KeyRetired KeyCompromised";

constexpr auto kOwnActs = std::to_array<OwnAct>({
    {kInspectorate, kInspections, About::kAnything, ""},
    {kInspectorate, kGrades, About::kAnything, ""},
    {kInspectorate, "MonitoringStageChanged", About::kAnything, ""},
    {kInspectorate, kRaising, About::kAnything, ""},
    {kInspectorate, kDated, About::kAnything, "inspectorate"},
    {kInspectorate, kVerdicts, About::kAnything, ""},
    {kInspectorate, kMeasures, About::kAnything, ""},

    {kAuditor, kInspections, About::kOwnInspection, ""},
    {kAuditor, kGrades, About::kOwnInspection, ""},
    {kAuditor, kRaising, About::kOwnInspection, ""},
    {kAuditor, kDated, About::kOwnInspection, "inspectorate"},
    {kAuditor, kVerdicts, About::kOwnInspection, ""},

    {kAnyBody, kAnswers, About::kAddressee, ""},
    {kAnyBody, "DueDateSet", About::kAddressee, "internal"},
    {kAnyBody, "FindingClosed", About::kAddressee, "confirmedByChiefOfficer noActionExplained"},
    {kAnyBody, kSignOffs, About::kClaimed, ""},
    {kAnswering, "StatementPublished ApplicabilityDecided ThreatPrioritised", About::kItself, ""},
    {kAnswering, "PlanAdopted PlanReviewed", About::kItself, ""},
    {kAnswering, "DisruptionRecorded DisruptionWithdrawn", About::kItself, ""},
    {kAssessing, "DisruptionAssessed", About::kAnything, ""},
    {kAnswering, kMeasures, About::kItself, ""},
    {kAnswering, kRoles, About::kItself, ""},
    {kAnswering, "MeetingHeld", About::kAnything, ""},
    {kAnswering, "PaperPresented", About::kOwnMeeting, ""},
    {kAnswering, kAgreements, About::kPartyOrMember, ""},
    {kAnswering, kPartyActs, About::kForParty, ""},

    {kPolicingBody, "ResponsePublished StatementPublished ApplicabilityDecided", About::kItself,
     ""},
    {kPolicingBody, kAgreements, About::kPartyOrOverseen, ""},
    {kPolicingBody, kPartyActs, About::kForParty, ""},
    {kPolicingBody, "MeetingHeld", About::kAnything, ""},
    {kPolicingBody, "PaperPresented", About::kOwnMeeting, ""},
    {kPolicingBody, kMeasures, About::kItselfOrOverseen, ""},
    {kPolicingBody, kRoles, About::kItselfOrOverseenUnit, ""},
    {kPolicingBody, "ExtensionDecided", About::kOverseenAddressees, "internal"},

    {kCommittees, "MeetingHeld PaperPresented AssuranceGiven", About::kAnything, ""},

    {kRegistrar, "BodyRegistered BodyRenamed MembershipSet OversightSet", About::kAnything, ""},
    {kRegistrar, kRoles, About::kAnything, ""},
    {kRegistrar, "ClientEnrolled ClientRevoked", About::kAnything, ""},
    {kRegistrar, kKeys, About::kAnything, ""},
    {kRegistrar, "ClockAccepted PayloadErased", About::kAnything, ""},

    {kAnyBody, "NoteAdded CorrectionMade MarkingChanged", About::kAnything, ""},
    {kAnyBody, "ClientEnrolled", About::kFurtherClient, ""},
    {kAnyBody, "ClientRevoked", About::kItself, ""},

    {Kinds::operator_itself(), "ClockAccepted", About::kAnything, ""},
    {Kinds::operator_itself(), kKeys, About::kAnything, ""},
    {Kinds::ledger_itself(), "LedgerCreated HeadsSealed", About::kAnything, ""},
});

constexpr std::string_view kInspectorsActs =
    "InspectionOpened FieldworkRecorded ReportPublished PracticeHighlighted GradeIssued "
    "GradeCarriedOver MonitoringStageChanged CauseOfConcernRaised RecommendationRaised "
    "AreaForImprovementRaised DueDateSet VerificationRecorded FindingClosed";

constexpr auto kReports = std::to_array<Report>({
    {kInspectorate, kAnyBody, "ResponsePublished StatementPublished", Reporting::kAnybody},
    {kAuditor, kAnyBody, "ResponsePublished StatementPublished", Reporting::kOwnInspection},
    {kAnswering, kInspectorate | kAuditor, kInspectorsActs, Reporting::kItself},
    {kPolicingBody, kInspectorate | kAuditor, kInspectorsActs, Reporting::kItselfOrOverseen},
});

struct Qualifier {
  std::string_view type;
  const char* field;
};
constexpr auto kQualifiers = std::to_array<Qualifier>({
    {"DueDateSet", "basis"},
    {"ExtensionDecided", "basis"},
    {"FindingClosed", "reason"},
});

// In the order of the enums.
constexpr auto kAboutTexts = std::to_array<std::string_view>({
    "",
    "of its own inspections",
    "about itself",
    "about itself or a body it oversees",
    "in itself or in a unit of a body it oversees",
    "on a finding addressed to it, its unit or a member, and for one of these",
    "where the claim names it",
    "for addressees that it oversees",
    "of agreements that it or a member of it is party to",
    "of agreements that it or a body it oversees is party to",
    "for a party that is itself or a body it oversees",
    "at a meeting that it held",
    "of a further client of its own, after the registrar has enrolled its first",
});
constexpr auto kReportingTexts = std::to_array<std::string_view>({
    "",
    "of its own inspections",
    "about itself",
    "about itself or the bodies it oversees",
});

constexpr auto kIdRules = std::to_array<IdRule>({
    {"grade", 1, "inspection", false},
    {"grade", 2, "body", true},
    {"response", 1, "inspection", false},
    {"response", 2, "body", true},
    {"priority", 1, "body", true},
    {"client", 1, "body", true},
    {"plan", 1, "actor", true},
    {"role", 1, nullptr, true},
    {"measure", 1, nullptr, true},
    {"monitoring", 1, nullptr, true},
});

constexpr auto kSubjectRules = std::to_array<SubjectRule>({
    {"inspection", "InspectionOpened", 0, "subjects"},
    {"inspection", "FieldworkRecorded", 0, "subjects"},
    {"inspection", "PracticeHighlighted", 0, "body"},
    {"inspection", "ApplicabilityDecided", 0, "body"},
    {"disruption", "DisruptionRecorded", 0, "lead"},
    {"grade", "", 2, nullptr},
    {"response", "", 2, nullptr},
    {"priority", "", 1, nullptr},
    {"client", "", 1, nullptr},
    {"plan", "", 1, nullptr},
    {"role", "", 1, nullptr},
    {"measure", "", 1, nullptr},
    {"monitoring", "", 1, nullptr},
});

constexpr std::string_view kOpenAgain = "grade measure role priority monitoring response client";
constexpr std::string_view kAsRecorded = "ledger body client";

}  // namespace

std::span<const OwnAct> own_acts() { return kOwnActs; }

std::span<const Report> reports() { return kReports; }

const char* qualifier_field(std::string_view type) {
  const auto found = std::ranges::find(kQualifiers, type, &Qualifier::type);
  return found == kQualifiers.end() ? nullptr : found->field;
}

std::string_view text_of(About about) { return kAboutTexts[static_cast<std::size_t>(about)]; }

std::string_view text_of(Reporting about) {
  return kReportingTexts[static_cast<std::size_t>(about)];
}

std::string names_of(Kinds kinds) {
  if (kinds.contain(kAnyBody)) return "any body";
  if (kinds == Kinds::ledger_itself()) return "the ledger itself";
  if (kinds == Kinds::operator_itself()) return "the operator at the ledger's host";
  std::string names;
  for (unsigned kind = 1; kind <= static_cast<unsigned>(Kind::OTHER); ++kind) {
    if (!kinds.contains(static_cast<Kind>(kind))) continue;
    if (!names.empty()) names += ", ";
    names += name_of(static_cast<Kind>(kind));
  }
  return names;
}

std::span<const IdRule> id_rules() { return kIdRules; }

const SubjectRule* subject_rule(std::string_view category, std::string_view type) {
  for (const auto& rule : kSubjectRules) {
    if (rule.category == category && (rule.type.empty() || rule.type == type)) return &rule;
  }
  return nullptr;
}

bool may_open_again(std::string_view category) { return has_word(kOpenAgain, category); }

bool follows_by_day(std::string_view category) { return !has_word(kAsRecorded, category); }

bool has_word(std::string_view words, std::string_view word) {
  while (!words.empty()) {
    const std::size_t end = words.find(' ');
    if (words.substr(0, end) == word) return true;
    words.remove_prefix(end == std::string_view::npos ? words.size() : end + 1);
  }
  return false;
}

}  // namespace probity::projections::admission
