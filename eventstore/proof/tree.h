// An RFC 6962 tree (section 2.1) as pure functions over whoever can name the roots of its perfect
// subtrees: a ledger's tiles, a folder of tile files, hashes in memory. Nothing here keeps state;
// any thread.
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "eventstore/base/ids.h"
#include "eventstore/base/result.h"

namespace probity::proof {

/// The perfect subtree of 2^height leaves that begins at leaf index * 2^height; height 0 is a leaf.
struct Subtree {
  unsigned height = 0;      // 0 to 63
  std::uint64_t index = 0;  // from the left, among subtrees of this height
  friend bool operator==(const Subtree&, const Subtree&) = default;
};

/// Gives the roots of perfect subtrees. It is asked only for those that lie wholly within the size
/// that the caller named; its errors are handed on unchanged.
class SubtreeReader {
 public:
  virtual ~SubtreeReader() = default;
  virtual Result<Hash> root_of(Subtree subtree) = 0;
};

/// The root of `leaves` leaves from leaf `begin` on, MTH(D[begin : begin + leaves]). `begin` is a
/// multiple of a power of two that is not below `leaves`, as every range of RFC 6962's recursion
/// is. The root of no leaves is empty_root().
[[nodiscard]] Result<Hash> range_root(SubtreeReader& tree, std::uint64_t begin,
                                      std::uint64_t leaves);

/// The root of the first `size` leaves.
[[nodiscard]] Result<Hash> tree_root(SubtreeReader& tree, TreeSize size);

/// The root of 2^n equal subtrees, left to right, one at least; works in place.
[[nodiscard]] Hash fold_perfect(std::span<Hash> hashes);

/// A tree whose leaf hashes are in memory. A subtree's root is hashed when it is asked for, so this
/// is for trees that are small or asked once: the stream heads of a seal, a test.
class LeafHashes final : public SubtreeReader {
 public:
  explicit LeafHashes(std::vector<Hash> leaves) : leaves_(std::move(leaves)) {}
  [[nodiscard]] TreeSize size() const { return TreeSize{leaves_.size()}; }
  /// kNotFound beyond the leaves.
  Result<Hash> root_of(Subtree subtree) override;

 private:
  std::vector<Hash> leaves_;
};

}  // namespace probity::proof
