// From a parsed line to an event that the ledger at this host takes, and from a stored event back
// to JSON. Any thread; LineIds one thread at a time.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string_view>
#include <unordered_map>

#include "cli/import_key.h"
#include "eventstore/base/host.h"
#include "eventstore/event.h"
#include "schema/json/line.h"

namespace probity::cli {

/// The event of a line, entered at the ledger's host: recorded by `operator`, with a fresh salt and
/// its digest. The line came from parse_line() or parse_document(), so nothing in it can be wrong.
[[nodiscard]] eventstore::NewEvent entered_here(const json::Line& line, const EventId& id,
                                                Entropy& entropy);

/// A random id (UUID version 4) for an event that is recorded by hand.
[[nodiscard]] EventId random_id(Entropy& entropy);

/// The id that `text` (a line's RFC 8785 form, or its key) has in the ledger that owns `key`: a
/// UUID version 8 (RFC 9562 section 5.8) of HMAC-SHA-256 over `text`, for k >= 2 followed by `#k`.
/// It betrays nothing of the text.
[[nodiscard]] EventId derived_id(const ImportKey& key, std::string_view text, std::uint32_t k = 1);

/// The ids of one file's lines, in the file's order.
class LineIds {
 public:
  explicit LineIds(const ImportKey& key) : key_(key) {}

  struct LineId {
    EventId id;
    std::uint32_t repeat =
        1;  // 2 and more: so many equal lines of this file came up to here, this one included
  };
  /// The line's own id if it gives one; derived from its key if it has one; else from its whole
  /// content.
  [[nodiscard]] LineId next(const json::Line& line);

 private:
  ImportKey key_;
  std::unordered_map<EventId, std::uint32_t> seen_;  // by the id of the first of equal lines
};

/// A stored event: the line format, then what the ledger adds. Data is left out where the payload
/// is erased or the event type is newer than this program.
[[nodiscard]] nlohmann::ordered_json event_to_json(const eventstore::Event& event);

}  // namespace probity::cli
