#include "eventstore/proof/minutes_line.h"

#include <fmt/format.h>

#include "eventstore/base/limits.h"
#include "eventstore/base/text.h"
#include "eventstore/proof/text_form.h"

namespace probity::proof {
namespace {

constexpr std::size_t kGroup = 4;
constexpr unsigned kModulus = 97;

/// 10^20 mod 97: SIZE takes at most 20 digits.
constexpr unsigned kSizeShift = [] {
  unsigned power = 1;
  for (int i = 0; i < 20; ++i) power = power * 10 % kModulus;
  return power;
}();

unsigned check_digits(const Hash& root, TreeSize size) {
  unsigned rest = 0;
  for (const std::uint8_t byte : root.bytes) rest = (rest * 256 + byte) % kModulus;
  rest = (rest * kSizeShift + static_cast<unsigned>(size.value % kModulus)) % kModulus;
  return 98 - rest * 100 % kModulus;
}

std::unexpected<Error> no_line(std::string_view why) {
  return fail(ErrorKind::kMalformed, fmt::format("this is no line for the minutes: {}", why),
              "it reads ORIGIN/SIZE, a space, 16 groups of four hex digits and two check digits, "
              "all joined by '-'");
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n";
  const std::size_t begin = text.find_first_not_of(kSpace);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kSpace) - begin + 1);
}

/// The root's digits without the hyphens between them; empty where one is not in its place.
std::string joined_groups(std::string_view groups) {
  std::string hex;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    const bool hyphen = i % (kGroup + 1) == kGroup;
    if (hyphen != (groups[i] == '-')) return {};
    if (!hyphen) hex += groups[i];
  }
  return hex;
}

}  // namespace

std::string MinutesLine::text() const {
  std::string out = fmt::format("{}/{} ", origin, size.value);
  const std::string hex = to_hex(root.bytes);
  for (std::size_t at = 0; at < hex.size(); at += kGroup) out += hex.substr(at, kGroup) + '-';
  return out + fmt::format("{:02}", check_digits(root, size));
}

Result<MinutesLine> MinutesLine::parse(std::string_view line) {
  line = trimmed(line);
  const std::size_t space = line.rfind(' ');
  const std::size_t slash = line.substr(0, space).rfind('/');
  if (space == std::string_view::npos || slash == std::string_view::npos)
    return no_line("it does not begin with a name, '/', a size and a space");
  MinutesLine out;
  out.origin = line.substr(0, slash);
  if (out.origin.empty() || out.origin.size() > limits::kOriginBytes ||
      !is_plain_text(out.origin) || out.origin.find('\n') != std::string::npos)
    return no_line("its name is none");
  const auto size = number_from_decimal(line.substr(slash + 1, space - slash - 1));
  if (!size) return no_line("its size is no number");
  out.size = TreeSize{*size};
  const std::string_view digits = line.substr(space + 1);
  const std::size_t hyphen = digits.rfind('-');
  if (hyphen == std::string_view::npos) return no_line("it has no check digits");
  const auto root = hash_from_hex(joined_groups(digits.substr(0, hyphen)));
  if (!root) return no_line("its digits are not 16 groups of four");
  out.root = *root;
  if (digits.substr(hyphen + 1) != fmt::format("{:02}", check_digits(*root, out.size)))
    return no_line("its check digits are wrong, so a character was mistyped");
  return out;
}

MinutesLine minutes_line(const Checkpoint& checkpoint) {
  return {.origin = checkpoint.origin, .size = checkpoint.size, .root = checkpoint.root};
}

LineMatch compare(const MinutesLine& line, std::string_view origin, const TreeHead& head) {
  if (line.origin != origin) return LineMatch::kOtherOrigin;
  if (line.size != head.size) return LineMatch::kOtherSize;
  return line.root == head.root ? LineMatch::kSame : LineMatch::kOtherRoot;
}

}  // namespace probity::proof
