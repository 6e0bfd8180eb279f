#include "eventstore/proof/peaks.h"

#include <fmt/format.h>

#include <bit>

#include "eventstore/proof/hash.h"

namespace probity::proof {

Result<Peaks> Peaks::from(TreeSize size, std::vector<Hash> hashes) {
  const auto expected = static_cast<std::size_t>(std::popcount(size.value));
  if (hashes.size() != expected) {
    return fail(ErrorKind::kCorrupt, fmt::format("a tree of {} leaves has {} peaks, not {}",
                                                 size.value, expected, hashes.size()));
  }
  Peaks peaks;
  peaks.size_ = size;
  peaks.hashes_ = std::move(hashes);
  return peaks;
}

void Peaks::append(const Hash& leaf) {
  Hash right = leaf;
  for (std::uint64_t rest = size_.value; (rest & 1) != 0; rest >>= 1) {
    right = node_hash(hashes_.back(), right);
    hashes_.pop_back();
  }
  hashes_.push_back(right);
  ++size_.value;
}

void Peaks::append(std::span<const Hash> leaves, HashMany hash_many, const Complete& complete) {
  std::vector<Hash> row(leaves.begin(), leaves.end());
  std::vector<Hash> smaller;  // the new peaks, from the smallest on
  std::uint64_t rest = size_.value;
  for (unsigned height = 0; !row.empty(); ++height, rest >>= 1) {
    if (complete) complete(height, row);
    // The peak of this height, if there is one, is the left neighbour of what follows it.
    if ((rest & 1) != 0) {
      row.insert(row.begin(), hashes_.back());
      hashes_.pop_back();
    }
    if (row.size() % 2 != 0) {
      smaller.push_back(row.back());
      row.pop_back();
    }
    std::vector<Hash> parents(row.size() / 2);
    node_hashes(hash_many, row, parents);
    row = std::move(parents);
  }
  hashes_.insert(hashes_.end(), smaller.rbegin(), smaller.rend());
  size_.value += leaves.size();
}

Hash Peaks::root() const {
  if (hashes_.empty()) return empty_root();
  Hash right = hashes_.back();
  for (std::size_t i = hashes_.size() - 1; i-- > 0;) right = node_hash(hashes_[i], right);
  return right;
}

}  // namespace probity::proof
