#include "projections/views/status_table.h"

#include <fmt/format.h>

#include <array>
#include <cstddef>

#include "schema/inspection.capnp.h"

namespace probity::projections {
namespace {

using Status = schema::FindingStatus;

constexpr StatusSet kNew{Status::UNSET};
constexpr StatusSet kInProgress{Status::IN_PROGRESS};
constexpr StatusSet kClaimed{Status::PENDING_SIGN_OFF};
constexpr StatusSet kSignedOff{Status::AWAITING_VERIFICATION};
constexpr StatusSet kVerified{Status::VERIFIED};
constexpr Precondition kNone = Precondition::kNone;

// Rows with a qualifier stand before the row that takes the others of their type.
constexpr auto kRules = std::to_array<StatusRule>({
    {"CauseOfConcernRaised", "", kNew, kNone, Target::kAwaitingAllocation, "raised", "", ""},
    {"RecommendationRaised", "", kNew, kNone, Target::kAwaitingAllocation, "raised", "", ""},
    {"AreaForImprovementRaised", "", kNew, kNone, Target::kAwaitingAllocation, "raised", "", ""},

    {"FindingAllocated", "", kOpenStatuses, kNone, Target::kInProgressIfAwaitingAllocation,
     "allocated", "", ""},
    {"UpdateSubmitted", "", kOpenStatuses, kNone, Target::kInProgressIfAwaitingAllocation,
     "progress", "", ""},

    {"CompletionClaimed", "", kInProgress, kNone, Target::kPendingSignOff, "claimed",
     "before it was allocated", "FindingAllocated"},
    {"CompletionSignedOff", "", kClaimed, kNone, Target::kAwaitingVerification, "signed off",
     "without a claim", "CompletionClaimed"},
    {"CompletionReturned", "", kClaimed, kNone, Target::kInProgress, "returned", "without a claim",
     "CompletionClaimed"},

    {"VerificationRecorded", "verified", kOpenStatuses, kNone, Target::kVerified, "verified", "",
     ""},
    {"VerificationRecorded", "notVerified", kOpenStatuses, kNone,
     Target::kInProgressUnlessAwaitingAllocation, "found not verified", "", ""},

    {"FindingClosed", "verified", kVerified, kNone, Target::kClosed, "closed",
     "without a verification", "VerificationRecorded"},
    {"FindingClosed", "confirmedByChiefOfficer", kSignedOff,
     Precondition::kLevelOneOrAreaForImprovement, Target::kClosed, "closed", "without a sign-off",
     "CompletionSignedOff"},
    {"FindingClosed", "noActionExplained", kOpenStatuses, Precondition::kNotAcceptedWithReason,
     Target::kClosed, "closed", "", ""},
    {"FindingClosed", "", kOpenStatuses, kNone, Target::kClosed, "closed", "", ""},

    {"FindingSuperseded", "", kOpenStatuses, kNone, Target::kSuperseded, "superseded", "", ""},
    {"FindingReopened", "", kEndedStatuses, kNone, Target::kInProgress, "reopened",
     "without a closing", "FindingClosed"},

    {"AcceptanceStated", "", kOpenStatuses, kNone, Target::kUnchanged, "acceptance stated", "", ""},
    {"DueDateSet", "", kOpenStatuses, kNone, Target::kUnchanged, "due date set", "", ""},
    {"ExtensionRequested", "", kOpenStatuses, kNone, Target::kUnchanged, "extension requested", "",
     ""},
    {"EvidenceAttached", "", kOpenStatuses, kNone, Target::kUnchanged, "evidence attached", "", ""},
    {"EvidenceWithdrawn", "", kOpenStatuses, kNone, Target::kUnchanged, "evidence withdrawn", "",
     ""},
    {"FindingDisputed", "", kOpenStatuses, kNone, Target::kUnchanged, "disputed", "", ""},

    {"AssuranceGiven", "", kAnyStatus, kNone, Target::kUnchanged, "assured", "", ""},
    {"ExtensionDecided", "", kAnyStatus, Precondition::kOpenExtensionRequest, Target::kUnchanged,
     "extension decided", "", ""},
    {"DisputeResolved", "", kAnyStatus, Precondition::kOpenDispute, Target::kUnchanged,
     "dispute resolved", "", ""},
});

constexpr auto kPreconditions = std::to_array<PreconditionText>({
    {Precondition::kNone, "", "", ""},
    {Precondition::kLevelOneOrAreaForImprovement,
     "of an area for improvement, or of a finding of level 1",
     "on the chief officer's word, though neither an area for improvement nor of level 1", ""},
    {Precondition::kNotAcceptedWithReason, "after notAccepted was stated with a reason",
     "with no action, though notAccepted was not stated with a reason", "AcceptanceStated"},
    {Precondition::kOpenExtensionRequest, "with an open extension request of that basis",
     "without an open request", "ExtensionRequested"},
    {Precondition::kOpenDispute, "with an open dispute", "without an open dispute",
     "FindingDisputed"},
});

struct StatusText {
  Status status;
  std::string_view name;
  std::string_view past;  // `after it was …`
};

// In the order of the enum.
constexpr auto kStatuses = std::to_array<StatusText>({
    {Status::UNSET, "unset", "unset"},
    {Status::AWAITING_ALLOCATION, "awaitingAllocation", "raised"},
    {Status::IN_PROGRESS, "inProgress", "under way"},
    {Status::PENDING_SIGN_OFF, "pendingSignOff", "claimed"},
    {Status::AWAITING_VERIFICATION, "awaitingVerification", "signed off"},
    {Status::VERIFIED, "verified", "verified"},
    {Status::CLOSED, "closed", "closed"},
    {Status::SUPERSEDED, "superseded", "superseded"},
});

const StatusText& text_of_status(Status status) {
  const auto index = static_cast<std::size_t>(status);
  return index < kStatuses.size() ? kStatuses[index] : kStatuses[0];
}

std::string_view name_of(schema::Outcome outcome) {
  constexpr std::array<std::string_view, 3> kNames{"", "verified", "notVerified"};
  const auto index = static_cast<std::size_t>(outcome);
  return index < kNames.size() ? kNames[index] : "";
}

std::string_view name_of(schema::ClosingReason reason) {
  constexpr std::array<std::string_view, 6> kNames{"",
                                                   "verified",
                                                   "confirmedByChiefOfficer",
                                                   "noActionExplained",
                                                   "noLongerApplicable",
                                                   "carriedToLaterInspection"};
  const auto index = static_cast<std::size_t>(reason);
  return index < kNames.size() ? kNames[index] : "";
}

}  // namespace

std::string_view name_of(schema::FindingStatus status) { return text_of_status(status).name; }

std::string names_of(StatusSet statuses) {
  std::string names;
  for (const auto& text : kStatuses) {
    if (!statuses.contains(text.status)) continue;
    if (!names.empty()) names += ", ";
    names += text.name;
  }
  return names;
}

std::span<const StatusRule> status_rules() { return kRules; }

const PreconditionText& text_of(Precondition precondition) {
  return kPreconditions[static_cast<std::size_t>(precondition)];
}

const StatusRule* rule_for(std::string_view type, std::string_view qualifier) {
  for (const auto& rule : kRules) {
    if (rule.type == type && (rule.qualifier.empty() || rule.qualifier == qualifier)) return &rule;
  }
  return nullptr;
}

const StatusRule* rule_for(std::string_view type, schema::Content::Reader content) {
  if (type == "VerificationRecorded") {
    return rule_for(type,
                    name_of(content.getData().getAs<schema::VerificationRecorded>().getOutcome()));
  }
  if (type == "FindingClosed") {
    return rule_for(type, name_of(content.getData().getAs<schema::FindingClosed>().getReason()));
  }
  return rule_for(type, std::string_view());
}

const StatusRule* rule_for(const FoldEvent& event) {
  return rule_for(event.type(), event.content());
}

schema::FindingStatus target_of(const StatusRule& rule, schema::FindingStatus from) {
  switch (rule.target) {
    case Target::kUnchanged:
      return from;
    case Target::kAwaitingAllocation:
      return from == Status::UNSET ? Status::AWAITING_ALLOCATION : from;
    case Target::kInProgress:
      return Status::IN_PROGRESS;
    case Target::kInProgressIfAwaitingAllocation:
      return from == Status::AWAITING_ALLOCATION ? Status::IN_PROGRESS : from;
    case Target::kInProgressUnlessAwaitingAllocation:
      return from == Status::AWAITING_ALLOCATION ? from : Status::IN_PROGRESS;
    case Target::kPendingSignOff:
      return Status::PENDING_SIGN_OFF;
    case Target::kAwaitingVerification:
      return Status::AWAITING_VERIFICATION;
    case Target::kVerified:
      return Status::VERIFIED;
    case Target::kClosed:
      return Status::CLOSED;
    case Target::kSuperseded:
      return Status::SUPERSEDED;
  }
  return from;
}

std::string out_of_order(const StatusRule& rule, schema::FindingStatus from) {
  if (from == Status::UNSET) return fmt::format("{} before it was raised", rule.done);
  if (rule.admitted.is_passed_by(from)) {
    const bool again = target_of(rule, Status::UNSET) == from;
    return again ? fmt::format("{} twice", rule.done)
                 : fmt::format("{} after it was {}", rule.done, text_of_status(from).past);
  }
  return fmt::format("{} {}", rule.done, rule.lack);
}

}  // namespace probity::projections
