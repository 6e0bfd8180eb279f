#include "eventstore/verify/event_order.h"

#include <fmt/format.h>

#include "eventstore/base/limits.h"
#include "eventstore/base/text.h"
#include "eventstore/verify/told_payload.h"

namespace probity::eventstore::verify {
namespace {

void add(Findings& findings, Position position, std::string expected, std::string found,
         std::string sentence) {
  findings.add({FindingKind::kInconsistent, "blocks", fmt::to_string(position.value), position,
                std::move(expected), std::move(found), std::move(sentence)});
}

}  // namespace

void EventOrder::take(Position position, const SliceEvent& event, const LogMeta& meta,
                      Findings& findings) {
  check_request(position, event, findings);
  if (!event.envelope) return;
  if (position.value == 0) check_first(event, meta, findings);
  const Instant recorded_at = event.envelope->recorded_at();
  if (position.value > 0 && recorded_at < recorded_at_) {
    add(findings, position, fmt::format("{} or later", to_text(recorded_at_)), to_text(recorded_at),
        fmt::format("the event at position {} was recorded before the one at {}", position.value,
                    position.value - 1));
  }
  recorded_at_ = recorded_at;
}

void EventOrder::check_first(const SliceEvent& event, const LogMeta& meta,
                             Findings& findings) const {
  const auto add_meta = [&](std::string expected, std::string found, std::string sentence) {
    findings.add({FindingKind::kInconsistent,
                  "meta",
                  {},
                  Position{0},
                  std::move(expected),
                  std::move(found),
                  std::move(sentence)});
  };
  if (const Instant first = event.envelope->recorded_at(); first != meta.created) {
    add_meta(to_text(first), to_text(meta.created),
             "the ledger says that it was made at another instant than its first event");
  }
  if (event.envelope->type() != kLedgerCreated) return;
  const auto origin = told_origin(event.payload);
  if (origin && *origin != meta.origin) {
    add_meta(*origin, meta.origin, "the ledger has another name than its first event gave it");
  }
}

void EventOrder::check_request(Position position, const SliceEvent& event, Findings& findings) {
  if (event.begins_request) {
    request_events_ = 1;
    return;
  }
  ++request_events_;
  if (position.value == 0) {
    add(findings, position, "the first event of a request", "a later one",
        "the ledger's first event is not marked as the first of its request");
  } else if (request_events_ == limits::kRequestEvents + 1) {
    add(findings, position, fmt::format("at most {} events", limits::kRequestEvents), "more",
        fmt::format("the request that ends at position {} has more events than one may have",
                    position.value));
  } else if (event.envelope && event.envelope->recorded_at() != recorded_at_) {
    add(findings, position, to_text(recorded_at_), to_text(event.envelope->recorded_at()),
        fmt::format("the events at {} and {} are of one request and were recorded at two instants",
                    position.value - 1, position.value));
  }
}

}  // namespace probity::eventstore::verify
