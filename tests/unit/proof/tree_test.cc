#include "eventstore/proof/tree.h"

#include <gtest/gtest.h>

#include <span>

#include "eventstore/proof/consistency.h"
#include "eventstore/proof/inclusion.h"
#include "tests/support/naive_tree.h"
#include "tests/unit/proof/leaves.h"

namespace probity::proof {
namespace {

constexpr std::size_t kSizes = 130;

Hash with_bit_flipped(const Hash& hash, std::size_t bit) {
  Hash out = hash;
  out.bytes[bit / 8] = static_cast<std::uint8_t>(out.bytes[bit / 8] ^ (1U << (bit % 8)));
  return out;
}

class Trees : public ::testing::Test {
 protected:
  Trees() {
    for (std::size_t size = 0; size <= kSizes; ++size)
      roots_.push_back(test::naive_root(std::span(leaves_).first(size)));
  }
  [[nodiscard]] TreeHead head(std::size_t size) const { return {TreeSize{size}, roots_[size]}; }

  std::vector<Hash> leaves_ = numbered_leaves(kSizes);
  LeafHashes tree_{leaves_};
  std::vector<Hash> roots_;
};

TEST_F(Trees, HaveTheRootOfTheRecursionAtEverySize) {
  for (std::size_t size = 0; size <= kSizes; ++size)
    ASSERT_EQ(tree_root(tree_, TreeSize{size}).value(), roots_[size]) << size;
}

TEST_F(Trees, ProveEveryLeafAtEverySizeAndRefuseFlippedBits) {
  for (std::size_t size = 1; size <= kSizes; ++size) {
    for (std::size_t leaf = 0; leaf < size; ++leaf) {
      auto proof = prove_inclusion(tree_, Position{leaf}, TreeSize{size}).value();
      const auto check = [&](const Hash& hash) {
        return check_inclusion(hash, Position{leaf}, TreeSize{size}, proof, roots_[size]);
      };
      ASSERT_TRUE(check(leaves_[leaf])) << leaf << " of " << size;
      // Each bit of each hash: at small sizes all at once, at others spread over the leaves.
      const std::size_t step = size <= 32 ? 1 : 16;
      for (Hash& hash : proof) {
        const Hash good = hash;
        for (std::size_t bit = leaf % step; bit < 256; bit += step) {
          hash = with_bit_flipped(good, bit);
          ASSERT_FALSE(check(leaves_[leaf])) << leaf << " of " << size << ", bit " << bit;
        }
        hash = good;
      }
      ASSERT_FALSE(check(with_bit_flipped(leaves_[leaf], size % 256)));
    }
  }
}

TEST_F(Trees, RefuseAnotherIndexAnotherSizeAndAnotherLength) {
  for (std::size_t size = 1; size <= 70; ++size) {
    for (std::size_t leaf = 0; leaf < size; ++leaf) {
      auto proof = prove_inclusion(tree_, Position{leaf}, TreeSize{size}).value();
      for (std::size_t other = 0; other <= size; ++other) {
        if (other == leaf) continue;
        ASSERT_FALSE(
            check_inclusion(leaves_[leaf], Position{other}, TreeSize{size}, proof, roots_[size]))
            << leaf << " as " << other << " of " << size;
      }
      proof.push_back(Hash{});
      EXPECT_EQ(check_inclusion(leaves_[leaf], Position{leaf}, TreeSize{size}, proof, roots_[size])
                    .error()
                    .kind,
                ErrorKind::kMalformed);
      proof.pop_back();
      if (proof.empty()) continue;
      proof.pop_back();
      EXPECT_EQ(check_inclusion(leaves_[leaf], Position{leaf}, TreeSize{size}, proof, roots_[size])
                    .error()
                    .kind,
                ErrorKind::kMalformed);
    }
  }
}

TEST_F(Trees, ProveEveryOlderSizeAndRefuseFlippedBits) {
  for (std::size_t newer = 1; newer <= kSizes; ++newer) {
    for (std::size_t older = 1; older <= newer; ++older) {
      auto proof = prove_consistency(tree_, TreeSize{older}, TreeSize{newer}).value();
      ASSERT_TRUE(check_consistency(head(older), head(newer), proof)) << older << " " << newer;
      const std::size_t step = newer <= 32 ? 1 : 16;
      for (Hash& hash : proof) {
        const Hash good = hash;
        for (std::size_t bit = older % step; bit < 256; bit += step) {
          hash = with_bit_flipped(good, bit);
          ASSERT_FALSE(check_consistency(head(older), head(newer), proof))
              << older << " " << newer << ", bit " << bit;
        }
        hash = good;
      }
      TreeHead other = head(older);
      other.root = with_bit_flipped(other.root, newer % 256);
      ASSERT_FALSE(check_consistency(other, head(newer), proof));
      other = head(newer);
      other.root = with_bit_flipped(other.root, older % 256);
      ASSERT_FALSE(check_consistency(head(older), other, proof));
    }
  }
}

TEST_F(Trees, RefuseConsistencyProofsOfAnotherLength) {
  for (std::size_t newer = 1; newer <= 70; ++newer) {
    for (std::size_t older = 1; older <= newer; ++older) {
      auto proof = prove_consistency(tree_, TreeSize{older}, TreeSize{newer}).value();
      proof.push_back(Hash{});
      EXPECT_EQ(check_consistency(head(older), head(newer), proof).error().kind,
                ErrorKind::kMalformed);
      proof.pop_back();
      if (proof.empty()) continue;
      proof.pop_back();
      EXPECT_FALSE(check_consistency(head(older), head(newer), proof)) << older << " " << newer;
    }
  }
}

TEST_F(Trees, HaveNoProofBeyondTheirSize) {
  EXPECT_EQ(prove_inclusion(tree_, Position{7}, TreeSize{7}).error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(prove_inclusion(tree_, Position{0}, TreeSize{0}).error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(prove_inclusion(tree_, Position{0}, TreeSize{kSizes + 1}).error().kind,
            ErrorKind::kNotFound);
  EXPECT_EQ(prove_consistency(tree_, TreeSize{0}, TreeSize{7}).error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(prove_consistency(tree_, TreeSize{8}, TreeSize{7}).error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(check_inclusion(leaves_[0], Position{7}, TreeSize{7}, {}, roots_[7]).error().kind,
            ErrorKind::kMalformed);
  EXPECT_EQ(check_consistency(head(0), head(0), {}).error().kind, ErrorKind::kMalformed);
  EXPECT_EQ(check_consistency(head(8), head(7), {}).error().kind, ErrorKind::kMalformed);
}

/// Names every subtree by a hash of its own: for trees larger than memory.
class FarTree final : public SubtreeReader {
 public:
  Result<Hash> root_of(Subtree subtree) override {
    const std::string name = std::to_string(subtree.height) + "/" + std::to_string(subtree.index);
    return sha256({bytes(name)});
  }
};

TEST(FarTrees, AreProvedUpToTheLargestSize) {
  FarTree tree;
  const TreeSize size{~std::uint64_t{0}};
  const Hash root = tree_root(tree, size).value();
  const Position last{size.value - 1};
  const Hash leaf = tree.root_of({.height = 0, .index = last.value}).value();
  auto proof = prove_inclusion(tree, last, size).value();
  EXPECT_EQ(proof.size(), 63U);
  EXPECT_TRUE(check_inclusion(leaf, last, size, proof, root));
  // The root of a smaller tree is not known to FarTree; the newer side of the proof is.
  proof.resize(200);
  EXPECT_EQ(check_inclusion(leaf, last, size, proof, root).error().kind, ErrorKind::kMalformed);
  const TreeSize half{std::uint64_t{1} << 63};
  const TreeHead older{half, tree_root(tree, half).value()};
  const auto grown = prove_consistency(tree, half, size).value();
  EXPECT_TRUE(check_consistency(older, {size, root}, grown));
}

}  // namespace
}  // namespace probity::proof
