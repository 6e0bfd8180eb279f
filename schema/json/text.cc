#include "schema/json/text.h"

#include <fmt/format.h>

#include <cstddef>
#include <cstdint>

namespace probity::json {
namespace {

constexpr std::size_t kShownBytes = 60;

struct CodePoint {
  std::uint32_t value = 0;
  std::size_t bytes = 0;  // 0: no UTF-8
};

bool is_continuation(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U; }

/// The code point at the front of a text that is not empty (RFC 3629 section 4).
CodePoint first_of(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text.front());
  if (lead < 0x80) return {lead, 1};
  const std::size_t bytes = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < bytes) return {};
  std::uint32_t value = lead & (0xFFU >> (bytes + 1));
  for (std::size_t i = 1; i < bytes; ++i) {
    if (!is_continuation(text[i])) return {};
    value = (value << 6U) | (static_cast<unsigned char>(text[i]) & 0x3FU);
  }
  const bool overlong = (bytes == 3 && value < 0x800) || (bytes == 4 && value < 0x10000);
  const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
  if (overlong || surrogate || value > 0x10FFFF) return {};
  return {value, bytes};
}

bool is_control(std::uint32_t value) { return value < 0x20 || (value >= 0x7F && value <= 0x9F); }

}  // namespace

std::optional<std::string> fault_of(std::string_view text, Lines lines) {
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = first_of(text.substr(at));
    if (point.bytes == 0) return fmt::format("is no UTF-8 at byte {}", at);
    const bool layout = lines == Lines::kMany && (point.value == '\n' || point.value == '\t');
    if (is_control(point.value) && !layout) {
      return fmt::format("holds the control character U+{:04X} at byte {}", point.value, at);
    }
    at += point.bytes;
  }
  return std::nullopt;
}

std::string in_quotes(std::string_view text) {
  std::string out = "\"";
  for (std::size_t at = 0; at < text.size();) {
    if (at >= kShownBytes) return out + "…\"";
    const CodePoint point = first_of(text.substr(at));
    if (point.bytes == 0 || is_control(point.value)) {
      const std::size_t bytes = point.bytes == 0 ? 1 : point.bytes;
      for (std::size_t i = 0; i < bytes; ++i)
        out += fmt::format("\\x{:02x}", static_cast<unsigned char>(text[at + i]));
      at += bytes;
      continue;
    }
    out += text.substr(at, point.bytes);
    at += point.bytes;
  }
  return out + '"';
}

}  // namespace probity::json
