// What the index lacks, in memory: ids and streams of the events [from, to) of the log. Also a
// batch's events before they are committed. Not thread-safe by itself.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "eventstore/admission.h"
#include "eventstore/event.h"
#include "eventstore/hash_slots.h"
#include "eventstore/log.h"

namespace probity::eventstore {

class Tail {
 public:
  struct Entry {
    EventId id;
    Hash leaf;
    StreamVersion version;
    std::uint32_t stream;    // number of the stream in this tail
    std::uint32_t previous;  // entry of the stream's previous event in this tail; kNone
  };
  static constexpr std::uint32_t kNone = HashSlots::kNone;

  explicit Tail(TreeSize from) : from_(from) {}

  /// The first position held, and one past the last.
  [[nodiscard]] TreeSize from() const { return from_; }
  [[nodiscard]] TreeSize to() const { return TreeSize{from_.value + entries_.size()}; }

  /// The number of a stream in this tail, which it is given where it has none yet. It stays the
  /// same until reset().
  std::uint32_t stream_number(std::string_view name);
  /// The event at position to().
  void append(const EventId& id, std::uint32_t stream, StreamVersion version, const Hash& leaf);
  /// Of an event that was appended without its leaf.
  void set_leaf(Position position, const Hash& leaf) {
    entries_[position.value - from_.value].leaf = leaf;
  }
  /// Reads what the log has up to `to`. kCorrupt as LogView.
  Result<void> follow(LogView& log, TreeSize to);
  /// All of another tail, which begins where this one ends.
  void append(const Tail& next);
  /// Forgets what is at or beyond `to`.
  void truncate(TreeSize to);
  /// Begins anew at `from`, empty.
  void reset(TreeSize from);

  // Events at or beyond `below` are not seen.
  [[nodiscard]] std::optional<Position> find(const EventId& id, TreeSize below) const;
  [[nodiscard]] std::optional<StreamHead> head(std::string_view stream, TreeSize below) const;
  /// Of the whole tail.
  [[nodiscard]] std::optional<StreamHead> head(std::uint32_t stream) const;
  /// Oldest first, behind what `out` holds.
  void positions(std::string_view stream, TreeSize below, std::vector<Position>& out) const;
  void each_stream(std::string_view prefix, TreeSize below,
                   const std::function<void(std::string_view, const StreamHead&)>& each) const;

  [[nodiscard]] const Entry& entry(Position position) const {
    return entries_[position.value - from_.value];
  }
  /// Valid until the next stream is given a number.
  [[nodiscard]] std::string_view stream_name(std::uint32_t stream) const;

 private:
  struct Stream {
    std::uint64_t hash;
    std::size_t name;  // where it begins in names_
    std::uint32_t name_size;
    std::uint32_t last;  // its last entry; kNone after a truncation that took all
  };
  std::uint32_t stream_number(std::string_view name, std::uint64_t hash);
  [[nodiscard]] std::uint32_t find_stream(std::string_view name, std::uint64_t hash) const;
  [[nodiscard]] std::uint32_t last_entry(std::string_view name, TreeSize below) const;
  [[nodiscard]] std::uint32_t last_below(std::uint32_t entry, TreeSize below) const;
  [[nodiscard]] StreamHead head_of(std::uint32_t entry) const;

  TreeSize from_;
  std::vector<Entry> entries_;
  HashSlots ids_;  // numbers of entries_
  std::vector<Stream> streams_;
  std::string names_;
  HashSlots by_name_;  // numbers of streams_
};

}  // namespace probity::eventstore
