#include "eventstore/proof/contradiction.h"

#include <gtest/gtest.h>

#include "eventstore/proof/consistency.h"
#include "eventstore/proof/tree.h"
#include "tests/support/naive_tree.h"
#include "tests/unit/proof/keys.h"
#include "tests/unit/proof/leaves.h"

namespace probity::proof {
namespace {

std::string signed_note(std::uint64_t size, const Hash& root) {
  return sign_checkpoint({std::string(kOrigin), TreeSize{size}, root, {}}, ledger_key()).value();
}

Hash root_of(std::size_t leaves) { return test::naive_root(numbered_leaves(leaves)); }

Hash other_root() { return leaf_hash(bytes("another history")); }

/// Of 13 events and, of another history, 7.
Contradiction of_two_sizes() {
  LeafHashes tree(numbered_leaves(13));
  return {signed_note(7, other_root()), signed_note(13, root_of(13)), root_of(7),
          prove_consistency(tree, TreeSize{7}, TreeSize{13}).value()};
}

Contradiction of_one_size() {
  return {signed_note(7, other_root()), signed_note(7, root_of(7)), {}, {}};
}

TEST(Contradictions, AreProved) {
  for (const Contradiction& one : {of_two_sizes(), of_one_size()}) {
    const auto again = Contradiction::parse(one.text());
    ASSERT_TRUE(again) << again.error().what;
    EXPECT_EQ(*again, one);
    const auto proved = verify_contradiction(*again, pins());
    ASSERT_TRUE(proved) << proved.error().what;
    EXPECT_EQ(proved->older.checkpoint.root, other_root());
  }
}

TEST(Contradictions, AreNotProvedByWhatIsConsistent) {
  Contradiction consistent = of_two_sizes();
  consistent.older = signed_note(7, root_of(7));
  EXPECT_EQ(verify_contradiction(consistent, pins()).error().kind, ErrorKind::kNotFound);
  Contradiction same = of_one_size();
  same.older = same.newer;
  EXPECT_EQ(verify_contradiction(same, pins()).error().kind, ErrorKind::kNotFound);
}

TEST(Contradictions, NeedTheNewerTreesOwnRootInBetween) {
  Contradiction forged = of_two_sizes();
  forged.older = signed_note(7, root_of(7));
  forged.root = other_root();
  EXPECT_EQ(verify_contradiction(forged, pins()).error().kind, ErrorKind::kMalformed);
  Contradiction without = of_two_sizes();
  without.root.reset();
  without.hashes.clear();
  EXPECT_EQ(verify_contradiction(without, pins()).error().kind, ErrorKind::kMalformed);
  Contradiction swapped = of_two_sizes();
  std::swap(swapped.older, swapped.newer);
  EXPECT_EQ(verify_contradiction(swapped, pins()).error().kind, ErrorKind::kMalformed);
}

TEST(Contradictions, NeedTheLedgersKeyOnBoth) {
  const std::vector<PinnedKey> strangers{{strangers_key().verifier()}};
  EXPECT_EQ(verify_contradiction(of_one_size(), strangers).error().kind, ErrorKind::kUnverifiable);
}

TEST(Contradictions, AreRefusedWithAnyCharacterChanged) {
  const std::string text = of_two_sizes().text();
  const auto proved = [](const std::string& changed) {
    const auto read = Contradiction::parse(changed);
    return read && verify_contradiction(*read, pins());
  };
  ASSERT_TRUE(proved(text));
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::string changed = text;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(proved(changed)) << "character " << i;
    EXPECT_FALSE(proved(text.substr(0, i))) << "cut at " << i;
  }
}

}  // namespace
}  // namespace probity::proof
