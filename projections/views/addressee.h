// Where one addressee of a finding stands: what the finding's events have made of it so far.
// Admission asks it, the row is written from it. Pointers are to the events, which live
// as long (Fold::list_events).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "projections/views/common.h"
#include "projections/views/status_table.h"
#include "schema/inspection.capnp.h"

namespace probity::projections {

/// Who did a thing, as far as the record knows: zero and empty are unknown.
struct Hand {
  Hash client;
  std::string_view person;
};
[[nodiscard]] Hand hand_of(const FoldEvent& event);
/// A claim and its sign-off need different clients and different persons. The same known client or
/// person is the same hand; where either stays unknown, separation is not shown.
[[nodiscard]] schema::Separation separation_of(const Hand& claim, const Hand& sign_off);

/// The due date of one basis. Texts are copies: they come from several events.
struct Due {
  schema::Basis basis = schema::Basis::UNSET;
  const FoldEvent* act = nullptr;  // set or granted it
  std::string due;
  Day latest = kAfterAllDays;  // the day after which it has passed; kAfterAllDays: never
  std::string original;
  std::string as_said;
  std::uint32_t moved = 0;  // times that it became another date
};

struct AddresseeState {
  std::string body;
  schema::FindingStatus status = schema::FindingStatus::AWAITING_ALLOCATION;
  const FoldEvent* since = nullptr;  // put it in its status
  Told<schema::FindingAllocated> allocated;
  Told<schema::AcceptanceStated> acceptance;
  std::vector<Due> dues;                                   // one a basis
  std::vector<Told<schema::ExtensionRequested>> requests;  // open ones, in order
  Told<schema::UpdateSubmitted> update;
  Told<schema::CompletionClaimed>
      claim;  // the current one; `data.getBody()` is the body that it names
  Told<schema::CompletionSignedOff> signed_off;  // of the current claim
  Told<schema::CompletionReturned> returned;     // of the last claim; none once there is another
  Told<schema::VerificationRecorded> verification;
  Told<schema::AssuranceGiven> assured;
  Told<schema::FindingClosed> closed;  // while closed
  const FoldEvent* reopened = nullptr;
  Told<schema::FindingSuperseded> superseded;  // while superseded
  Told<schema::FindingDisputed> dispute;       // the open one

  [[nodiscard]] bool not_accepted_with_reason() const;
  /// A request whose payload is erased may be of either basis.
  [[nodiscard]] bool has_open_request(schema::Basis basis) const;
  [[nodiscard]] schema::Separation separation() const;

  /// Takes in what the event says; the status moves apart from it.
  void tell(const FoldEvent& event);
  void move_to(schema::FindingStatus to, const FoldEvent& event);
  void write(schema::Addressee::Builder& row) const;
  /// Adds the events that it looks at.
  void list(FoldEvents& out) const;

 private:
  void set_due(const FoldEvent& event);
  void decide_extension(const FoldEvent& event);
  void move_due(const FoldEvent& event, schema::Basis basis, std::string_view date,
                std::string_view as_said);
  void make_claim(const FoldEvent& event);
  void return_claim(const FoldEvent& event);
  void verify(const FoldEvent& event);
  void reopen(const FoldEvent& event);
  void forget_claim();
};

}  // namespace probity::projections
