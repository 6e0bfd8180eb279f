// Payloads that are not there: right only where a later PayloadErased of the same stream names the
// event. One thread at a time.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "eventstore/log.h"
#include "eventstore/verify/finding.h"
#include "eventstore/verify/slice.h"

namespace probity::eventstore::verify {

/// An event without its payload, of which no erasure was met yet.
struct AbsentPayload {
  EventId id;
  Position position;
  std::string stream;
  friend bool operator==(const AbsentPayload&, const AbsentPayload&) = default;
};

class Erasures {
 public:
  Erasures() = default;
  explicit Erasures(const std::vector<AbsentPayload>& absent);

  /// Events in their order.
  void take(Position position, const SliceEvent& event);
  /// What was appended after the events that are checked: an erasure may have come meanwhile. May
  /// throw lmdb::StorageFault.
  void look_beyond(LogView& log, TreeSize from);
  /// A finding for each that is still absent without reason.
  void finish(Findings& findings) const;

  /// By position.
  [[nodiscard]] std::vector<AbsentPayload> absent() const;
  [[nodiscard]] bool any_absent() const { return !absent_.empty(); }

 private:
  void erased(const EnvelopeView& envelope, WordsView payload);
  std::map<EventId, AbsentPayload> absent_;
};

}  // namespace probity::eventstore::verify
