// What the index lacks, in memory: ids and streams of the events [from, to) of the log. Also a batch's events before they
// are committed. Not thread-safe by itself.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "eventstore/admission.h"
#include "eventstore/event.h"
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
  static constexpr std::uint32_t kNone = ~std::uint32_t{0};

  explicit Tail(TreeSize from) : from_(from) {}

  /// The first position held, and one past the last.
  [[nodiscard]] TreeSize from() const { return from_; }
  [[nodiscard]] TreeSize to() const { return TreeSize{from_.value + entries_.size()}; }

  /// The event at position to().
  void append(const EventId& id, std::string_view stream, StreamVersion version, const Hash& leaf);
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
  /// Oldest first, behind what `out` holds.
  void positions(std::string_view stream, TreeSize below, std::vector<Position>& out) const;
  void each_stream(TreeSize below, const std::function<void(std::string_view, const StreamHead&)>& each) const;

  [[nodiscard]] const Entry& entry(Position position) const { return entries_[position.value - from_.value]; }
  [[nodiscard]] const std::string& stream_name(std::uint32_t stream) const { return *names_[stream]; }

 private:
  struct Hasher {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };
  struct Stream {
    std::uint32_t number;
    std::uint32_t last;  // its last entry; kNone after a truncation that took all
  };
  [[nodiscard]] std::uint32_t last_below(std::uint32_t entry, TreeSize below) const;
  [[nodiscard]] StreamHead head_of(std::uint32_t entry) const;

  TreeSize from_;
  std::vector<Entry> entries_;
  std::unordered_map<EventId, std::uint32_t> ids_;
  std::unordered_map<std::string, Stream, Hasher, std::equal_to<>> streams_;
  std::vector<const std::string*> names_;  // keys of streams_, by number
};

}  // namespace probity::eventstore
