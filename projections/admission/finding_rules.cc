#include "projections/admission/finding_rules.h"

#include <fmt/format.h>

#include <string>

#include "projections/views/status_table.h"

namespace probity::projections::admission {
namespace {

/// `FindingClosed (verified)`
std::string named(const StatusRule& rule) {
  return rule.qualifier.empty() ? std::string(rule.type)
                                : fmt::format("{} ({})", rule.type, rule.qualifier);
}

/// What the table admits in a status, but for what it admits in any.
std::string allowed_in(schema::FindingStatus status) {
  std::string allowed;
  for (const auto& rule : status_rules()) {
    if (!rule.admitted.contains(status) || rule.admitted == kAnyStatus) continue;
    if (!allowed.empty()) allowed += ", ";
    allowed += named(rule);
  }
  return allowed;
}

std::string since(const AddresseeState& addressee) {
  if (addressee.since == nullptr) return {};
  return fmt::format(" since @{} ({} by {})", addressee.since->position().value,
                     addressee.since->type(), addressee.since->stored.header.actor);
}

Result<void> check_status(const Judged& judged, const StatusRule& rule,
                          const AddresseeState& addressee) {
  const auto& event = judged.event;
  if (!rule.admitted.contains(addressee.status)) {
    return fail(
        ErrorKind::kRefused,
        fmt::format("{} of {} would be {}: for {} it is {}{}, and {} is admitted in {}",
                    event.header->type, event.header->stream.rest(),
                    out_of_order(rule, addressee.status), addressee.body,
                    projections::name_of(addressee.status), since(addressee), named(rule),
                    names_of(rule.admitted)),
        fmt::format("What may come next for {}: {}.", addressee.body, allowed_in(addressee.status)),
        "data");
  }
  if (judged.finding->meets(rule, event.content, addressee)) return {};
  const auto& precondition = text_of(rule.precondition);
  return fail(ErrorKind::kRefused,
              fmt::format("{} of {} would be {} {}: for {} it is {}{}, and {} is admitted only {}",
                          event.header->type, event.header->stream.rest(), rule.done,
                          precondition.lack, addressee.body, projections::name_of(addressee.status),
                          since(addressee), named(rule), precondition.allowed),
              precondition.needs.empty() ? fmt::format("What may come next for {}: {}.",
                                                       addressee.body, allowed_in(addressee.status))
                                         : fmt::format("{} comes first.", precondition.needs),
              "data");
}

/// Claim and sign-off need different clients and persons; what is not known is not compared.
Result<void> check_two_hands(const Judged& judged, const AddresseeState& addressee) {
  const auto& event = judged.event;
  if (!event.is("CompletionSignedOff") || !addressee.claim) return {};
  const Hand sign_off{event.header->client, view_of(event.content.getPerson())};
  const Hand claim = hand_of(*addressee.claim.event);
  if (separation_of(claim, sign_off) != schema::Separation::SAME_HAND) return {};
  return fail(
      ErrorKind::kRefused,
      fmt::format("the sign-off for {} comes from the {} that claimed completion (@{})",
                  addressee.body,
                  !sign_off.person.empty() && sign_off.person == claim.person ? "person" : "client",
                  addressee.claim.event->position().value),
      "A claim and its sign-off need different persons and different clients.", "person");
}

}  // namespace

Result<void> check_finding(const Judged& judged) {
  const auto& event = judged.event;
  if (event.text("by") == event.header->stream.rest()) {
    return fail(ErrorKind::kRefused,
                fmt::format("{} cannot take its own place", event.header->stream.rest()),
                "Name the finding that took its place.", "data.by");
  }
  const StatusRule* rule = rule_for(event.header->type, event.content);
  if (rule == nullptr) return {};
  for (const auto* addressee : judged.concern.addressees) {
    if (auto status = check_status(judged, *rule, *addressee); !status) return status;
    if (auto hands = check_two_hands(judged, *addressee); !hands) return hands;
  }
  return {};
}

}  // namespace probity::projections::admission
