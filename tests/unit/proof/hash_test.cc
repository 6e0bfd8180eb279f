#include "eventstore/proof/hash.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <thread>

#include "eventstore/base/text.h"

namespace probity::proof {
namespace {

Bytes bytes(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

TEST(Sha256, GivesThePublishedDigests) {
  // FIPS 180-4 examples.
  EXPECT_EQ(to_hex(sha256({bytes("abc")}).bytes),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(to_hex(sha256({}).bytes),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(
      to_hex(sha256({bytes("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")}).bytes),
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

TEST(Sha256, JoinsItsParts) {
  EXPECT_EQ(sha256({bytes("a"), bytes(""), bytes("bc")}), sha256({bytes("abc")}));
}

TEST(Sha256, IsReusable) {
  Sha256 hasher;
  const Hash first = hasher({bytes("abc")});
  (void)hasher({bytes("something else")});
  EXPECT_EQ(hasher({bytes("abc")}), first);
}

TEST(HmacSha256, GivesThePublishedCode) {
  // RFC 4231 test case 2.
  EXPECT_EQ(to_hex(hmac_sha256(bytes("Jefe"), bytes("what do ya want for nothing?")).bytes),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

TEST(TreeHash, KeepsLeavesAndNodesApart) {
  // RFC 6962 section 2.1: a leaf is hashed behind 0x00, a node behind 0x01.
  EXPECT_EQ(to_hex(leaf_hash({}).bytes),
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
  EXPECT_EQ(empty_root(), sha256({}));
  const Hash left = leaf_hash(bytes("left"));
  const Hash right = leaf_hash(bytes("right"));
  const std::uint8_t node = 1;
  EXPECT_EQ(node_hash(left, right), sha256({Bytes(&node, 1), left.bytes, right.bytes}));
  EXPECT_NE(node_hash(left, right), node_hash(right, left));
}

TEST(TreeHash, IsTheSameOnEveryThread) {
  const Hash here = leaf_hash(bytes("event"));
  Hash there;
  std::thread([&] { there = leaf_hash(bytes("event")); }).join();
  EXPECT_EQ(there, here);
}

}  // namespace
}  // namespace probity::proof
