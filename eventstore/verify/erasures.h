// Payloads that are not there: right only where a later PayloadErased of the same stream names the
// event, and then they have to be gone. One thread at a time.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
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
  /// Whether finish() has something to look at.
  [[nodiscard]] bool all_settled() const { return absent_.empty() && unmet_.empty(); }
  /// A finding for each payload that is absent without reason, and for each that is there although
  /// it was erased. Looks at the log as it is by now, which may have more than the `size` events
  /// that were checked: an erasure may have come meanwhile. May throw lmdb::StorageFault.
  void finish(LogView& log, TreeSize size, Findings& findings);

  /// By position.
  [[nodiscard]] std::vector<AbsentPayload> absent() const;

 private:
  /// A PayloadErased that named no event whose payload was met absent.
  struct Unmet {
    EventId erased;
    Position position;  // its own
  };
  /// The event that a PayloadErased names, if the envelope is of one.
  static std::optional<EventId> named(const EnvelopeView& envelope, WordsView payload);
  /// Whether it was absent, in this stream; it is settled then.
  bool settle(const EventId& id, std::string_view stream);
  void look_beyond(LogView& log, TreeSize size);
  static void check_unmet(const Unmet& unmet, LogView& log, Findings& findings);
  std::map<EventId, AbsentPayload> absent_;
  std::vector<Unmet> unmet_;
};

}  // namespace probity::eventstore::verify
