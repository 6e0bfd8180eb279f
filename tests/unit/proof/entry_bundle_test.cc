#include "eventstore/proof/entry_bundle.h"

#include <gtest/gtest.h>

#include "eventstore/base/limits.h"
#include "tests/unit/proof/leaves.h"

namespace probity::proof {
namespace {

TEST(EntryBundles, HaveTheBytesThatWereFrozen) {
  std::vector<std::uint8_t> bundle;
  ASSERT_TRUE(append_entry(bundle, bytes("abc")));
  ASSERT_TRUE(append_entry(bundle, {}));
  ASSERT_TRUE(append_entry(bundle, std::vector<std::uint8_t>(258, 0x7A)));
  std::vector<std::uint8_t> expected = {0, 3, 'a', 'b', 'c', 0, 0, 1, 2};
  expected.insert(expected.end(), 258, 0x7A);
  EXPECT_EQ(bundle, expected);
  const auto entries = entries_of(bundle, 3).value();
  ASSERT_EQ(entries.size(), 3U);
  EXPECT_EQ(std::string(entries[0].begin(), entries[0].end()), "abc");
  EXPECT_TRUE(entries[1].empty());
  EXPECT_EQ(entries[2].size(), 258U);
}

TEST(EntryBundles, HaveALongestEntry) {
  std::vector<std::uint8_t> bundle;
  EXPECT_TRUE(append_entry(bundle, std::vector<std::uint8_t>(limits::kLeafBytes)));
  EXPECT_EQ(entries_of(bundle, 1).value()[0].size(), limits::kLeafBytes);
  EXPECT_EQ(append_entry(bundle, std::vector<std::uint8_t>(limits::kLeafBytes + 1)).error().kind,
            ErrorKind::kTooLarge);
}

TEST(EntryBundles, AreRefusedCutShortAndOfAnotherWidth) {
  std::vector<std::uint8_t> bundle;
  ASSERT_TRUE(append_entry(bundle, bytes("abc")));
  ASSERT_TRUE(append_entry(bundle, bytes("defg")));
  EXPECT_TRUE(entries_of(bundle, 2));
  EXPECT_FALSE(entries_of(bundle, 1));
  EXPECT_FALSE(entries_of(bundle, 3));
  for (std::size_t end = 0; end < bundle.size(); ++end)
    EXPECT_FALSE(entries_of(Bytes(bundle).first(end), 2)) << end;
  bundle.push_back(0);
  EXPECT_FALSE(entries_of(bundle, 2));
}

}  // namespace
}  // namespace probity::proof
