// What is asked of the writer, and what it answers.
#pragma once

#include <cstdint>
#include <utility>
#include <variant>
#include <vector>

#include "eventstore/base/result.h"
#include "eventstore/event.h"

namespace probity::eventstore {

struct AnyVersion {
  friend bool operator==(AnyVersion, AnyVersion) = default;
};
struct NoStream {
  friend bool operator==(NoStream, NoStream) = default;
};
struct StreamExists {
  friend bool operator==(StreamExists, StreamExists) = default;
};
/// The stream's last version before the request; 0 is the same as NoStream.
struct ExactVersion {
  StreamVersion version;
  friend bool operator==(ExactVersion, ExactVersion) = default;
};
using ExpectedVersion = std::variant<AnyVersion, NoStream, StreamExists, ExactVersion>;

/// One or more events, of one or several streams, appended all or none. At most
/// limits::kRequestEvents events and limits::kRequestBytes bytes.
struct Request {
  std::vector<NewEvent> events;
  /// At most one for a stream; a stream without one is AnyVersion.
  std::vector<std::pair<StreamId, ExpectedVersion>> expected;
  /// Judge every rule, append nothing; the receipt says where the events would have stood.
  bool dry_run = false;
};

struct Receipt {
  struct Placed {
    EventId id;
    Position position;
    StreamVersion version;
    Hash leaf;
    Instant recorded_at;
  };
  std::vector<Placed> events;  // in the request's order
  TreeSize size;               // of the ledger after the commit
  Hash root;
  bool known = false;  // every id was there with the same content: the first receipt again
  bool compared_id_only =
      false;  // a known event's payload is erased, so its content could not be compared
  bool clock_held = false;
};

}  // namespace probity::eventstore
