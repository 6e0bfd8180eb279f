#include "cli/setup/rehearsal.h"

#include <algorithm>

#include "eventstore/base/text.h"
#include "eventstore/proof/hash.h"
#include "eventstore/request_check.h"
#include "projections/admission/admission.h"

namespace probity::cli {

using eventstore::Event;
using eventstore::Receipt;
using eventstore::Request;
using eventstore::StreamHead;

Rehearsal::Rehearsal(const eventstore::Ledger& ledger, Clock& clock)
    : snapshot_(ledger.snapshot()),
      rules_(projections::make_admission()),
      now_(std::max(clock.now(), snapshot_.head().recorded_at)) {}

std::future<Result<Receipt>> Rehearsal::submit(Request request) {
  std::promise<Result<Receipt>> answer;
  answer.set_value(judge(std::move(request)));
  return answer.get_future();
}

Result<std::optional<Event>> Rehearsal::find(const EventId& id) {
  auto position = static_cast<const Rehearsal*>(this)->find(id);
  if (!position) return pass(position);
  if (!*position) return std::optional<Event>{};
  auto found = event(**position);
  if (!found) return pass(found);
  return std::optional(std::move(*found));
}

TreeSize Rehearsal::size() const { return {snapshot_.head().size.value + taken_.size()}; }

Result<std::optional<StreamHead>> Rehearsal::head(const StreamId& stream) const {
  const auto found = heads_.find(stream);
  if (found != heads_.end()) return std::optional(found->second);
  return snapshot_.stream_head(stream);
}

Result<std::optional<Position>> Rehearsal::find(const EventId& id) const {
  const auto found = ids_.find(id);
  if (found != ids_.end()) return std::optional(found->second);
  return snapshot_.find(id);
}

Result<Event> Rehearsal::event(Position position) const {
  const std::uint64_t stored = snapshot_.head().size.value;
  if (position.value < stored) return snapshot_.event(position);
  if (position.value - stored < taken_.size()) return taken_[position.value - stored];
  return fail(ErrorKind::kNotFound, "there is no such event");
}

Result<std::vector<StreamId>> Rehearsal::streams(std::string_view prefix) const {
  auto stored = snapshot_.streams();
  if (!stored) return pass(stored);
  std::vector<StreamId> found;
  for (const auto& [stream, head] : *stored) {
    if (stream.text().starts_with(prefix)) found.push_back(stream);
  }
  for (const auto& [stream, head] : heads_) {
    if (stream.text().starts_with(prefix)) found.push_back(stream);
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

Result<Receipt> Rehearsal::judge(Request request) {
  if (auto checked = eventstore::check_request(request); !checked) return pass(checked);
  auto there = known(request);
  if (!there) return pass(there);
  if (*there) return std::move(**there);
  if (auto admitted = rules_->admit(*this, request.events); !admitted) {
    rules_->forget_uncommitted();
    return pass(admitted);
  }
  return take(std::move(request));
}

Result<std::optional<Receipt>> Rehearsal::known(const Request& request) {
  Receipt receipt;
  receipt.known = true;
  for (const auto& offered : request.events) {
    auto stored = find(offered.header.id);
    if (!stored) return pass(stored);
    if (!*stored) continue;
    if (!same_content(**stored, offered)) {
      return fail(ErrorKind::kConflict,
                  "the id " + to_text(offered.header.id) + " is recorded with other content");
    }
    const auto& placement = (*stored)->placement;
    receipt.events.push_back({offered.header.id, placement.position, placement.version,
                              (*stored)->leaf, placement.recorded_at});
  }
  if (receipt.events.empty()) return std::optional<Receipt>{};
  if (receipt.events.size() < request.events.size()) {
    return fail(ErrorKind::kConflict,
                "some of the request's events are recorded already, others are not");
  }
  return std::optional(std::move(receipt));
}

Result<Receipt> Rehearsal::take(Request request) {
  Receipt receipt;
  for (auto& offered : request.events) {
    auto before = head(offered.header.stream);
    if (!before) return pass(before);
    Event event{.header = std::move(offered.header),
                .placement = {.position = {size().value},
                              .version = {*before ? (*before)->version.value + 1 : 1},
                              .recorded_at = now_,
                              .previous = {},
                              .previous_leaf = {}},
                .payload_digest = offered.payload_digest,
                // No real leaf, for the envelope is not made; but one of its own, by which the
                // rules tell that a stream has moved on.
                .leaf = proof::sha256({offered.header.id.bytes, offered.payload_digest.bytes}),
                .salt = offered.salt,
                .payload = std::move(offered.payload)};
    if (*before) {
      event.placement.previous = (*before)->last;
      event.placement.previous_leaf = (*before)->leaf;
    }
    const auto& placement = event.placement;
    heads_[event.header.stream] = {placement.position, placement.version, event.leaf};
    ids_[event.header.id] = placement.position;
    receipt.events.push_back({event.header.id, placement.position, placement.version, {}, now_});
    taken_.push_back(std::move(event));
  }
  receipt.size = size();
  return receipt;
}

}  // namespace probity::cli
