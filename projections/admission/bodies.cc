#include "projections/admission/bodies.h"

#include <algorithm>
#include <array>

#include "projections/admission/fault.h"
#include "projections/admission/submission.h"

namespace probity::projections::admission {
namespace {

constexpr std::array<std::string_view, 2> kReserved{"ledger", "operator"};

/// Of the stream's events of that type that count and hold on the day, the last in the one order;
/// null: none.
const FoldEvent* latest(const KnownStream& stream, std::string_view type, Day day) {
  const FoldEvent* last = nullptr;
  const auto events = stream.history.events();
  for (std::size_t i = 0; i < events.size(); ++i) {
    const FoldEvent& event = *events[i];
    if (event.type() != type || event.sort_day() > day) continue;
    if (last != nullptr && event.sort_day() < last->sort_day()) continue;
    if (stream.counts(i)) last = &event;
  }
  return last;
}

std::vector<std::string> copy(capnp::List<capnp::Text>::Reader texts) {
  std::vector<std::string> copied;
  for (const auto text : texts) copied.emplace_back(view_of(text));
  return copied;
}

}  // namespace

bool is_reserved(std::string_view body) {
  return std::ranges::find(kReserved, body) != kReserved.end();
}

std::optional<schema::BodyKind> Bodies::kind(std::string_view body) const {
  const KnownStream* stream = streams_->find("body", body);
  const FoldEvent* registered = stream == nullptr ? nullptr : stream->opening();
  if (registered == nullptr) return std::nullopt;
  return registered->data<schema::BodyRegistered>().getKind();
}

bool Bodies::none() const {
  // Nothing but the ledger's own stream can stand before the first body: whatever else needs an
  // actor.
  const auto& recorded = streams_->recorded();
  for (Position at; at.value < recorded.size().value; ++at.value) {
    if (or_fault(recorded.event(at)).header.stream.category() != "ledger") return false;
  }
  return !streams_->has_own_events();
}

std::vector<std::string> Bodies::members(std::string_view unit, Day day) const {
  const KnownStream* stream = streams_->find("body", unit);
  const FoldEvent* set = stream == nullptr ? nullptr : latest(*stream, "MembershipSet", day);
  if (set == nullptr) return {};
  return copy(set->data<schema::MembershipSet>().getMembers());
}

std::vector<std::string> Bodies::overseen(std::string_view body, Day day) const {
  const KnownStream* stream = streams_->find("body", body);
  const FoldEvent* set = stream == nullptr ? nullptr : latest(*stream, "OversightSet", day);
  if (set == nullptr) return {};
  return copy(set->data<schema::OversightSet>().getOversees());
}

bool Bodies::is_member(std::string_view body, std::string_view unit, Day day) const {
  return contains(members(unit, day), body);
}

bool Bodies::oversees(std::string_view body, std::string_view other, Day day) const {
  return contains(overseen(body, day), other);
}

bool Bodies::are_kin(std::string_view body, std::string_view other, Day day) const {
  return body == other || is_member(body, other, day) || is_member(other, body, day);
}

std::string_view name_of(schema::BodyKind kind) {
  const auto names = capnp::Schema::from<schema::BodyKind>().getEnumerants();
  const auto index = static_cast<unsigned>(kind);
  return index < names.size() ? view_of(names[index].getProto().getName()) : "unknown";
}

bool contains(const std::vector<std::string>& bodies, std::string_view body) {
  return std::ranges::find(bodies, body) != bodies.end();
}

}  // namespace probity::projections::admission
