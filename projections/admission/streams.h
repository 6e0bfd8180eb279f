// The streams that admission has read, kept between requests so that an import does not read them
// again. A stream is brought up to date by walking its chain back from its head to the last event
// that is known by its leaf hash: whatever became of what was let pass earlier (a refusal, a dry
// run, a failed commit), what is answered is what is recorded.
//
// Owned by the admission rules; the writer's thread alone. Throws Fault where the ledger fails or a
// stream holds an event type newer than this program. Bounded: beyond its limits the streams used
// longest ago are dropped between requests.
#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "eventstore/admission.h"
#include "projections/admission/finding_state.h"
#include "projections/fold/history.h"

namespace probity::projections::admission {

struct StreamLimits {
  std::size_t streams = 4'096;
  std::size_t bytes = std::size_t{64} * 1'048'576;
};

/// One stream as of the event that is judged: what is recorded, and the request's own events before
/// it.
struct KnownStream {
  StreamHistory history;
  FindingState finding;  // of a finding's stream: its fold, kept from event to event

  /// Whether the event at an index counts as of now.
  [[nodiscard]] bool counts(std::size_t index) const;
  /// The first that counts of the events that may open the stream; null: the stream is withdrawn.
  [[nodiscard]] const FoldEvent* opening() const;
};

class Streams {
 public:
  explicit Streams(StreamLimits limits = {}) : limits_(limits) {}

  /// A request begins: until end(), what is looked up is as `recorded` has it.
  void begin(const eventstore::Recorded& recorded);
  /// The request is judged: its own events are forgotten, and come back from the ledger if it took
  /// them.
  void end();

  /// Null: no such stream. Valid until end().
  KnownStream* find(const StreamId& stream);
  /// The stream `category/rest`; null where that is no stream's name.
  KnownStream* find(std::string_view category, std::string_view rest);
  /// Counts an event of the request, which was let pass, as recorded.
  void add(const eventstore::NewEvent& event);
  /// The stream that holds an event, recorded or the request's own; nothing: no such event.
  [[nodiscard]] std::optional<StreamId> stream_of(const EventId& id) const;
  /// Of the streams whose names begin with `prefix/`, what follows their category: `hmicfrs` of
  /// `body/hmicfrs`. Slow.
  [[nodiscard]] std::vector<std::string> names(std::string_view prefix) const;

  [[nodiscard]] const eventstore::Recorded& recorded() const { return *recorded_; }
  /// Whether an event of the request was let pass before the one that is judged.
  [[nodiscard]] bool has_own_events() const { return !own_.empty(); }
  /// How many streams are kept, and about how many bytes.
  [[nodiscard]] std::size_t size() const { return entries_.size(); }
  [[nodiscard]] std::size_t bytes() const { return bytes_; }

 private:
  struct Entry {
    KnownStream known;
    std::size_t recorded = 0;   // how many of the history's events the ledger has
    std::size_t bytes = 0;      // of those
    std::uint64_t checked = 0;  // the request in which it was last brought up to date
    std::list<StreamId>::iterator used;
  };
  struct OwnEvent {
    EventId id;
    StreamId stream;
  };

  Entry& entry_of(const StreamId& stream);
  void bring_up_to_date(Entry& entry, const StreamId& stream, const eventstore::StreamHead& head);
  void forget(const StreamId& stream);
  void trim();

  StreamLimits limits_;
  const eventstore::Recorded* recorded_ = nullptr;
  std::uint64_t request_ = 0;
  std::size_t bytes_ = 0;
  std::list<StreamId> by_use_;  // the last used at the front
  std::unordered_map<StreamId, Entry> entries_;
  std::vector<OwnEvent> own_;
};

}  // namespace probity::projections::admission
