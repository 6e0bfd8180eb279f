#include "projections/views/addressee.h"

#include <algorithm>
#include <array>

namespace probity::projections {
namespace {

using State = AddresseeState;

/// The latest day of a due date; one with an open end, or without any bound, never passes.
Day latest_day(std::string_view due, const FoldEvent& event) {
  if (due.ends_with("..")) return kAfterAllDays;
  const auto bounds = bounds_of(due, event);
  return bounds ? bounds->latest : kAfterAllDays;
}

void write_due(schema::DueDate::Builder& row, const Due& due) {
  using Row = schema::DueDate::Builder;
  set_act(row.initAct(), *due.act);
  row.setBasis(due.basis);
  put(row, &Row::setDue, text(due.due));
  row.setDueLatest(due.latest.value);
  put(row, &Row::setOriginal, text(due.original));
  put(row, &Row::setAsSaid, text(due.as_said));
  row.setMoved(due.moved);
}

void write_request(schema::Extension::Builder& row,
                   const Told<schema::ExtensionRequested>& request) {
  using Row = schema::Extension::Builder;
  set_act(row.initAct(), *request.event);
  row.setBasis(request.data().getBasis());
  put(row, &Row::setDue, request.data().getDue());
  put(row, &Row::setReason, request.data().getReason());
}

}  // namespace

Hand hand_of(const FoldEvent& event) {
  return {event.stored.header.client, view(event.content().getPerson())};
}

schema::Separation separation_of(const Hand& claim, const Hand& sign_off) {
  const bool clients_known = !claim.client.is_zero() && !sign_off.client.is_zero();
  const bool persons_known = !claim.person.empty() && !sign_off.person.empty();
  if (clients_known && claim.client == sign_off.client) return schema::Separation::SAME_HAND;
  if (persons_known && claim.person == sign_off.person) return schema::Separation::SAME_HAND;
  return clients_known && persons_known ? schema::Separation::SHOWN : schema::Separation::NOT_SHOWN;
}

bool AddresseeState::not_accepted_with_reason() const {
  return acceptance.data().getPosition() == schema::Acceptance::NOT_ACCEPTED &&
         acceptance.data().getReason().size() > 0;
}

bool AddresseeState::has_open_request(schema::Basis basis) const {
  return std::ranges::any_of(requests, [&](const auto& request) {
    return request.event->erased() || request.data().getBasis() == basis;
  });
}

schema::Separation AddresseeState::separation() const {
  if (!signed_off) return schema::Separation::UNSET;
  if (!claim) return schema::Separation::NOT_SHOWN;
  return separation_of(hand_of(*claim.event), hand_of(*signed_off.event));
}

void AddresseeState::tell(const FoldEvent& event) {
  struct Teller {
    std::string_view type;
    void (*tell)(State&, const FoldEvent&);
  };
  static constexpr auto kTellers = std::to_array<Teller>({
      {"UpdateSubmitted", [](State& state, const FoldEvent& e) { state.update.take(e); }},
      {"FindingAllocated", [](State& state, const FoldEvent& e) { state.allocated.take(e); }},
      {"AcceptanceStated", [](State& state, const FoldEvent& e) { state.acceptance.take(e); }},
      {"DueDateSet", [](State& state, const FoldEvent& e) { state.set_due(e); }},
      {"ExtensionRequested",
       [](State& state, const FoldEvent& e) { state.requests.emplace_back(e); }},
      {"ExtensionDecided", [](State& state, const FoldEvent& e) { state.decide_extension(e); }},
      {"CompletionClaimed", [](State& state, const FoldEvent& e) { state.make_claim(e); }},
      {"CompletionSignedOff", [](State& state, const FoldEvent& e) { state.signed_off.take(e); }},
      {"CompletionReturned", [](State& state, const FoldEvent& e) { state.return_claim(e); }},
      {"VerificationRecorded", [](State& state, const FoldEvent& e) { state.verify(e); }},
      {"AssuranceGiven", [](State& state, const FoldEvent& e) { state.assured.take(e); }},
      {"FindingClosed", [](State& state, const FoldEvent& e) { state.closed.take(e); }},
      {"FindingReopened", [](State& state, const FoldEvent& e) { state.reopen(e); }},
      {"FindingSuperseded", [](State& state, const FoldEvent& e) { state.superseded.take(e); }},
      {"FindingDisputed", [](State& state, const FoldEvent& e) { state.dispute.take(e); }},
      {"DisputeResolved", [](State& state, const FoldEvent&) { state.dispute = {}; }},
  });
  const auto found = std::ranges::find(kTellers, event.type(), &Teller::type);
  if (found != kTellers.end()) found->tell(*this, event);
}

void AddresseeState::move_to(schema::FindingStatus to, const FoldEvent& event) {
  if (to == status) return;
  status = to;
  since = &event;
  if (to != schema::FindingStatus::CLOSED) closed = {};
  if (to != schema::FindingStatus::SUPERSEDED) superseded = {};
}

void AddresseeState::set_due(const FoldEvent& event) {
  if (event.erased()) return;  // of which basis is not known
  const auto data = event.data<schema::DueDateSet>();
  move_due(event, data.getBasis(), view(data.getDue()), view(data.getAsSaid()));
}

void AddresseeState::decide_extension(const FoldEvent& event) {
  if (event.erased()) return;  // of which basis is not known
  const auto data = event.data<schema::ExtensionDecided>();
  capnp::Text::Reader granted = data.getDue();
  for (const auto& request : requests) {
    if (data.getDue().size() == 0 && request.data().getBasis() == data.getBasis())
      granted = request.data().getDue();
  }
  std::erase_if(requests, [&](const auto& request) {
    return request.event->erased() || request.data().getBasis() == data.getBasis();
  });
  if (data.getApproved() == schema::Truth::YES && granted.size() > 0) {
    move_due(event, data.getBasis(), view(granted), {});
  }
}

void AddresseeState::move_due(const FoldEvent& event, schema::Basis basis, std::string_view date,
                              std::string_view as_said) {
  auto due = std::ranges::find(dues, basis, &Due::basis);
  if (due == dues.end()) {
    due = dues.insert(dues.end(), Due{.basis = basis,
                                      .due = std::string(date),
                                      .original = std::string(date),
                                      .as_said = {}});
  }
  if (due->due != date) ++due->moved;
  due->act = &event;
  due->due = date;
  due->latest = latest_day(date, event);
  due->as_said = as_said;
}

void AddresseeState::make_claim(const FoldEvent& event) {
  signed_off = {};
  returned = {};
  claim.take(event);
}

void AddresseeState::return_claim(const FoldEvent& event) {
  forget_claim();
  returned.take(event);
}

void AddresseeState::verify(const FoldEvent& event) {
  verification.take(event);
  if (!event.erased() && verification.data().getOutcome() == schema::Outcome::NOT_VERIFIED)
    forget_claim();
}

void AddresseeState::reopen(const FoldEvent& event) {
  forget_claim();
  verification = {};
  reopened = &event;
}

void AddresseeState::forget_claim() {
  claim = {};
  signed_off = {};
  returned = {};
}

void AddresseeState::list(FoldEvents& out) const {
  const auto list_each = [&](const auto&... told) { (told.list(out), ...); };
  list_each(allocated, acceptance, update, claim, signed_off, returned, verification, assured,
            closed, superseded, dispute);
  for (const auto& request : requests) request.list(out);
  for (const auto& due : dues) out.push_back(due.act);
  out.insert(out.end(), {since, reopened});
}

void AddresseeState::write(schema::Addressee::Builder& row) const {
  using Row = schema::Addressee::Builder;
  row.setBody(text(body));
  row.setStatus(status);
  row.setRag(update.data().getRag());
  row.setPercentComplete(update.data().getPercentComplete());
  row.setVerificationLevel(verification.data().getLevel());
  row.setSeparation(separation());
  row.setOutcome(verification.data().getOutcome());
  row.setOpinion(assured.data().getOpinion());
  row.setClosingReason(closed.data().getReason());
  row.setAcceptance(acceptance.data().getPosition());
  put(row, &Row::initSince, since);
  put(row, &Row::setOwner, allocated.data().getOwner());
  put(row, &Row::initAllocated, allocated.event);
  put(row, &Row::initAccepted, acceptance.event);
  put(row, &Row::setAcceptanceReason, acceptance.data().getReason());
  put_each(row, &Row::initDues, dues, write_due);
  put_each(row, &Row::initExtensions, requests, write_request);
  put(row, &Row::initUpdated, update.event);
  put(row, &Row::setNarrative, update.data().getNarrative());
  put(row, &Row::setStatusAsSaid, update.data().getStatusAsSaid());
  put(row, &Row::initClaimed, claim.event);
  put(row, &Row::setClaimBody, claim.data().getBody());
  put(row, &Row::setClaimNarrative, claim.data().getNarrative());
  put(row, &Row::initSignedOff, signed_off.event);
  put(row, &Row::setOfficer, signed_off.data().getOfficer());
  put(row, &Row::initReturned, returned.event);
  put(row, &Row::setReturnReason, returned.data().getReason());
  put(row, &Row::initVerification, verification.event);
  put(row, &Row::initAssured, assured.event);
  put(row, &Row::initClosed, closed.event);
  put(row, &Row::initReopened, reopened);
  put(row, &Row::setSupersededBy, superseded.data().getBy());
  put(row, &Row::initDisputed, dispute.event);
  put(row, &Row::setDisputeGrounds, dispute.data().getGrounds());
}

}  // namespace probity::projections
