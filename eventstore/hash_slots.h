// An open-addressing table from hashes to numbers: the numbers of entries that lie elsewhere, in a
// vector. One flat array without an allocation an entry; made for the writer, which looks up and
// adds several names an event. A slot holds the low half of the hash beside the number, so that
// other entries are hardly ever looked at, and none of them when the table grows.
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
    const auto half = static_cast<std::uint32_t>(hash);
    for (std::size_t at = hash & mask();; at = (at + 1) & mask()) {
      const Slot slot = slots_[at];
      if (slot.number == kNone || (slot.half == half && is_it(slot.number))) return slot.number;
    }
  }

  /// Has the place of a hash brought near, for whoever will look there soon.
  void prefetch(std::uint64_t hash) const {
    if (!slots_.empty()) __builtin_prefetch(&slots_[hash & mask()]);
  }
  /// The number at a hash's own place, most often what find() would give; kNone.
  [[nodiscard]] std::uint32_t likely(std::uint64_t hash) const {
    return slots_.empty() ? kNone : slots_[hash & mask()].number;
  }

  /// Adds a number that is not there.
  void add(std::uint64_t hash, std::uint32_t number) {
    if (2 * (count_ + 1) > slots_.size()) grow();
    place({static_cast<std::uint32_t>(hash), number});
    ++count_;
  }

  /// Removes a number that is there, and moves up what its place kept from theirs.
  void remove(std::uint64_t hash, std::uint32_t number) {
    std::size_t hole = hash & mask();
    while (slots_[hole].number != number) hole = (hole + 1) & mask();
    for (std::size_t at = (hole + 1) & mask(); slots_[at].number != kNone; at = (at + 1) & mask()) {
      const std::size_t home = slots_[at].half & mask();
      if (((at - home) & mask()) >= ((at - hole) & mask())) {
        slots_[hole] = slots_[at];
        hole = at;
      }
    }
    slots_[hole] = {};
    --count_;
  }

  /// Empties it and keeps its room.
  void clear() {
    if (count_ > 0) slots_.assign(slots_.size(), {});
    count_ = 0;
  }

 private:
  struct Slot {
    std::uint32_t half = 0;  // the low one of the hash
    std::uint32_t number = kNone;
  };
  static constexpr std::size_t kSlotsAtFirst = 64;  // a power of two, as every later size

  [[nodiscard]] std::size_t mask() const { return slots_.size() - 1; }

  void place(Slot slot) {
    std::size_t at = slot.half & mask();
    while (slots_[at].number != kNone) at = (at + 1) & mask();
    slots_[at] = slot;
  }

  void grow() {
    const std::vector<Slot> before = std::move(slots_);
    slots_.assign(before.empty() ? kSlotsAtFirst : 2 * before.size(), {});
    for (const Slot& slot : before) {
      if (slot.number != kNone) place(slot);
    }
  }

  std::vector<Slot> slots_;
  std::size_t count_ = 0;
};

}  // namespace probity::eventstore
