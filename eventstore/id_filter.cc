#include "eventstore/id_filter.h"

#include <cstring>

namespace probity::eventstore {
namespace {

constexpr unsigned kBitNumberBits = 6;  // of a bit in a word of 64

/// The finalizer of MurmurHash3: every bit of the input changes half of the output.
std::uint64_t mix(std::uint64_t value) {
  value ^= value >> 33;
  value *= 0xff51afd7ed558ccdULL;
  value ^= value >> 33;
  value *= 0xc4ceb9fe1a85ec53ULL;
  return value ^ (value >> 33);
}

template <class Each>
void each_bit(std::uint64_t bits, Each each) {
  for (unsigned word = 0; word < kFilterBlockWords; ++word) {
    each(word, std::uint64_t{1} << (bits >> (word * kBitNumberBits) & 63));
  }
}

}  // namespace

FilterBits::FilterBits(const EventId& id) {
  std::uint64_t halves[2];
  std::memcpy(halves, id.bytes.data(), sizeof halves);
  block_ = mix(halves[0] ^ mix(halves[1]));
  bits_ = mix(block_ + 0x9e3779b97f4a7c15ULL);
}

bool FilterBits::are_set(std::span<const std::uint64_t, kFilterBlockWords> block) const {
  bool all = true;
  each_bit(bits_, [&](std::size_t word, std::uint64_t bit) { all &= (block[word] & bit) != 0; });
  return all;
}

void FilterBits::set(std::span<std::uint64_t, kFilterBlockWords> block) const {
  each_bit(bits_, [&](std::size_t word, std::uint64_t bit) { block[word] |= bit; });
}

void IdFilter::make_room(std::uint64_t ids) {
  if (words_.empty()) words_.resize(kFilterRowWords);
  while (rows() * kFilterRowBlocks * kFilterBlockIds < ids) {
    // An id's block in the doubled filter is its block of before, in either half.
    const std::size_t size = words_.size();
    words_.resize(2 * size);
    std::memcpy(&words_[size], words_.data(), size * sizeof(std::uint64_t));
  }
}

void IdFilter::add(const EventId& id) {
  const FilterBits bits(id);
  bits.set(std::span<std::uint64_t, kFilterBlockWords>(
      &words_[bits.block(rows()) * kFilterBlockWords], kFilterBlockWords));
}

}  // namespace probity::eventstore
