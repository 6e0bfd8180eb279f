// Base64 as RFC 4648 section 4 defines it, with padding. Pure functions, any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "eventstore/base/ids.h"

namespace probity::proof {

[[nodiscard]] std::string base64_encode(std::span<const std::uint8_t> bytes);

/// Nothing unless `text` is what base64_encode() gives for the bytes: no white space, all of the
/// padding, unused bits zero. So that bytes have one text and a changed character is a change.
[[nodiscard]] std::optional<std::vector<std::uint8_t>> base64_decode(std::string_view text);

/// The text of exactly 32 bytes.
[[nodiscard]] std::optional<Hash> hash_from_base64(std::string_view text);

}  // namespace probity::proof
