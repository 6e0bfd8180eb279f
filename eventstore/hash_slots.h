// An open-addressing table from hashes to numbers: the numbers of entries that lie elsewhere, in a
// vector. One flat array without an allocation an entry; made for the writer, which looks up and
// adds several names an event.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace probity::eventstore {

class HashSlots {
 public:
  static constexpr std::uint32_t kNone = ~std::uint32_t{0};

  /// The number kept under `hash` for which `is_it(number)` holds; kNone.
  template <class IsIt>
  [[nodiscard]] std::uint32_t find(std::uint64_t hash, IsIt is_it) const {
    if (slots_.empty()) return kNone;
    for (std::size_t at = hash & mask();; at = (at + 1) & mask()) {
      const std::uint32_t number = slots_[at];
      if (number == kNone || is_it(number)) return number;
    }
  }

  /// Has the place of a hash brought near, for whoever will look there soon.
  void prefetch(std::uint64_t hash) const {
    if (!slots_.empty()) __builtin_prefetch(&slots_[hash & mask()]);
  }
  /// The number at a hash's own place, most often what find() would give; kNone.
  [[nodiscard]] std::uint32_t likely(std::uint64_t hash) const {
    return slots_.empty() ? kNone : slots_[hash & mask()];
  }

  /// Adds a number that is not there. `hash_of(number)` gives the hash of one that is.
  template <class HashOf>
  void add(std::uint64_t hash, std::uint32_t number, HashOf hash_of) {
    if (2 * (count_ + 1) > slots_.size()) grow(hash_of);
    place(hash, number);
    ++count_;
  }

  /// Removes a number that is there, and moves up what its place kept from theirs.
  template <class HashOf>
  void remove(std::uint64_t hash, std::uint32_t number, HashOf hash_of) {
    std::size_t hole = hash & mask();
    while (slots_[hole] != number) hole = (hole + 1) & mask();
    for (std::size_t at = (hole + 1) & mask(); slots_[at] != kNone; at = (at + 1) & mask()) {
      const std::size_t home = hash_of(slots_[at]) & mask();
      if (((at - home) & mask()) >= ((at - hole) & mask())) {
        slots_[hole] = slots_[at];
        hole = at;
      }
    }
    slots_[hole] = kNone;
    --count_;
  }

  /// Empties it and keeps its room.
  void clear() {
    if (count_ > 0) slots_.assign(slots_.size(), kNone);
    count_ = 0;
  }

 private:
  static constexpr std::size_t kSlotsAtFirst = 64;  // a power of two, as every later size

  [[nodiscard]] std::size_t mask() const { return slots_.size() - 1; }

  void place(std::uint64_t hash, std::uint32_t number) {
    std::size_t at = hash & mask();
    while (slots_[at] != kNone) at = (at + 1) & mask();
    slots_[at] = number;
  }

  template <class HashOf>
  void grow(HashOf hash_of) {
    const std::vector<std::uint32_t> before = std::move(slots_);
    slots_.assign(before.empty() ? kSlotsAtFirst : 2 * before.size(), kNone);
    for (const std::uint32_t number : before) {
      if (number != kNone) place(hash_of(number), number);
    }
  }

  std::vector<std::uint32_t> slots_;
  std::size_t count_ = 0;
};

}  // namespace probity::eventstore
