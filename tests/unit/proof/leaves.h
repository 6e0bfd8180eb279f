// Leaves that the proof tests share.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "eventstore/proof/hash.h"

namespace probity::proof {

inline Bytes bytes(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

/// The leaf hashes of "leaf 0", "leaf 1", ….
inline std::vector<Hash> numbered_leaves(std::size_t count) {
  std::vector<Hash> out;
  for (std::size_t i = 0; i < count; ++i)
    out.push_back(leaf_hash(bytes("leaf " + std::to_string(i))));
  return out;
}

}  // namespace probity::proof
