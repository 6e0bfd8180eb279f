#include "projections/admission/concerns.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <string>

#include "eventstore/base/text.h"

namespace probity::projections::admission {
namespace {

using Addressees = std::vector<const AddresseeState*>;

bool has_ended(const AddresseeState& addressee) { return is_ended(addressee.status); }

Addressees everybody(const FindingFold& finding) {
  Addressees all;
  for (const auto& addressee : finding.addressees()) all.push_back(&addressee);
  return all;
}

/// Of a unit: its members that are addressees and not ended, and itself if it is one. Where all
/// have ended, itself alone: whether that may be is the status table's to say.
Addressees of_unit(std::string_view unit, const std::vector<std::string>& members,
                   const FindingFold& finding) {
  Addressees open;
  for (const auto& addressee : finding.addressees()) {
    if (has_ended(addressee)) continue;
    if (addressee.body == unit || contains(members, addressee.body)) open.push_back(&addressee);
  }
  const AddresseeState* itself = finding.find(unit);
  if (open.empty() && itself != nullptr) open.push_back(itself);
  return open;
}

/// Of a member that is no addressee: the addressees that it is a member of.
Addressees of_units(std::string_view member, const FindingFold& finding, const Bodies& bodies,
                    Day day) {
  Addressees units;
  for (const auto& addressee : finding.addressees()) {
    if (bodies.is_member(member, addressee.body, day)) units.push_back(&addressee);
  }
  return units;
}

std::string names_of(const FindingFold& finding) {
  std::vector<std::string_view> names;
  for (const auto& addressee : finding.addressees()) names.push_back(addressee.body);
  return fmt::format("{}", fmt::join(names, ", "));
}

std::unexpected<Error> refuse_nobody(const Submission& event, std::string_view body,
                                     const std::vector<std::string>& members,
                                     const FindingFold& finding) {
  const bool ended = std::ranges::any_of(
      members, [&](const std::string& member) { return finding.find(member) != nullptr; });
  if (ended) {
    return fail(ErrorKind::kRefused,
                fmt::format("nobody is left whom {} for {} would concern: its members among the "
                            "addressees of {} have all ended",
                            event.header->type, body, event.header->stream.rest()),
                "Name the member that is meant.", "data.body");
  }
  return fail(
      ErrorKind::kRefused,
      fmt::format("{} is not an addressee of {}: it is addressed to {} (@{})", body,
                  event.header->stream.rest(), names_of(finding),
                  finding.raised()->position().value),
      fmt::format("Name an addressee, a unit of one or a member of one, as recorded for {}.",
                  to_text(event.day())),
      "data.body");
}

Result<Concern> of_named(const Submission& event, std::string_view body, const FindingFold& finding,
                         const Bodies& bodies) {
  const auto members = bodies.members(body, event.day());
  Concern concern{.addressees = of_unit(body, members, finding), .all = false, .named = {body}};
  if (concern.addressees.empty()) {
    concern.addressees = of_units(body, finding, bodies, event.day());
  }
  if (concern.addressees.empty()) return refuse_nobody(event, body, members, finding);
  return concern;
}

/// Whom the pieces that a withdrawal takes back concerned.
Result<Concern> of_evidence(const Submission& event, const FindingFold& finding) {
  const auto digest = event.text("sha256");
  Concern concern;
  std::vector<std::string_view> concerned;
  bool found = false;
  for (const auto& piece : finding.evidence().pieces()) {
    if (piece.withdrawn || view_of(piece.attached.data().getSha256()) != digest) continue;
    found = true;
    const auto& stored = piece.attached.event->stored.header;
    concern.all = concern.all || stored.concerns.empty();
    concerned.insert(concerned.end(), stored.concerns.begin(), stored.concerns.end());
    if (const auto body = piece.attached.data().getBody(); body.size() > 0) {
      concern.named.push_back(view_of(body));
    }
  }
  if (!found) {
    return fail(ErrorKind::kRefused,
                fmt::format("no evidence with SHA-256 {} stands on {}", digest,
                            event.header->stream.rest()),
                fmt::format("`probity evidence {}` lists what does.", event.header->stream.rest()),
                "data.sha256");
  }
  for (const auto* addressee : everybody(finding)) {
    if (concern.all || std::ranges::find(concerned, addressee->body) != concerned.end()) {
      concern.addressees.push_back(addressee);
    }
  }
  return concern;
}

}  // namespace

Result<Concern> concern_of(const Submission& event, const FindingFold& finding,
                           const Bodies& bodies) {
  if (event.is("EvidenceWithdrawn")) return of_evidence(event, finding);
  const auto body = event.text("body");
  if (!body.empty()) return of_named(event, body, finding, bodies);
  return Concern{.addressees = everybody(finding), .all = true, .named = {}};
}

}  // namespace probity::projections::admission
