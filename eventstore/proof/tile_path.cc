#include "eventstore/proof/tile_path.h"

#include <fmt/format.h>

#include <algorithm>

#include "eventstore/proof/text_form.h"

namespace probity::proof {
namespace {

constexpr unsigned kLevels = 64;
constexpr std::uint64_t kNumbers = std::uint64_t{1} << 56;  // 256 * 2^56 leaves are 2^64

std::string groups_of(std::uint64_t number) {
  std::string out = fmt::format("{:03}", number % 1000);
  while ((number /= 1000) != 0) out.insert(0, fmt::format("x{:03}/", number % 1000));
  return out;
}

/// What stands before the first '/', which is dropped from `text` with it.
std::string_view take_segment(std::string_view& text) {
  const std::size_t end = text.find('/');
  const std::string_view segment = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return segment;
}

/// Whatever number the digits of the groups give: their form is checked by writing it again.
std::optional<std::uint64_t> number_of(std::string_view groups) {
  std::uint64_t number = 0;
  for (const char c : groups) {
    if (c == 'x' || c == '/') continue;
    if (c < '0' || c > '9' || number >= kNumbers) return std::nullopt;
    number = number * 10 + static_cast<std::uint64_t>(c - '0');
  }
  if (number >= kNumbers) return std::nullopt;
  return number;
}

std::optional<TilePath> read_path(std::string_view text) {
  if (take_segment(text) != "tile") return std::nullopt;
  TilePath path;
  if (const std::string_view level = take_segment(text); level != "entries") {
    const auto value = number_from_decimal(level);
    if (!value || *value >= kLevels) return std::nullopt;
    path.level = static_cast<unsigned>(*value);
  }
  if (const std::size_t partial = text.find(".p/"); partial != std::string_view::npos) {
    const auto width = number_from_decimal(text.substr(partial + 3));
    if (!width || *width == 0 || *width >= limits::kTileHashes) return std::nullopt;
    path.width = static_cast<unsigned>(*width);
    text = text.substr(0, partial);
  }
  const auto number = number_of(text);
  if (!number) return std::nullopt;
  path.number = *number;
  return path;
}

}  // namespace

std::string TilePath::text() const {
  std::string out = level ? fmt::format("tile/{}/", *level) : std::string("tile/entries/");
  out += groups_of(number);
  if (width < limits::kTileHashes) out += fmt::format(".p/{}", width);
  return out;
}

Result<TilePath> TilePath::parse(std::string_view text) {
  const auto path = read_path(text);
  if (!path || path->text() != text) {
    return fail(ErrorKind::kMalformed, "this is no path of a tile",
                "it reads tile/L/N, tile/entries/N, or one of them and .p/W: tile/0/x001/234");
  }
  return *path;
}

std::uint64_t hashes_of_level(TreeSize size, unsigned level) {
  return level >= kTileLevels ? 0 : size.value >> (kTileHeight * level);
}

std::optional<TilePath> tile_of(TreeSize size, std::optional<unsigned> level,
                                std::uint64_t number) {
  const std::uint64_t hashes = hashes_of_level(size, level.value_or(0));
  if (number >= kNumbers || hashes <= number * limits::kTileHashes) return std::nullopt;
  const std::uint64_t width =
      std::min<std::uint64_t>(limits::kTileHashes, hashes - number * limits::kTileHashes);
  return TilePath{.level = level, .number = number, .width = static_cast<unsigned>(width)};
}

}  // namespace probity::proof
