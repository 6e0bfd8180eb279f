#include "eventstore/proof/hash_many.h"

#include <cassert>
#include <vector>

namespace probity::proof {
namespace {

constexpr std::uint8_t kLeaf = 0x00;
constexpr std::uint8_t kNode = 0x01;

}  // namespace

void hash_one_by_one(std::span<const Message> messages, std::span<Hash> digests) {
  for (std::size_t i = 0; i < messages.size(); ++i) {
    digests[i] = sha256({messages[i].first, messages[i].second});
  }
}

void leaf_hashes(HashMany hash_many, std::span<const Bytes> leaf_data, std::span<Hash> leaves) {
  std::vector<Message> messages;
  messages.reserve(leaf_data.size());
  for (const Bytes data : leaf_data) messages.push_back({Bytes(&kLeaf, 1), data});
  hash_many(messages, leaves);
}

void node_hashes(HashMany hash_many, std::span<const Hash> children, std::span<Hash> nodes) {
  static_assert(sizeof(Hash) == 32, "children lie one behind the other");
  std::vector<Message> messages;
  messages.reserve(nodes.size());
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    messages.push_back({Bytes(&kNode, 1), Bytes(children[2 * i].bytes.data(), 2 * sizeof(Hash))});
  }
  hash_many(messages, nodes);
}

}  // namespace probity::proof
