// A finding's status: every row of its table, in every status, admitted or not. The table
// here is written apart from the one under test.
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "tests/unit/projections/views/finding.h"

namespace probity::test {
namespace {

// The seven statuses of a raised finding, from awaitingAllocation to superseded.
constexpr std::string_view kLetters = "AIPWVCS";
constexpr std::string_view kNames[] = {
    "awaitingAllocation", "inProgress", "pendingSignOff", "awaitingVerification",
    "verified",           "closed",     "superseded"};

struct Step {
  std::string_view type;
  std::string_view data = {};
};

struct TableRow {
  std::string_view name;
  std::string_view type;
  std::string_view data;      // empty: the usual
  std::string_view admitted;  // letters of the statuses in which it may come
  std::string_view becomes;   // where it goes from each of kLetters
  std::vector<Step> before = {};
  std::string_view kind = "RecommendationRaised";
  std::string_view more = "";
};

std::ostream& operator<<(std::ostream& out, const TableRow& row) { return out << row.name; }

constexpr std::string_view kOpen = "AIPWV";
constexpr std::string_view kAll = "AIPWVCS";
constexpr std::string_view kStays = "AIPWVCS";
constexpr std::string_view kRefused =
    R"({"position": "notAccepted", "reason": "out of our hands"})";
constexpr std::string_view kRefusedBarely = R"({"position": "notAccepted"})";
constexpr std::string_view kNotVerified = R"({"outcome": "notVerified"})";
constexpr std::string_view kChief = R"({"reason": "confirmedByChiefOfficer"})";
constexpr std::string_view kNoAction = R"({"reason": "noActionExplained"})";

const TableRow kTable[] = {
    {"Allocated", "FindingAllocated", "", kOpen, "IIPWVCS"},
    {"Updated", "UpdateSubmitted", "", kOpen, "IIPWVCS"},
    {"Claimed", "CompletionClaimed", "", "I", "PPPPPPP"},
    {"SignedOff", "CompletionSignedOff", "", "P", "WWWWWWW"},
    {"Returned", "CompletionReturned", "", "P", "IIIIIII"},
    {"Verified", "VerificationRecorded", "", kOpen, "VVVVVVV"},
    {"NotVerified", "VerificationRecorded", kNotVerified, kOpen, "AIIIIII"},
    {"ClosedAsVerified", "FindingClosed", "", "V", "CCCCCCC"},
    {"ClosedByChiefOfAreaForImprovement",
     "FindingClosed",
     kChief,
     "W",
     "CCCCCCC",
     {},
     "AreaForImprovementRaised"},
    {"ClosedByChiefOfLevelOne",
     "FindingClosed",
     kChief,
     "W",
     "CCCCCCC",
     {},
     "RecommendationRaised",
     R"(, "verificationLevel": 1)"},
    {"ClosedByChiefOfLevelTwo",
     "FindingClosed",
     kChief,
     "",
     "CCCCCCC",
     {},
     "RecommendationRaised",
     R"(, "verificationLevel": 2)"},
    {"ClosedByChiefOfCauseOfConcern",
     "FindingClosed",
     kChief,
     "",
     "CCCCCCC",
     {},
     "CauseOfConcernRaised"},
    {"ClosedWithNoAction",
     "FindingClosed",
     kNoAction,
     kOpen,
     "CCCCCCC",
     {{"AcceptanceStated", kRefused}}},
    {"ClosedWithNoActionWithoutReason",
     "FindingClosed",
     kNoAction,
     "",
     "CCCCCCC",
     {{"AcceptanceStated", kRefusedBarely}}},
    {"ClosedWithNoActionThoughAcceptedSince",
     "FindingClosed",
     kNoAction,
     "",
     "CCCCCCC",
     {{"AcceptanceStated", kRefused}, {"AcceptanceStated"}}},
    {"ClosedWithNoActionUnsaid", "FindingClosed", kNoAction, "", "CCCCCCC"},
    {"ClosedAsNoLongerApplicable", "FindingClosed", R"({"reason": "noLongerApplicable"})", kOpen,
     "CCCCCCC"},
    {"ClosedAsCarriedOn", "FindingClosed", R"({"reason": "carriedToLaterInspection"})", kOpen,
     "CCCCCCC"},
    {"Superseded", "FindingSuperseded", "", kOpen, "SSSSSSS"},
    {"Reopened", "FindingReopened", "", "CS", "IIIIIII"},
    {"AcceptanceStated", "AcceptanceStated", "", kOpen, kStays},
    {"DueDateSet", "DueDateSet", "", kOpen, kStays},
    {"ExtensionRequested", "ExtensionRequested", "", kOpen, kStays},
    {"EvidenceAttached", "EvidenceAttached", "", kOpen, kStays},
    {"EvidenceWithdrawn", "EvidenceWithdrawn", "", kOpen, kStays, {{"EvidenceAttached"}}},
    {"Disputed", "FindingDisputed", "", kOpen, kStays},
    {"Assured", "AssuranceGiven", "", kAll, kStays},
    {"ExtensionDecided", "ExtensionDecided", "", kAll, kStays, {{"ExtensionRequested"}}},
    {"ExtensionDecidedUnasked", "ExtensionDecided", "", "", kStays},
    {"ExtensionDecidedOfTheOtherBasis",
     "ExtensionDecided",
     R"({"basis": "internal", "approved": false})",
     "",
     kStays,
     {{"ExtensionRequested"}}},
    {"ExtensionDecidedTwice",
     "ExtensionDecided",
     "",
     "",
     kStays,
     {{"ExtensionRequested"}, {"ExtensionDecided"}}},
    {"DisputeResolved", "DisputeResolved", "", kAll, kStays, {{"FindingDisputed"}}},
    {"DisputeResolvedUndisputed", "DisputeResolved", "", "", kStays},
    {"DisputeResolvedTwice",
     "DisputeResolved",
     "",
     "",
     kStays,
     {{"FindingDisputed"}, {"DisputeResolved"}}},
};

std::vector<Step> path_to(char letter) {
  const Step allocated{"FindingAllocated"};
  const Step claimed{"CompletionClaimed"};
  switch (letter) {
    case 'I':
      return {allocated};
    case 'P':
      return {allocated, claimed};
    case 'W':
      return {allocated, claimed, {"CompletionSignedOff"}};
    case 'V':
      return {{"VerificationRecorded"}};
    case 'C':
      return {{"VerificationRecorded"}, {"FindingClosed"}};
    case 'S':
      return {{"FindingSuperseded"}};
    default:
      return {};
  }
}

class FindingOrder : public testing::TestWithParam<TableRow> {};

TEST_P(FindingOrder, TakesTheAddresseeToItsTargetAndNotesWhatWasNotAdmitted) {
  const TableRow& row = GetParam();
  for (std::size_t from = 0; from < kLetters.size(); ++from) {
    SCOPED_TRACE(fmt::format("from {}", kNames[from]));
    Finding finding;
    finding.raise({"derbyshire"}, row.kind, row.more);
    for (const auto& step : row.before) finding.add(step.type, {}, step.data);
    for (const auto& step : path_to(kLetters[from])) finding.add(step.type, {}, step.data);
    const auto noted_before = notes((*finding.row()).getHead()).size();
    ASSERT_EQ(status((*finding.row()).getAddressees()[0]), kNames[from]);

    const auto position = finding.add(row.type, {}, row.data);

    const auto after = finding.row();
    const auto addressee = (*after).getAddressees()[0];
    const std::size_t to = kLetters.find(row.becomes[from]);
    EXPECT_EQ(status(addressee), kNames[to]);
    EXPECT_EQ(addressee.getSince().getPosition() == position.value, to != from);
    const bool admitted = row.admitted.find(kLetters[from]) != std::string_view::npos;
    const auto noted = notes((*after).getHead());
    EXPECT_EQ(noted.size() - noted_before, admitted ? 0U : 1U)
        << fmt::format("{}", fmt::join(noted, "; "));
  }
}

INSTANTIATE_TEST_SUITE_P(Table, FindingOrder, testing::ValuesIn(kTable),
                         [](const auto& row) { return std::string(row.param.name); });

struct Wording {
  std::string_view name;
  std::vector<Step> steps;
  std::string_view note;  // of the last step
};

std::ostream& operator<<(std::ostream& out, const Wording& wording) { return out << wording.name; }

const Wording kWordings[] = {
    {"SignedOffWithoutAClaim",
     {{"FindingAllocated"}, {"CompletionSignedOff"}},
     "signed off without a claim"},
    {"ReturnedWithoutAClaim",
     {{"FindingAllocated"}, {"CompletionReturned"}},
     "returned without a claim"},
    {"ClaimedTwice",
     {{"FindingAllocated"}, {"CompletionClaimed"}, {"CompletionClaimed"}},
     "claimed twice"},
    {"ClaimedUnallocated", {{"CompletionClaimed"}}, "claimed before it was allocated"},
    {"ClosedUnverified",
     {{"FindingAllocated"}, {"FindingClosed"}},
     "closed without a verification"},
    {"ClosedTwice",
     {{"VerificationRecorded"}, {"FindingClosed"}, {"FindingClosed"}},
     "closed twice"},
    {"ProgressAfterClosing",
     {{"VerificationRecorded"}, {"FindingClosed"}, {"UpdateSubmitted"}},
     "progress after it was closed"},
    {"ReopenedWhileOpen",
     {{"FindingAllocated"}, {"FindingReopened"}},
     "reopened without a closing"},
    {"DecidedUnasked", {{"ExtensionDecided"}}, "extension decided without an open request"},
    {"ResolvedUndisputed", {{"DisputeResolved"}}, "dispute resolved without an open dispute"},
    {"NotVerifiedAfterClosing",
     {{"VerificationRecorded"}, {"FindingClosed"}, {"VerificationRecorded", kNotVerified}},
     "found not verified after it was closed"},
    {"ClosedByChiefUnsigned",
     {{"FindingAllocated"}, {"FindingClosed", kChief}},
     "closed without a sign-off"},
    {"SupersededAfterClosing",
     {{"VerificationRecorded"}, {"FindingClosed"}, {"FindingSuperseded"}},
     "superseded after it was closed"},
};

class FindingNote : public testing::TestWithParam<Wording> {};

TEST_P(FindingNote, SaysWhatWasOutOfOrder) {
  Finding finding;
  finding.raise({"derbyshire"});
  Position last{};
  for (const auto& step : GetParam().steps) last = finding.add(step.type, {}, step.data);
  EXPECT_EQ(notes((*finding.row()).getHead()),
            Texts{fmt::format("@{} {}", last.value, GetParam().note)});
}

INSTANTIATE_TEST_SUITE_P(Wordings, FindingNote, testing::ValuesIn(kWordings),
                         [](const auto& row) { return std::string(row.param.name); });

}  // namespace
}  // namespace probity::test
