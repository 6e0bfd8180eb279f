#include "eventstore/verify/erasures.h"

#include <fmt/format.h>

#include <algorithm>

#include "eventstore/verify/told_payload.h"

namespace probity::eventstore::verify {

Erasures::Erasures(const std::vector<AbsentPayload>& absent) {
  for (const AbsentPayload& one : absent) absent_.emplace(one.id, one);
}

void Erasures::take(Position position, const SliceEvent& event) {
  if (!event.envelope) return;
  if (event.absent) {
    const EventId id = event.envelope->id();
    absent_.emplace(id, AbsentPayload{id, position, std::string(event.envelope->stream())});
    return;
  }
  const auto id = named(*event.envelope, event.payload);
  if (id && !settle(*id, event.envelope->stream())) unmet_.push_back({*id, position});
}

std::optional<EventId> Erasures::named(const EnvelopeView& envelope, WordsView payload) {
  return envelope.type() == kPayloadErased ? told_erased(payload) : std::nullopt;
}

bool Erasures::settle(const EventId& id, std::string_view stream) {
  const auto found = absent_.find(id);
  if (found == absent_.end() || found->second.stream != stream) return false;
  absent_.erase(found);
  return true;
}

void Erasures::look_beyond(LogView& log, TreeSize size) {
  if (absent_.empty()) return;
  const auto head = log.head();
  if (!head || head->size() <= size) return;
  // Whatever cannot be read there is not what is checked here.
  (void)log.scan(Position{size.value}, head->size(), [&](Position, const Record& record) {
    const auto envelope = EnvelopeView::over(record.envelope);
    if (const auto id = envelope ? named(*envelope, record.payload) : std::nullopt) {
      settle(*id, envelope->stream());
    }
    return !absent_.empty();
  });
}

/// Goes back along the stream to the event that was named. That its payload is gone by now is
/// right: it went meanwhile, or before where this check goes on from, or was named by another event
/// too.
void Erasures::check_unmet(const Unmet& unmet, LogView& log, Findings& findings) {
  Finding finding{FindingKind::kInconsistent,
                  "blocks",
                  fmt::to_string(unmet.position.value),
                  unmet.position,
                  "an earlier event of its stream",
                  "none",
                  fmt::format("the event at position {} says that a payload was erased, and names "
                              "no earlier event of its stream",
                              unmet.position.value)};
  for (std::optional<Position> at = unmet.position; at;) {
    const auto record = log.record(*at);
    const auto envelope = record ? EnvelopeView::over(record->envelope) : std::nullopt;
    if (!envelope) break;
    if (envelope->id() == unmet.erased) {
      if (record->payload.empty()) return;
      finding.key = fmt::to_string(at->value);
      finding.position = *at;
      finding.expected = "no payload";
      finding.found = "a payload";
      finding.sentence = fmt::format(
          "the payload of the event at position {} is there, though the "
          "event at {} says that it was erased",
          at->value, unmet.position.value);
      break;
    }
    const auto before = envelope->previous();
    if (before && *before >= *at) break;  // a chain that is none is told elsewhere
    at = before;
  }
  findings.add(std::move(finding));
}

std::vector<AbsentPayload> Erasures::absent() const {
  std::vector<AbsentPayload> all;
  all.reserve(absent_.size());
  for (const auto& [id, one] : absent_) all.push_back(one);
  std::ranges::sort(all, {}, &AbsentPayload::position);
  return all;
}

void Erasures::finish(LogView& log, TreeSize size, Findings& findings) {
  look_beyond(log, size);
  for (const AbsentPayload& one : absent()) {
    findings.add({FindingKind::kInconsistent, "blocks", fmt::to_string(one.position.value),
                  one.position, "a payload, or a PayloadErased that names the event", "neither",
                  fmt::format("the payload of the event at position {} is absent, and no later "
                              "event of {} says that it was erased",
                              one.position.value, one.stream)});
  }
  for (const Unmet& unmet : unmet_) check_unmet(unmet, log, findings);
}

}  // namespace probity::eventstore::verify
