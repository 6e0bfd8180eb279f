#include "projections/fold/canonical.h"

#include <capnp/any.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <utility>

namespace probity::projections {
namespace {

using eventstore::Words;

constexpr std::uint64_t kListKind = 1;
constexpr unsigned kPointerElements = 6;
constexpr unsigned kStructElements = 7;
/// Bits of an element by its size's code: void, bit, 1, 2, 4, 8 bytes.
constexpr std::array<std::uint64_t, 6> kElementBits{0, 1, 8, 16, 32, 64};
/// A struct without any words points at itself.
constexpr std::uint64_t kEmptyStruct = 0xFFFFFFFC;

/// The sizes of a struct, in words: its data, then its pointers.
struct Sizes {
  std::uint64_t data;
  std::uint64_t pointers;

  static Sizes of(std::uint64_t pointer) { return {(pointer >> 32) & 0xFFFF, pointer >> 48}; }
  [[nodiscard]] std::uint64_t words() const { return data + pointers; }
  [[nodiscard]] std::uint64_t bits() const { return data << 32 | pointers << 48; }
};

/// Without trailing zeros.
Sizes trimmed(const std::uint64_t* from, const Sizes& sizes) {
  Sizes out = sizes;
  while (out.data > 0 && from[out.data - 1] == 0) --out.data;
  while (out.pointers > 0 && from[sizes.data + out.pointers - 1] == 0) --out.pointers;
  return out;
}

/// Copies what pointers point at, depth first, one behind the other.
class Copy {
 public:
  /// `out` is zero and has room for the whole; its first word is the root pointer.
  explicit Copy(Words& out) : out_(out) {}

  [[nodiscard]] std::size_t used() const { return used_; }

  void pointer(const std::uint64_t* from, std::size_t to) {
    if (*from == 0) return;
    const std::uint64_t* target = from + 1 + (static_cast<std::int32_t>(*from) >> 2);
    if ((*from & 3) == kListKind) {
      list(*from, target, to);
    } else {
      structure(Sizes::of(*from), target, to);
    }
  }

 private:
  std::size_t grow(std::uint64_t words) { return std::exchange(used_, used_ + words); }
  /// The offset part of a pointer at `to` that points at `at`.
  static std::uint64_t offset(std::size_t to, std::size_t at) { return (at - to - 1) << 2; }

  void structure(const Sizes& sizes, const std::uint64_t* from, std::size_t to) {
    const Sizes kept = trimmed(from, sizes);
    if (kept.words() == 0) {
      out_[to] = kEmptyStruct;
      return;
    }
    const std::size_t at = grow(kept.words());
    out_[to] = offset(to, at) | kept.bits();
    fill(sizes, kept, from, at);
  }

  void fill(const Sizes& sizes, const Sizes& kept, const std::uint64_t* from, std::size_t at) {
    std::copy_n(from, kept.data, out_.data() + at);
    for (std::uint64_t i = 0; i < kept.pointers; ++i) {
      pointer(from + sizes.data + i, at + kept.data + i);
    }
  }

  void list(std::uint64_t pointing, const std::uint64_t* from, std::size_t to) {
    const unsigned size = (pointing >> 32) & 7;
    if (size == kStructElements) return structures(from, to);
    const std::uint64_t count = pointing >> 35;
    const std::uint64_t words =
        size == kPointerElements ? count : (count * kElementBits[size] + 63) / 64;
    const std::size_t at = grow(words);
    out_[to] = offset(to, at) | (pointing >> 32) << 32 | kListKind;
    if (size == kPointerElements) {
      for (std::uint64_t i = 0; i < count; ++i) pointer(from + i, at + i);
    } else {
      std::copy_n(from, words, out_.data() + at);
    }
  }

  /// Elements are all as large as the largest of them; a tag before them says how large.
  void structures(const std::uint64_t* from, std::size_t to) {
    const Sizes sizes = Sizes::of(*from);
    const std::uint64_t count = (*from & 0xFFFFFFFF) >> 2;
    Sizes kept{0, 0};
    for (std::uint64_t i = 0; i < count; ++i) {
      const Sizes element = trimmed(from + 1 + i * sizes.words(), sizes);
      kept = {std::max(kept.data, element.data), std::max(kept.pointers, element.pointers)};
    }
    const std::size_t at = grow(1 + count * kept.words());
    out_[to] = offset(to, at) | std::uint64_t{kStructElements} << 32 | kListKind |
               (count * kept.words()) << 35;
    out_[at] = count << 2 | kept.bits();
    for (std::uint64_t i = 0; i < count; ++i) {
      fill(sizes, kept, from + 1 + i * sizes.words(), at + 1 + i * kept.words());
    }
  }

  Words& out_;
  std::size_t used_ = 1;
};

}  // namespace

void canonical_words(capnp::MessageBuilder& message, Words& out) {
  const auto segments = message.getSegmentsForOutput();
  if (segments.size() == 1) {
    out.assign(segments[0].size(), 0);  // no object becomes larger
    Copy copy(out);
    copy.pointer(reinterpret_cast<const std::uint64_t*>(segments[0].begin()), 0);
    out.resize(copy.used());
    return;
  }
  const auto words = message.getRoot<capnp::AnyStruct>().asReader().canonicalize();
  out.resize(words.size());
  std::memcpy(out.data(), words.begin(), words.size() * sizeof(capnp::word));
}

}  // namespace probity::projections
