// One stream's events with what the two clocks make of them: which count as of a position, which
// hold on a day, which are only possible. The one order everywhere is (sort day, position).
#pragma once

#include <capnp/any.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "eventstore/base/result.h"
#include "eventstore/event.h"
#include "projections/time/edtf.h"
#include "schema/event.capnp.h"

namespace probity::schema {
struct EventType;
}

namespace probity::projections {

/// An event as a fold sees it. Owned by a StreamHistory or a StreamFold, and never moved.
struct FoldEvent {
  eventstore::Event stored;
  const schema::EventType* kind;  // its type, as this program's schema knows it; never null
  Bounds bounds;                  // of its effective time, with the London day of its recordedAt
  Day recorded_day;               // London
  /// Of a correction, a changed marking or an erasure: the index of the earlier event that it
  /// names. Nothing where it names an unknown or later one, or its payload is erased.
  std::optional<std::size_t> names;
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

/// An event that stands for itself: what it names, its stream's history knows. kNewer if its type
/// is unknown to this program (the stream's status cannot then be stated); the EDTF was checked at
/// ingest, so a bad one is kCorrupt.
[[nodiscard]] Result<std::unique_ptr<FoldEvent>> fold_event(eventstore::Event&& event,
                                                            bool withheld = false);

/// How one stream stands as of a position on a day. Lists are in the one order: (sort day,
/// position).
struct StreamOnDay {
  /// Count and hold; without the four "any" events.
  std::vector<const FoldEvent*> held;
  /// Count, do not hold yet, and may have happened by that day.
  std::vector<const FoldEvent*> possible;
  /// NoteAdded that count, whatever their day.
  std::vector<const FoldEvent*> remarks;
  /// Corrections and markings that count but whose payload is erased: they do nothing.
  std::vector<const FoldEvent*> emptied;
  /// Struck events, withheld ones included; newest first.
  std::vector<const FoldEvent*> struck;
  /// The first and the last day on which all of this is so.
  Day right_from = kBeforeAllDays;
  Day right_until = kAfterAllDays;
  /// The highest among the events used, corrections included.
  eventstore::Marking marking = eventstore::Marking::kOfficial;
  /// The stream's opening event is struck, and none that counts opened it anew.
  bool withdrawn = false;
  /// Events that count but are withheld, whatever their day.
  std::uint32_t withheld = 0;
};

/// Grows in position order. CorrectionMade, NoteAdded, MarkingChanged and PayloadErased are handled
/// here, so that no fold sees them; they act by position alone. A withheld or erased correction or
/// marking names nothing and does nothing.
///
/// The stream's opening event is the first that counts of those that may open it: the event at
/// index 0, and any other whose type opens streams (a grade stream goes on after its first grade
/// was struck and issued anew).
class StreamHistory {
 public:
  StreamHistory() = default;
  StreamHistory(StreamHistory&&) = default;
  StreamHistory& operator=(StreamHistory&&) = default;

  /// The stream's next event. kCorrupt if it is not next; else as fold_event() says.
  Result<void> append(eventstore::Event event, bool withheld = false);
  Result<void> append(std::unique_ptr<FoldEvent> event);
  /// Forgets all but the first `count` events: those that were never recorded after all.
  void truncate(std::size_t count) {
    if (count < events_.size()) events_.resize(count);
    if (count < index_.size()) index_.clear();
  }

  [[nodiscard]] std::span<const std::unique_ptr<FoldEvent>> events() const { return events_; }
  /// The events, which stay where they are; the history is over.
  [[nodiscard]] std::vector<std::unique_ptr<FoldEvent>> release() && { return std::move(events_); }
  /// Number of the stream's first events whose position is <= `as_of`.
  [[nodiscard]] std::size_t prefix(Position as_of) const;

  /// For each of the first `prefix` events: unless a correction among them that itself counts names
  /// it. Decided from the newest back.
  [[nodiscard]] std::vector<bool> counting(std::size_t prefix) const;
  /// The correction that strikes the event at index `index`, as of the first `prefix` events; null
  /// if it counts.
  [[nodiscard]] const FoldEvent* struck_by(std::size_t index, std::size_t prefix) const;
  /// The marking of an event as of the first `prefix` events: its own, or the last MarkingChanged
  /// that counts.
  [[nodiscard]] eventstore::Marking marking(std::size_t index, std::size_t prefix) const;
  /// The same for each of the first `prefix` events.
  [[nodiscard]] std::vector<eventstore::Marking> markings(std::size_t prefix) const;

  [[nodiscard]] StreamOnDay on(Day day, std::size_t prefix) const;

 private:
  [[nodiscard]] Result<void> check_next(const eventstore::Event& event) const;
  [[nodiscard]] std::optional<std::size_t> named_by(const FoldEvent& event);
  [[nodiscard]] std::vector<eventstore::Marking> markings_of(const std::vector<bool>& counts) const;
  [[nodiscard]] const FoldEvent* opening(const std::vector<bool>& counts, bool withheld_too) const;

  std::vector<std::unique_ptr<FoldEvent>> events_;
  /// Of the first index_.size() events: it grows only when an event names another.
  std::unordered_map<EventId, std::size_t> index_;
};

/// The four events that any stream may have.
[[nodiscard]] bool is_any_event(std::string_view type);
/// Of those, the one that does nothing but stand there.
[[nodiscard]] bool is_remark(std::string_view type);

}  // namespace probity::projections
