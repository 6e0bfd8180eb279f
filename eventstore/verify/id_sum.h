// Whether two sets of (id, position) are the same, told by a sum over each, so that neither is kept
// or sorted: the terms are mixed with keys drawn for the one check, so that nobody can have chosen
// ids whose terms cancel out. A value; one thread at a time.
#pragma once

#include <array>
#include <cstdint>
#include <cstring>

#include "eventstore/base/host.h"
#include "eventstore/base/ids.h"

namespace probity::eventstore::verify {

struct IdSumKeys {
  std::array<std::uint64_t, 4> words;

  static IdSumKeys draw() {
    std::array<std::uint8_t, sizeof words> bytes;
    HostEntropy().fill(bytes);
    IdSumKeys keys;
    std::memcpy(keys.words.data(), bytes.data(), bytes.size());
    return keys;
  }
};

class IdSum {
 public:
  explicit IdSum(const IdSumKeys& keys) : keys_(keys.words) {}

  void add(const EventId& id, Position position) {
    std::uint64_t halves[2];
    std::memcpy(halves, id.bytes.data(), sizeof halves);
    std::uint64_t term = mix(halves[0] ^ keys_[0]);
    term = mix(term ^ halves[1] ^ keys_[1]);
    term = mix(term ^ position.value ^ keys_[2]);
    sums_[0] += term;
    sums_[1] += mix(term ^ keys_[3]);
    ++count_;
  }
  [[nodiscard]] std::uint64_t count() const { return count_; }

  friend bool operator==(const IdSum&, const IdSum&) = default;

 private:
  /// The finalizer of MurmurHash3.
  static std::uint64_t mix(std::uint64_t value) {
    value ^= value >> 33;
    value *= 0xff51afd7ed558ccdULL;
    value ^= value >> 33;
    value *= 0xc4ceb9fe1a85ec53ULL;
    return value ^ (value >> 33);
  }

  std::array<std::uint64_t, 4> keys_;
  std::array<std::uint64_t, 2> sums_{};
  std::uint64_t count_ = 0;
};

}  // namespace probity::eventstore::verify
