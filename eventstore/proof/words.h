// Cap'n Proto words read without Cap'n Proto: one segment, canonical form, from whoever sent it.
// Every read is bounds checked and answers nothing rather than something wrong. Any thread.
//
// A word is 8 bytes, little-endian. A pointer's lowest two bits are its kind. Struct (0): 30 bits
// signed offset in words from the pointer's end, 16 bits words of data, 16 bits pointers. List (1):
// the same offset, 3 bits element size (2: a byte, 6: a pointer), 29 bits count. The null pointer
// is all zero. Canonical form puts what pointers name right behind each other in their order, each
// subtree before the next pointer's, and leaves nothing between or behind.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "eventstore/proof/hash.h"

namespace probity::proof {

/// Where a struct lies: words from the segment's begin.
struct StructAt {
  std::size_t data = 0;
  std::size_t data_words = 0;
  std::size_t pointers = 0;
  std::size_t pointer_words = 0;
};

struct ListAt {
  std::size_t begin = 0;
  std::size_t count = 0;  // of elements
};

class WordReader {
 public:
  static constexpr std::size_t kWord = 8;

  /// Views `bytes`, which outlive it. A rest that is no whole word is out of bounds.
  explicit WordReader(Bytes bytes) : bytes_(bytes) {}
  [[nodiscard]] std::size_t size() const { return bytes_.size() / kWord; }

  /// The word at `at`; nothing out of bounds.
  [[nodiscard]] std::optional<std::uint64_t> word(std::size_t at) const;
  /// What the pointer at `at` names, wholly within bounds; nothing where it is null, of another
  /// kind or points backwards, as canonical pointers never do.
  [[nodiscard]] std::optional<StructAt> struct_at(std::size_t at) const;
  [[nodiscard]] std::optional<ListAt> pointer_list_at(std::size_t at) const;
  /// Text without its closing NUL, which must be there and the only one; zero up to the word's end.
  [[nodiscard]] std::optional<std::string_view> text_at(std::size_t at) const;
  /// Where the bytes of text begin that the pointer at `at` names: for those who check the order.
  [[nodiscard]] std::optional<ListAt> byte_list_at(std::size_t at) const;

 private:
  [[nodiscard]] std::optional<ListAt> list_at(std::size_t at, unsigned element_size) const;
  [[nodiscard]] std::optional<std::size_t> target_of(std::size_t at, std::uint64_t pointer) const;

  Bytes bytes_;
};

}  // namespace probity::proof
