// Strong types for what must not be mixed up: position, tree size, stream version, hashes, ids,
// instants, days.
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <limits>

namespace probity {

/// Index of an event in the ledger: the leaf index, gapless from 0.
struct Position {
  std::uint64_t value = 0;
  friend auto operator<=>(Position, Position) = default;
};

/// Number of events (leaves). The event at position p is in every tree of size > p.
struct TreeSize {
  std::uint64_t value = 0;
  friend auto operator<=>(TreeSize, TreeSize) = default;
};

/// 1-based number of an event in its stream; 0 is a stream that is not there.
struct StreamVersion {
  std::uint64_t value = 0;
  friend auto operator<=>(StreamVersion, StreamVersion) = default;
};

/// 32 bytes of SHA-256: a leaf, a node, a root or a digest.
struct Hash {
  std::array<std::uint8_t, 32> bytes{};
  friend auto operator<=>(const Hash&, const Hash&) = default;
  [[nodiscard]] bool is_zero() const { return *this == Hash{}; }
};

/// A UUID, any version, 16 bytes in network order; nil is never an event's id.
struct EventId {
  std::array<std::uint8_t, 16> bytes{};
  friend auto operator<=>(const EventId&, const EventId&) = default;
  [[nodiscard]] bool is_nil() const { return *this == EventId{}; }
};

/// 16 random bytes hashed before a payload, so that a digest betrays nothing.
struct Salt {
  std::array<std::uint8_t, 16> bytes{};
  friend auto operator<=>(const Salt&, const Salt&) = default;
};

/// Microseconds since 1970-01-01T00:00:00Z.
struct Instant {
  std::int64_t micros = 0;
  friend auto operator<=>(Instant, Instant) = default;
};

/// A calendar day: days since 1970-01-01.
struct Day {
  std::int32_t value = 0;
  friend auto operator<=>(Day, Day) = default;
};
inline constexpr Day kBeforeAllDays{std::numeric_limits<std::int32_t>::min()};
inline constexpr Day kAfterAllDays{std::numeric_limits<std::int32_t>::max()};

}  // namespace probity

template <>
struct std::hash<probity::EventId> {
  std::size_t operator()(const probity::EventId& id) const noexcept {
    // Ids may be chosen by clients; both halves are mixed so that neither alone decides the bucket.
    std::uint64_t a = 0;
    std::uint64_t b = 0;
    std::memcpy(&a, id.bytes.data(), 8);
    std::memcpy(&b, id.bytes.data() + 8, 8);
    // The high half is folded down, since tables take the low bits.
    const std::uint64_t mixed = (a ^ (b * 0x9e3779b97f4a7c15ULL)) * 0xff51afd7ed558ccdULL;
    return static_cast<std::size_t>(mixed ^ (mixed >> 32));
  }
};
