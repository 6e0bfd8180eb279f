#include "eventstore/proof/words.h"

#include <algorithm>

namespace probity::proof {
namespace {

constexpr unsigned kStruct = 0;
constexpr unsigned kList = 1;
constexpr unsigned kByte = 2;     // element size of text
constexpr unsigned kPointer = 6;  // element size of a list of pointers

}  // namespace

std::optional<std::uint64_t> WordReader::word(std::size_t at) const {
  if (at >= size()) return std::nullopt;
  std::uint64_t value = 0;
  for (std::size_t i = kWord; i-- > 0;) value = value << 8 | bytes_[at * kWord + i];
  return value;
}

std::optional<std::size_t> WordReader::target_of(std::size_t at, std::uint64_t pointer) const {
  const std::uint64_t offset = (pointer >> 2) & 0x3FFFFFFF;
  if ((offset >> 29) != 0) return std::nullopt;  // negative: backwards
  const std::uint64_t target = at + 1 + offset;
  if (target > size()) return std::nullopt;
  return static_cast<std::size_t>(target);
}

std::optional<StructAt> WordReader::struct_at(std::size_t at) const {
  const auto pointer = word(at);
  if (!pointer || *pointer == 0 || (*pointer & 3) != kStruct) return std::nullopt;
  const auto target = target_of(at, *pointer);
  if (!target) return std::nullopt;
  const StructAt out{.data = *target,
                     .data_words = (*pointer >> 32) & 0xFFFF,
                     .pointers = *target + ((*pointer >> 32) & 0xFFFF),
                     .pointer_words = *pointer >> 48};
  if (out.data_words + out.pointer_words > size() - *target) return std::nullopt;
  return out;
}

std::optional<ListAt> WordReader::list_at(std::size_t at, unsigned element_size) const {
  const auto pointer = word(at);
  if (!pointer || (*pointer & 3) != kList || ((*pointer >> 32) & 7) != element_size)
    return std::nullopt;
  const auto target = target_of(at, *pointer);
  if (!target) return std::nullopt;
  const std::uint64_t count = *pointer >> 35;
  const std::uint64_t words = element_size == kByte ? (count + kWord - 1) / kWord : count;
  if (words > size() - *target) return std::nullopt;
  return ListAt{.begin = *target, .count = static_cast<std::size_t>(count)};
}

std::optional<ListAt> WordReader::pointer_list_at(std::size_t at) const {
  return list_at(at, kPointer);
}

std::optional<ListAt> WordReader::byte_list_at(std::size_t at) const { return list_at(at, kByte); }

std::optional<std::string_view> WordReader::text_at(std::size_t at) const {
  const auto list = byte_list_at(at);
  if (!list || list->count == 0) return std::nullopt;
  const std::size_t words = (list->count + kWord - 1) / kWord;
  const Bytes bytes = bytes_.subspan(list->begin * kWord, words * kWord);
  const Bytes padding = bytes.subspan(list->count - 1);  // the closing NUL among it
  if (!std::ranges::all_of(padding, [](std::uint8_t byte) { return byte == 0; }))
    return std::nullopt;
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()), list->count - 1);
  if (text.find('\0') != std::string_view::npos) return std::nullopt;
  return text;
}

}  // namespace probity::proof
