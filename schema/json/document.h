// Text to a JSON document and back, stricter than JSON asks: what two readers could read
// differently is refused.
#pragma once

#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "eventstore/base/result.h"

namespace probity::json {

inline constexpr std::size_t kMaxDepth = 8;  // of nested objects and lists; the schema needs four
inline constexpr std::size_t kMaxMembers = 64;  // of one object; the schema needs thirteen

/// One JSON text of at most limits::kImportLineBytes. Refused (kMalformed, kTooLarge; `where` is
/// the field's path): what is no JSON or no UTF-8, duplicate keys, numbers that are not whole or do
/// not fit into 64 bits, more than kMaxDepth levels or kMaxMembers members. A line that ends too
/// soon says so with the byte at which it ends.
[[nodiscard]] Result<nlohmann::ordered_json> read_document(std::string_view text);

/// RFC 8785: members sorted by the UTF-16 code units of their names, no spaces, the shortest
/// escapes; but integers are written exactly, where the RFC rounds those above 2^53. The document
/// holds no floating-point number.
[[nodiscard]] std::string canonical_text(const nlohmann::ordered_json& document);

}  // namespace probity::json
