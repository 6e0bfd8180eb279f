// Many digests at once. Hashing in lanes of one register is faster than one message after the
// other; who can do that says so by a function of this form, and proof/ itself needs none.
#pragma once

#include <span>

#include "eventstore/proof/hash.h"

namespace probity::proof {

/// SHA-256 of `first || second`.
struct Message {
  Bytes first;
  Bytes second;
};

/// Writes the digest of each message to the same place of `digests`, which is as long. Any thread.
using HashMany = void (*)(std::span<const Message> messages, std::span<Hash> digests);

/// With OpenSSL, one after the other.
void hash_one_by_one(std::span<const Message> messages, std::span<Hash> digests);

/// RFC 6962 section 2.1 leaf hashes of leaf data.
void leaf_hashes(HashMany hash_many, std::span<const Bytes> leaf_data, std::span<Hash> leaves);
/// RFC 6962 section 2.1 nodes: of children 2i and 2i+1, the i-th. `nodes` is half as long.
void node_hashes(HashMany hash_many, std::span<const Hash> children, std::span<Hash> nodes);

}  // namespace probity::proof
