// An envelope as a verifier reads it, without Cap'n Proto: at the byte offsets of FORMAT.md and
// through the pointer words behind them. A value, any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "eventstore/base/ids.h"
#include "eventstore/base/result.h"
#include "eventstore/base/stream_id.h"
#include "eventstore/proof/hash.h"

namespace probity::proof {

struct Envelope {
  Position position;
  StreamVersion version;
  Instant recorded_at;
  EventId id;
  std::optional<Position> previous;  // of the stream; nothing where the version is 1
  Hash previous_leaf;                // zero where the version is 1
  Hash payload_digest;
  StreamId stream;
  std::string type;       // 1 to limits::kTypeBytes letters and digits of ASCII
  std::string effective;  // EDTF, as it was said
  std::string actor;
  std::string recorded_by;

  /// Reads bytes from anybody; kMalformed unless they are an envelope in canonical form to their
  /// last byte, so that no two readers see different ones in them.
  static Result<Envelope> parse(Bytes bytes);
};

/// Whether `text` can be the name of an event type: so that none looks like another.
[[nodiscard]] bool is_type_name(std::string_view text);

/// SHA-256(salt || payload): what an envelope holds in the payload's place.
[[nodiscard]] Hash payload_digest(const Salt& salt, Bytes payload);

}  // namespace probity::proof
