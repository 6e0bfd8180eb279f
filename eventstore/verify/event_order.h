// What joins each event to the one before it in the log: time does not go back, requests hold
// together, and the first event is the one that the ledger was made with. One thread at a time.
#pragma once

#include <cstdint>

#include "eventstore/log_rows.h"
#include "eventstore/verify/finding.h"
#include "eventstore/verify/slice.h"

namespace probity::eventstore::verify {

class EventOrder {
 public:
  EventOrder() = default;
  /// Behind events that were checked before.
  EventOrder(Instant recorded_at, std::uint64_t request_events)
      : recorded_at_(recorded_at), request_events_(request_events) {}

  /// Events in their order.
  void take(Position position, const SliceEvent& event, const LogMeta& meta, Findings& findings);

  /// Of the last event taken; 0 before the first.
  [[nodiscard]] Instant recorded_at() const { return recorded_at_; }
  /// How many events the request of the last one has so far.
  [[nodiscard]] std::uint64_t request_events() const { return request_events_; }

 private:
  void check_first(const SliceEvent& event, const LogMeta& meta, Findings& findings) const;
  void check_request(Position position, const SliceEvent& event, Findings& findings);
  Instant recorded_at_;
  std::uint64_t request_events_ = 0;
};

}  // namespace probity::eventstore::verify
