// The last event of every stream, gathered event by event. Streams are numbered in the order of
// their first events. A value; one thread at a time.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "eventstore/admission.h"
#include "eventstore/hash_slots.h"

namespace probity::eventstore::verify {

class StreamHeads {
 public:
  static constexpr std::uint32_t kNone = HashSlots::kNone;

  [[nodiscard]] static std::uint64_t hash_of(std::string_view name);

  /// The number of a stream; kNone.
  [[nodiscard]] std::uint32_t find(std::string_view name) const;
  /// The number of a stream, which is added without an event (version 0) if it is not there.
  std::uint32_t place(std::string_view name) { return place(name, hash_of(name)); }
  std::uint32_t place(std::string_view name, std::uint64_t hash);
  /// Streams lie anywhere in memory. Called for an event that will come in a while, then when it
  /// comes nearer and nearer (0, 1, 2), this has brought its stream near when it is placed.
  void prefetch(std::uint64_t hash, int step) const;

  [[nodiscard]] std::uint32_t count() const { return static_cast<std::uint32_t>(streams_.size()); }
  [[nodiscard]] StreamHead& head(std::uint32_t stream) { return streams_[stream].head; }
  [[nodiscard]] const StreamHead& head(std::uint32_t stream) const { return streams_[stream].head; }
  /// Valid until the next place().
  [[nodiscard]] std::string_view name(std::uint32_t stream) const;

 private:
  struct Stream {
    StreamHead head;
    std::size_t name;  // where it begins in names_
    std::size_t name_size;
  };
  [[nodiscard]] std::uint32_t find(std::string_view name, std::uint64_t hash) const;
  std::vector<Stream> streams_;
  std::string names_;
  HashSlots by_name_;  // numbers of streams_
};

}  // namespace probity::eventstore::verify
