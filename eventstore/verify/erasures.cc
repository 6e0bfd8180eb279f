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
  if (!absent_.empty()) erased(*event.envelope, event.payload);
}

void Erasures::erased(const EnvelopeView& envelope, WordsView payload) {
  if (envelope.type() != kPayloadErased) return;
  const auto id = told_erased(payload);
  if (!id) return;
  const auto found = absent_.find(*id);
  if (found != absent_.end() && found->second.stream == envelope.stream()) absent_.erase(found);
}

void Erasures::look_beyond(LogView& log, TreeSize from) {
  if (absent_.empty()) return;
  const auto head = log.head();
  if (!head || head->size() <= from) return;
  // Whatever cannot be read there is not what is checked here.
  (void)log.scan(Position{from.value}, head->size(), [&](Position, const Record& record) {
    if (const auto envelope = EnvelopeView::over(record.envelope)) {
      erased(*envelope, record.payload);
    }
    return !absent_.empty();
  });
}

std::vector<AbsentPayload> Erasures::absent() const {
  std::vector<AbsentPayload> all;
  all.reserve(absent_.size());
  for (const auto& [id, one] : absent_) all.push_back(one);
  std::ranges::sort(all, {}, &AbsentPayload::position);
  return all;
}

void Erasures::finish(Findings& findings) const {
  for (const AbsentPayload& one : absent()) {
    findings.add({FindingKind::kInconsistent, "blocks", fmt::to_string(one.position.value),
                  one.position, "a payload, or a PayloadErased that names the event", "neither",
                  fmt::format("the payload of the event at position {} is absent, and no later "
                              "event of {} says that it was erased",
                              one.position.value, one.stream)});
  }
}

}  // namespace probity::eventstore::verify
