// The right edge of an RFC 6962 tree: the roots of its perfect subtrees, from the largest to the
// smallest. Appending a leaf touches nothing older, so a ledger keeps these (at most 64 hashes) and
// never rehashes.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "eventstore/base/ids.h"
#include "eventstore/base/result.h"
#include "eventstore/proof/hash_many.h"

namespace probity::proof {

class Peaks {
 public:
  Peaks() = default;
  /// kCorrupt unless there is one hash for each bit set in `size`.
  static Result<Peaks> from(TreeSize size, std::vector<Hash> hashes);

  void append(const Hash& leaf);
  /// The roots of the perfect subtrees of 2^height leaves that became complete, left to right.
  using Complete = std::function<void(unsigned height, std::span<const Hash> roots)>;
  /// Appends several leaves, hashing each new node once. `complete` (may be empty) is told of every
  /// height at which any became complete, from 0, the leaves, upwards.
  void append(std::span<const Hash> leaves, HashMany hash_many, const Complete& complete);
  [[nodiscard]] TreeSize size() const { return size_; }
  [[nodiscard]] const std::vector<Hash>& hashes() const { return hashes_; }
  /// MTH of RFC 6962 section 2.1: the peaks folded from the right.
  [[nodiscard]] Hash root() const;

  friend bool operator==(const Peaks&, const Peaks&) = default;

 private:
  TreeSize size_;
  std::vector<Hash> hashes_;
};

}  // namespace probity::proof
