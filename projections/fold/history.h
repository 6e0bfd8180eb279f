// One stream's events with what the two clocks make of them: which count as of a position, which hold on a day, which are
// only possible. The one order everywhere is (sort day, position).
#pragma once

#include <capnp/any.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "eventstore/base/result.h"
#include "eventstore/event.h"
#include "projections/time/edtf.h"
#include "schema/event.capnp.h"

namespace probity::projections {

/// An event as a fold sees it. Owned by a StreamHistory.
struct FoldEvent {
  eventstore::Event stored;
  Bounds bounds;      // of its effective time, with the London day of its recordedAt
  Day recorded_day;   // London
  bool withheld = false;  // the reader may not see the payload: the event is not folded

  [[nodiscard]] Position position() const { return stored.placement.position; }
  [[nodiscard]] std::string_view type() const { return stored.header.type; }
  [[nodiscard]] Day sort_day() const { return bounds.latest; }
  [[nodiscard]] bool erased() const { return stored.erased(); }
  /// Source, person and data; a default (empty) Content where the payload is erased.
  [[nodiscard]] schema::Content::Reader content() const;
  /// The event's own fields, as the struct that its type names; empty where the payload is erased.
  template <class T>
  [[nodiscard]] typename T::Reader data() const {
    return content().getData().template getAs<T>();
  }
};

/// How one stream stands as of a position on a day.
struct StreamOnDay {
  std::vector<const FoldEvent*> held;      // count and hold, by (sort day, position); without the four "any" events
  std::vector<const FoldEvent*> possible;  // count, do not hold yet, and may have happened by that day
  std::vector<const FoldEvent*> remarks;   // NoteAdded that count
  Day right_until = kAfterAllDays;         // the last day for which all of this stays so
  bool withdrawn = false;                  // the opening event is struck
  std::uint32_t withheld = 0;
};

/// Grows in position order. CorrectionMade, NoteAdded, MarkingChanged and PayloadErased are handled here, so that no
/// fold sees them.
class StreamHistory {
 public:
  StreamHistory() = default;
  StreamHistory(StreamHistory&&) = default;
  StreamHistory& operator=(StreamHistory&&) = default;

  /// The stream's next event. kCorrupt if it is not next; kNewer if its type is unknown to this program (the stream's
  /// status cannot then be stated); the EDTF was checked at ingest, so a bad one is kCorrupt.
  Result<void> append(eventstore::Event event, bool withheld = false);
  /// Forgets all but the first `count` events: those that were never recorded after all.
  void truncate(std::size_t count) {
    if (count < events_.size()) events_.resize(count);
  }

  [[nodiscard]] std::span<const std::unique_ptr<FoldEvent>> events() const { return events_; }
  /// Number of the stream's first events whose position is <= `as_of`.
  [[nodiscard]] std::size_t prefix(Position as_of) const;

  /// For each of the first `prefix` events: unless a correction among them that itself counts names it. Decided from the
  /// newest back.
  [[nodiscard]] std::vector<bool> counting(std::size_t prefix) const;
  /// The correction that strikes the event at index `index`, as of the first `prefix` events; null if it counts.
  [[nodiscard]] const FoldEvent* struck_by(std::size_t index, std::size_t prefix) const;
  /// The marking of an event as of the first `prefix` events: its own, or the last MarkingChanged that counts.
  [[nodiscard]] eventstore::Marking marking(std::size_t index, std::size_t prefix) const;

  [[nodiscard]] StreamOnDay on(Day day, std::size_t prefix) const;

 private:
  std::vector<std::unique_ptr<FoldEvent>> events_;
};

/// The four events that any stream may have.
[[nodiscard]] bool is_any_event(std::string_view type);

}  // namespace probity::projections
