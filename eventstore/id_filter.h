// Which ids are surely not in the index: a blocked Bloom filter ("Cache-, Hash- and Space-Efficient
// Bloom Filters", WEA 2007), so that a new event's id costs one cache line and no walk down a tree.
// It lies in the index as rows of kFilterRowBytes, a power of two of them; block b of the filter is
// block b % kFilterRowBlocks of row b / kFilterRowBlocks.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "eventstore/base/ids.h"

namespace probity::eventstore {

inline constexpr std::size_t kFilterBlockWords = 8;  // a cache line
inline constexpr std::size_t kFilterRowBlocks = 1'024;
inline constexpr std::size_t kFilterRowWords = kFilterRowBlocks * kFilterBlockWords;
inline constexpr std::size_t kFilterRowBytes = kFilterRowWords * sizeof(std::uint64_t);
/// Above so many ids a block the filter doubles. After a doubling both halves hold the bits of
/// both, so that a block holds those of at most twice as many: 16 bits an id, and of 100 ids that
/// are not there at most two are looked for.
inline constexpr std::size_t kFilterBlockIds = 16;

/// Where an id's bits are: in one block, one in each of its words.
class FilterBits {
 public:
  explicit FilterBits(const EventId& id);
  /// Its block in a filter of `rows` rows, a power of two.
  [[nodiscard]] std::uint64_t block(std::uint64_t rows) const {
    return block_ & (rows * kFilterRowBlocks - 1);
  }
  [[nodiscard]] bool are_set(std::span<const std::uint64_t, kFilterBlockWords> block) const;
  void set(std::span<std::uint64_t, kFilterBlockWords> block) const;

 private:
  std::uint64_t block_;
  std::uint64_t bits_;
};

/// A whole filter in memory, to be added to. `words`: its rows, one after the other; may be empty.
class IdFilter {
 public:
  explicit IdFilter(std::vector<std::uint64_t> words) : words_(std::move(words)) {}
  /// Doubles until it has room for `ids` in all.
  void make_room(std::uint64_t ids);
  /// After make_room().
  void add(const EventId& id);
  [[nodiscard]] std::uint64_t rows() const { return words_.size() / kFilterRowWords; }
  [[nodiscard]] std::span<const std::uint64_t> row(std::uint64_t i) const {
    return std::span(words_).subspan(i * kFilterRowWords, kFilterRowWords);
  }

 private:
  std::vector<std::uint64_t> words_;
};

}  // namespace probity::eventstore
