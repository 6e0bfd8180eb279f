#include "eventstore/proof/peaks.h"

#include <gtest/gtest.h>

#include <bit>
#include <span>
#include <string>

#include "eventstore/proof/hash.h"
#include "tests/support/naive_tree.h"

namespace probity::proof {
namespace {

using test::naive_root;

std::vector<Hash> leaves(std::size_t count) {
  std::vector<Hash> out;
  for (std::size_t i = 0; i < count; ++i) {
    const std::string data = "leaf " + std::to_string(i);
    out.push_back(leaf_hash({reinterpret_cast<const std::uint8_t*>(data.data()), data.size()}));
  }
  return out;
}

TEST(Peaks, HaveTheRootOfTheRecursionAtEverySizeTo300) {
  const auto all = leaves(300);
  Peaks peaks;
  EXPECT_EQ(peaks.root(), naive_root({}));
  for (std::size_t size = 1; size <= all.size(); ++size) {
    peaks.append(all[size - 1]);
    ASSERT_EQ(peaks.size(), TreeSize{size});
    ASSERT_EQ(peaks.hashes().size(), static_cast<std::size_t>(std::popcount(size)));
    ASSERT_EQ(peaks.root(), naive_root(std::span(all).first(size))) << size;
  }
}

TEST(Peaks, GoOnFromWhereTheyWereStored) {
  const auto all = leaves(77);
  Peaks whole;
  for (const Hash& leaf : all) whole.append(leaf);
  Peaks first;
  for (std::size_t i = 0; i < 41; ++i) first.append(all[i]);
  Peaks again = Peaks::from(first.size(), first.hashes()).value();
  for (std::size_t i = 41; i < all.size(); ++i) again.append(all[i]);
  EXPECT_EQ(again, whole);
}

TEST(Peaks, RefuseAsManyHashesAsTheirSizeDoesNotHave) {
  EXPECT_EQ(Peaks::from(TreeSize{3}, std::vector<Hash>(1)).error().kind, ErrorKind::kCorrupt);
  EXPECT_FALSE(Peaks::from(TreeSize{0}, std::vector<Hash>(1)));
  EXPECT_FALSE(Peaks::from(TreeSize{4}, std::vector<Hash>(2)));
  EXPECT_TRUE(Peaks::from(TreeSize{4}, std::vector<Hash>(1)));
  EXPECT_TRUE(Peaks::from(TreeSize{0}, {}));
}

}  // namespace
}  // namespace probity::proof
