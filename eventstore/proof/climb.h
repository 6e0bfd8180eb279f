// The way from a leaf up to the root, as both checks of RFC 9162 (sections 2.1.3.2 and 2.1.4.2)
// walk it.
#pragma once

#include <cstdint>

namespace probity::proof {

/// fn and sn of RFC 9162: the indexes, in their level, of the node reached and of the last node.
class Climb {
 public:
  /// From node `fn` of a level whose last node is `sn`; `fn` <= `sn`.
  Climb(std::uint64_t fn, std::uint64_t sn) : fn_(fn), sn_(sn) {}

  /// Whether the node reached is the root.
  [[nodiscard]] bool at_root() const { return sn_ == 0; }

  /// Climbs while the node is a right child whose subtree is whole on both sides: what an old root
  /// already covers.
  void skip_right_edges() {
    while ((fn_ & 1) != 0) up();
  }

  /// Goes to the parent that the next hash of a proof makes; true where that hash is the left half.
  /// A last node without a sibling rises by itself to where it has one.
  [[nodiscard]] bool next_is_left() {
    const bool left = (fn_ & 1) != 0 || fn_ == sn_;
    if (left) {
      while ((fn_ & 1) == 0 && fn_ != 0) up();
    }
    up();
    return left;
  }

 private:
  void up() {
    fn_ >>= 1;
    sn_ >>= 1;
  }

  std::uint64_t fn_;
  std::uint64_t sn_;
};

}  // namespace probity::proof
