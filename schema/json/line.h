// One event as JSON: a line of an import file in, a stored event out. One walk of the schema serves
// every event type.
#pragma once

#include <cstdint>
#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "eventstore/base/host.h"
#include "eventstore/base/result.h"
#include "schema/payload.h"

namespace probity::json {

/// A line's envelope and payload, checked as far as they can be without a ledger.
struct Line {
  std::string stream;
  std::string type;
  std::string effective;
  std::string actor;
  std::optional<EventId> id;
  std::string marking;  // `official` if left out
  std::vector<std::string> audience;
  std::optional<EventId> correlation;
  std::optional<EventId> causation;
  std::optional<std::string> key;
  std::vector<std::uint64_t> payload;  // canonical words of a Content
  std::string canonical;               // RFC 8785 form of the line as given, for its derived id
};

/// Checks an EDTF expression; handed in because time lives in projections/.
using EdtfCheck = std::function<Result<void>(std::string_view)>;

/// Parses one line. Errors (kMalformed, kTooLarge) carry in `where` the field's path
/// (`data.addressees[2]`; the caller puts file and line before it), in `what` what is wrong and in
/// `mend` the allowed or nearest values. Refused: no JSON, duplicate keys, unknown or missing
/// fields, wrong types, wrong enum values, numbers that do not fit, no UTF-8, control characters,
/// bad EDTF, bad stream names, markings that are refused, limits.
[[nodiscard]] Result<Line> parse_line(std::string_view text, const EdtfCheck& edtf);

/// The same from a document already in hand (built from a command line).
[[nodiscard]] Result<Line> parse_document(const nlohmann::ordered_json& document,
                                          const EdtfCheck& edtf);

/// Any stored struct (an event's data, a row) as JSON; unset fields are left out.
[[nodiscard]] nlohmann::ordered_json to_json(capnp::DynamicStruct::Reader value);

}  // namespace probity::json
