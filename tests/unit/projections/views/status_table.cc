#include "projections/views/status_table.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string_view>

#include "schema/payload.h"

namespace probity::projections {
namespace {

using Status = schema::FindingStatus;

TEST(StatusTable, HasARuleForEveryEventOfAFinding) {
  for (const auto& type : schema::event_types()) {
    if (type.stream != "finding/REF") continue;
    const bool has_rule = std::ranges::any_of(
        status_rules(), [&](const auto& rule) { return rule.type == type.name; });
    EXPECT_TRUE(has_rule) << type.name;
  }
}

TEST(StatusTable, NamesNoEventThatTheSchemaLacks) {
  for (const auto& rule : status_rules()) {
    EXPECT_NE(schema::find_event_type(rule.type), nullptr) << rule.type;
    if (rule.needs.empty()) continue;
    EXPECT_NE(schema::find_event_type(rule.needs), nullptr) << rule.needs;
  }
}

TEST(StatusTable, NamesStatusesAsTheSchemaDoes) {
  const auto enumerants = capnp::Schema::from<Status>().getEnumerants();
  for (const auto enumerant : enumerants) {
    const auto name = enumerant.getProto().getName();
    EXPECT_EQ(name_of(static_cast<Status>(enumerant.getOrdinal())),
              std::string_view(name.begin(), name.size()));
  }
}

TEST(StatusTable, PicksTheRowOfTheOutcomeOrReason) {
  EXPECT_EQ(rule_for("FindingClosed", "verified")->admitted, StatusSet{Status::VERIFIED});
  EXPECT_EQ(rule_for("FindingClosed", "noLongerApplicable")->admitted, kOpenStatuses);
  EXPECT_EQ(rule_for("VerificationRecorded", "notVerified")->target,
            Target::kInProgressUnlessAwaitingAllocation);
}

TEST(StatusTable, HasNoRowForAVerificationWithoutAnOutcome) {
  EXPECT_EQ(rule_for("VerificationRecorded", ""), nullptr);
  EXPECT_EQ(rule_for("NoteAdded", ""), nullptr);
  EXPECT_EQ(rule_for("GradeIssued", ""), nullptr);
}

TEST(StatusTable, EveryRowAdmitsSomething) {
  for (const auto& rule : status_rules()) EXPECT_NE(rule.admitted, StatusSet{}) << rule.type;
}

TEST(StatusTable, ListsTheAllowedStatusesForARefusal) {
  EXPECT_EQ(names_of(kEndedStatuses), "closed, superseded");
  EXPECT_EQ(names_of(rule_for("CompletionClaimed", "")->admitted), "inProgress");
}

TEST(StatusTable, TextsOfPreconditionsStandAtTheirOwnPlace) {
  for (const auto precondition :
       {Precondition::kNone, Precondition::kLevelOneOrAreaForImprovement,
        Precondition::kNotAcceptedWithReason, Precondition::kOpenExtensionRequest,
        Precondition::kOpenDispute}) {
    EXPECT_EQ(text_of(precondition).precondition, precondition);
  }
}

}  // namespace
}  // namespace probity::projections
