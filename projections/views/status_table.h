// A finding's status for one addressee, as a table: in which statuses an event is admitted, what
// else must hold, and where it takes the addressee. Admission refuses by it and the fold moves by
// it: one place. Pure data and functions; nothing fails; any thread.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

#include "projections/fold/history.h"
#include "schema/event.capnp.h"
#include "schema/views.capnp.h"

namespace probity::projections {

/// A set of statuses. `unset` is the status of a body before the finding is raised.
class StatusSet {
 public:
  constexpr StatusSet(std::initializer_list<schema::FindingStatus> statuses) {
    for (const auto status : statuses) bits_ |= bit(status);
  }
  [[nodiscard]] constexpr bool contains(schema::FindingStatus status) const {
    return (bits_ & bit(status)) != 0;
  }
  /// Whether the status is more advanced than all of the set.
  [[nodiscard]] constexpr bool is_passed_by(schema::FindingStatus status) const {
    return bits_ < bit(status);
  }
  friend constexpr bool operator==(StatusSet, StatusSet) = default;

 private:
  static constexpr std::uint16_t bit(schema::FindingStatus status) {
    return static_cast<std::uint16_t>(1U << static_cast<unsigned>(status));
  }
  std::uint16_t bits_ = 0;
};

inline constexpr StatusSet kOpenStatuses{
    schema::FindingStatus::AWAITING_ALLOCATION, schema::FindingStatus::IN_PROGRESS,
    schema::FindingStatus::PENDING_SIGN_OFF, schema::FindingStatus::AWAITING_VERIFICATION,
    schema::FindingStatus::VERIFIED};
inline constexpr StatusSet kEndedStatuses{schema::FindingStatus::CLOSED,
                                          schema::FindingStatus::SUPERSEDED};
/// Raised, open or ended.
inline constexpr StatusSet kAnyStatus{schema::FindingStatus::AWAITING_ALLOCATION,
                                      schema::FindingStatus::IN_PROGRESS,
                                      schema::FindingStatus::PENDING_SIGN_OFF,
                                      schema::FindingStatus::AWAITING_VERIFICATION,
                                      schema::FindingStatus::VERIFIED,
                                      schema::FindingStatus::CLOSED,
                                      schema::FindingStatus::SUPERSEDED};

[[nodiscard]] constexpr bool is_open(schema::FindingStatus status) {
  return kOpenStatuses.contains(status);
}
[[nodiscard]] constexpr bool is_ended(schema::FindingStatus status) {
  return kEndedStatuses.contains(status);
}

/// The status's name as JSON has it: `awaitingAllocation`.
[[nodiscard]] std::string_view name_of(schema::FindingStatus status);
/// The names of a set's statuses, from the least advanced: `awaitingAllocation, inProgress`.
[[nodiscard]] std::string names_of(StatusSet statuses);

/// What must hold of the addressee besides its status.
enum class Precondition : std::uint8_t {
  kNone,
  kLevelOneOrAreaForImprovement,  // the finding's kind or its verificationLevel
  kNotAcceptedWithReason,         // the addressee's last AcceptanceStated
  kOpenExtensionRequest,          // of the basis that the event names
  kOpenDispute,
};

/// Where an event takes an addressee.
enum class Target : std::uint8_t {
  kUnchanged,
  kAwaitingAllocation,  // where the finding is new to the addressee, else unchanged
  kInProgress,
  kInProgressIfAwaitingAllocation,      // else unchanged
  kInProgressUnlessAwaitingAllocation,  // awaitingAllocation stays
  kPendingSignOff,
  kAwaitingVerification,
  kVerified,
  kClosed,
  kSuperseded,
};

/// One row of the table.
struct StatusRule {
  std::string_view type;  // the event's
  std::string_view
      qualifier;  // VerificationRecorded's outcome, FindingClosed's reason; empty: all the others
  StatusSet admitted;
  Precondition precondition;
  Target target;
  // How the fold notes the event where it was not admitted: `done` and `lack` make `signed off
  // without a claim`.
  std::string_view done;
  std::string_view lack;   // said where the addressee is short of the admitted statuses
  std::string_view needs;  // the event type which, when struck, explains the lack; empty: none
};

/// How a precondition is named when it does not hold.
struct PreconditionText {
  Precondition precondition;
  std::string_view allowed;  // for a refusal: `with an open extension request of that basis`
  std::string_view lack;     // for a note: `without an open request`
  std::string_view needs;    // as in StatusRule
};

[[nodiscard]] std::span<const StatusRule> status_rules();
[[nodiscard]] const PreconditionText& text_of(Precondition precondition);

/// The row for an event; null where the table has none (no finding's event, one of the four events
/// of any stream, or a verification whose outcome is erased).
[[nodiscard]] const StatusRule* rule_for(std::string_view type, std::string_view qualifier);
[[nodiscard]] const StatusRule* rule_for(std::string_view type, schema::Content::Reader content);
[[nodiscard]] const StatusRule* rule_for(const FoldEvent& event);

/// Where the rule takes an addressee that stands at `from`.
[[nodiscard]] schema::FindingStatus target_of(const StatusRule& rule, schema::FindingStatus from);

/// `signed off without a claim`, `claimed twice`, `progress after it was closed`: what is out of
/// order about the event where the status `from` is not among the admitted. The striking that may
/// explain it is the fold's to add.
[[nodiscard]] std::string out_of_order(const StatusRule& rule, schema::FindingStatus from);

}  // namespace probity::projections
