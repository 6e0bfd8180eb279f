#include "schema/json/formats.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "eventstore/base/limits.h"
#include "eventstore/base/stream_id.h"
#include "eventstore/base/text.h"
#include "schema/json/text.h"

namespace probity::json {
namespace {

constexpr std::size_t kDecimalBytes = 40;
constexpr std::size_t kUrlBytes = 2'048;
constexpr std::size_t kVerifierKeyBytes = limits::kOriginBytes + 64;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

bool anything(std::string_view /*text*/) { return true; }

bool fits_uuid(std::string_view text) { return event_id_from_text(text).has_value(); }
bool fits_hash(std::string_view text) { return hash_from_hex(text).has_value(); }
bool fits_instant(std::string_view text) { return instant_from_text(text).has_value(); }

/// `-?digits(.digits)?`
bool fits_decimal(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  const std::size_t point = text.find('.');
  const auto digits = [](std::string_view part) {
    return !part.empty() && std::ranges::all_of(part, is_digit);
  };
  return digits(text.substr(0, point)) &&
         (point == std::string_view::npos || digits(text.substr(point + 1)));
}

/// RFC 3986 leaves room for every scheme; all that is asked is that it can be one address, or a
/// path.
bool fits_url(std::string_view text) {
  if (text.contains(' ')) return false;
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) return text.contains('/') || text.contains('.');
  const std::string_view scheme = text.substr(0, colon);
  if (scheme.contains('/')) return true;  // the colon stands in a path
  return !scheme.empty() && is_letter(scheme.front()) && colon + 1 < text.size() &&
         std::ranges::all_of(scheme, [](char c) {
           return is_letter(c) || is_digit(c) || c == '+' || c == '-' || c == '.';
         });
}

/// RFC 4648 section 4, with padding.
bool is_base64(std::string_view text) {
  if (text.empty() || text.size() % 4 != 0) return false;
  for (int i = 0; i < 2 && text.ends_with('='); ++i) text.remove_suffix(1);
  return std::ranges::all_of(
      text, [](char c) { return is_letter(c) || is_digit(c) || c == '+' || c == '/'; });
}

/// `NAME+KEYID+BASE64`: a name without spaces or '+', eight hex digits, the type and the public
/// key.
bool fits_verifier_key(std::string_view text) {
  constexpr std::size_t kIdDigits = 8;
  const std::size_t first = text.find('+');
  if (first == 0 || first == std::string_view::npos || text.substr(0, first).contains(' '))
    return false;
  const std::string_view id = text.substr(first + 1, kIdDigits);
  if (id.size() != kIdDigits || !std::ranges::all_of(id, is_hex)) return false;
  const std::string_view rest = text.substr(first + 1 + kIdDigits);
  return rest.starts_with('+') && is_base64(rest.substr(1));
}

constexpr std::string_view kSegment = "a-z, 0-9, '.', '_' or '-', beginning with a letter or digit";

constexpr std::array kFormats{
    Format{"body",
           "the id of a body, such as derbyshire: a-z, 0-9, '.', '_' or '-', beginning with a "
           "letter or digit",
           limits::kBodyIdBytes, false, is_segment},
    Format{"inspection", kSegment, limits::kStreamBytes, false, is_segment},
    Format{"agreement", kSegment, limits::kStreamBytes, false, is_segment},
    Format{"slug", kSegment, limits::kStreamBytes, false, is_segment},
    Format{"ref",
           "a finding's reference without '/', such as em-soc-2023-rec-1: a-z, 0-9, '.', '_' or "
           "'-', beginning "
           "with a letter or digit",
           limits::kStreamBytes, false, is_segment},
    Format{"uuid", "a UUID that is not nil, such as 0190f5fe-7c00-7a00-8000-0123456789ab", 36, true,
           fits_uuid},
    Format{"edtf", "a date in EDTF", limits::kEffectiveBytes, false, anything},
    Format{"sha256", "64 hexadecimal digits", 64, true, fits_hash},
    Format{"digest", "64 hexadecimal digits", 64, true, fits_hash},
    Format{"decimal", "a decimal number as text, such as \"-12.5\"", kDecimalBytes, false,
           fits_decimal},
    Format{"url", "an address without spaces, such as https://example.org/report.pdf", kUrlBytes,
           false, fits_url},
    Format{"instant", "an instant as RFC 3339 has it, such as 2023-03-02T10:00:00Z", 40, false,
           fits_instant},
    Format{"verifierKey", "a verifier key, NAME+KEYID+BASE64", kVerifierKeyBytes, false,
           fits_verifier_key},
};

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

}  // namespace

const Format* find_format(std::string_view name) {
  const auto found = std::ranges::find(kFormats, name, &Format::name);
  return found == kFormats.end() ? nullptr : &*found;
}

Result<std::string> apply_format(const Format& format, std::string_view text,
                                 const EdtfCheck& edtf) {
  if (const auto fault = fault_of(text, Lines::kOne)) {
    return fail(ErrorKind::kMalformed, *fault, fmt::format("give {}", format.expects));
  }
  if (text.size() > format.max_bytes) {
    return fail(ErrorKind::kTooLarge,
                fmt::format("is {} bytes long; the limit is {}", text.size(), format.max_bytes),
                fmt::format("give {}", format.expects));
  }
  if (!format.fits(text)) {
    return fail(ErrorKind::kMalformed,
                fmt::format("{} is not of the form \"{}\"", in_quotes(text), format.name),
                fmt::format("give {}", format.expects));
  }
  if (format.name == "edtf") {
    if (auto checked = edtf(text); !checked) return pass(checked);
  }
  return format.lower_case ? lower(text) : std::string(text);
}

}  // namespace probity::json
