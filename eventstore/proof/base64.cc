#include "eventstore/proof/base64.h"

#include <algorithm>
#include <array>

namespace probity::proof {
namespace {

constexpr std::string_view kAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::uint8_t kNone = 64;

constexpr std::array<std::uint8_t, 256> kValues = [] {
  std::array<std::uint8_t, 256> values{};
  values.fill(kNone);
  for (std::size_t i = 0; i < kAlphabet.size(); ++i)
    values[static_cast<std::uint8_t>(kAlphabet[i])] = static_cast<std::uint8_t>(i);
  return values;
}();

}  // namespace

std::string base64_encode(std::span<const std::uint8_t> bytes) {
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    const std::size_t count = std::min<std::size_t>(3, bytes.size() - at);
    std::uint32_t group = 0;
    for (std::size_t i = 0; i < 3; ++i)
      group = group << 8 | (i < count ? std::uint32_t{bytes[at + i]} : 0);
    for (std::size_t i = 0; i < 4; ++i)
      out.push_back(i <= count ? kAlphabet[(group >> (18 - 6 * i)) & 63] : '=');
  }
  return out;
}

std::optional<std::vector<std::uint8_t>> base64_decode(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  std::vector<std::uint8_t> out;
  out.reserve(text.size() / 4 * 3);
  for (std::size_t at = 0; at < text.size(); at += 4) {
    const bool last = at + 4 == text.size();
    std::size_t digits = 4;
    while (last && digits > 2 && text[at + digits - 1] == '=') --digits;
    std::uint32_t group = 0;
    for (std::size_t i = 0; i < 4; ++i) {
      const std::uint8_t value = i < digits ? kValues[static_cast<std::uint8_t>(text[at + i])] : 0;
      if (value == kNone) return std::nullopt;
      group = group << 6 | value;
    }
    const std::size_t count = digits - 1;
    const std::uint32_t unused =
        count == 3 ? 0 : group & ((std::uint32_t{1} << (24 - 8 * count)) - 1);
    if (unused != 0) return std::nullopt;
    for (std::size_t i = 0; i < count; ++i)
      out.push_back(static_cast<std::uint8_t>(group >> (16 - 8 * i)));
  }
  return out;
}

std::optional<Hash> hash_from_base64(std::string_view text) {
  const auto bytes = base64_decode(text);
  Hash hash;
  if (!bytes || bytes->size() != hash.bytes.size()) return std::nullopt;
  std::ranges::copy(*bytes, hash.bytes.begin());
  return hash;
}

}  // namespace probity::proof
