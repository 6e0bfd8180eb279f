// An event as the ledger knows it: an envelope in plain C++, a payload as words that it never looks
// into.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "eventstore/base/ids.h"
#include "eventstore/base/stream_id.h"

namespace probity::eventstore {

/// Cap'n Proto words, 8-byte aligned, little-endian.
using Words = std::vector<std::uint64_t>;
using WordsView = std::span<const std::uint64_t>;

/// Words as the bytes they are.
[[nodiscard]] inline std::span<const std::uint8_t> bytes_of(WordsView words) {
  return {reinterpret_cast<const std::uint8_t*>(words.data()), words.size_bytes()};
}

/// Values are those of schema::Standing and schema::Marking.
enum class Standing : std::uint16_t { kUnset, kOwn, kReported, kOperator, kLedger };
enum class Marking : std::uint16_t { kUnset, kOfficial, kOfficialSensitive };

/// What a submission says of an event, but for its payload.
struct Header {
  EventId id;
  StreamId stream;
  std::string type;       // 1 to 64 bytes, frozen name of the event type
  std::string effective;  // EDTF; kept as said
  std::string actor;
  std::string recorded_by;
  Standing standing = Standing::kUnset;
  Hash client;  // zero: the operator or the ledger itself
  Marking marking = Marking::kOfficial;
  std::vector<std::string> audience;
  EventId correlation;                // nil: none
  EventId causation;                  // nil: none
  std::vector<std::string> concerns;  // a finding's addressees, filled in by admission; empty: all
};

/// An event on its way into the ledger. `payload` is canonical (a Content message, one segment, no
/// header); `payload_digest` = SHA-256(salt || payload), computed by whoever decoded it, off the
/// writer's thread.
struct NewEvent {
  Header header;
  Salt salt;
  Words payload;
  Hash payload_digest;
};

/// What the ledger adds.
struct Placement {
  Position position{};
  StreamVersion version{};
  Instant recorded_at{};
  std::optional<Position> previous{};  // nothing where version is 1
  Hash previous_leaf{};
  bool clock_held = false;
};

/// A stored event, copied out of the ledger.
struct Event {
  Header header;
  Placement placement;
  Hash payload_digest;
  Hash leaf;
  Salt salt;
  Words payload;  // empty: erased
  [[nodiscard]] bool erased() const { return payload.empty(); }
};

/// A stored record as it lies in the ledger: valid as long as the snapshot it came from.
struct Record {
  WordsView envelope;
  Salt salt;
  WordsView payload;
};

/// Same content: same stream, type, effective, actor, marking, audience, correlation, causation and
/// payload words (the digest is recomputed with the stored salt). After an erasure the header alone
/// is compared: the caller says so.
[[nodiscard]] bool same_content(const Event& stored, const NewEvent& offered);

}  // namespace probity::eventstore
