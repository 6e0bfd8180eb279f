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

Hash Peaks::root() const {
  if (hashes_.empty()) return empty_root();
  Hash right = hashes_.back();
  for (std::size_t i = hashes_.size() - 1; i-- > 0;) right = node_hash(hashes_[i], right);
  return right;
}

}  // namespace probity::proof
