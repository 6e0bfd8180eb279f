#include "eventstore/proof/minutes_line.h"

#include <gtest/gtest.h>

#include "eventstore/base/text.h"
#include "eventstore/proof/hash.h"
#include "tests/support/naive_tree.h"
#include "tests/unit/proof/keys.h"
#include "tests/unit/proof/leaves.h"

namespace probity::proof {
namespace {

// Check digits computed by another program, in integers of any size.
const std::string kSeven =
    "probity.example/test/7 "
    "5a61-fc2b-54f9-cfa7-1774-f243-2143-dd40-c6cb-2b11-947f-af65-a7d3-da5c-b651-99c8-58";

MinutesLine seven() {
  return {.origin = std::string(kOrigin),
          .size = TreeSize{7},
          .root = test::naive_root(numbered_leaves(7))};
}

TEST(MinutesLines, HaveTheBytesThatWereFrozen) {
  EXPECT_EQ(seven().text(), kSeven);
  MinutesLine largest{.origin = "a.example/b", .size = TreeSize{~std::uint64_t{0}}, .root = {}};
  largest.root.bytes.fill(0xFF);
  EXPECT_EQ(largest.text(),
            "a.example/b/18446744073709551615 "
            "ffff-ffff-ffff-ffff-ffff-ffff-ffff-ffff-ffff-ffff-ffff-ffff-ffff-ffff-ffff-ffff-67");
  EXPECT_EQ((MinutesLine{"a.example/b", TreeSize{0}, empty_root()}.text()),
            "a.example/b/0 "
            "e3b0-c442-98fc-1c14-9afb-f4c8-996f-b924-27ae-41e4-649b-934c-a495-991b-7852-b855-51");
}

TEST(MinutesLines, ComeBackAsPeopleTypeThem) {
  EXPECT_EQ(MinutesLine::parse(kSeven).value(), seven());
  EXPECT_EQ(MinutesLine::parse(" \t" + kSeven + "\r\n").value(), seven());
  std::string upper = kSeven;
  for (std::size_t i = upper.find(' '); i < upper.size(); ++i)
    upper[i] = static_cast<char>(std::toupper(upper[i]));
  EXPECT_EQ(MinutesLine::parse(upper).value(), seven());
}

TEST(MinutesLines, NoticeAnyWrongDigitAndAnyTwoSwapped) {
  const std::size_t begin = kSeven.find(' ') + 1;
  for (std::size_t i = kSeven.rfind('/') + 1; i < kSeven.size(); ++i) {
    if (kSeven[i] == '-' || kSeven[i] == ' ') continue;
    const std::string_view digits =
        i < begin || i >= kSeven.size() - 2 ? "0123456789" : "0123456789abcdef";
    for (const char digit : digits) {
      if (digit == kSeven[i]) continue;
      std::string wrong = kSeven;
      wrong[i] = digit;
      EXPECT_FALSE(MinutesLine::parse(wrong)) << wrong;
    }
    if (i + 1 < kSeven.size() && kSeven[i] != kSeven[i + 1] && kSeven[i + 1] != '-' && i >= begin) {
      std::string swapped = kSeven;
      std::swap(swapped[i], swapped[i + 1]);
      EXPECT_FALSE(MinutesLine::parse(swapped)) << swapped;
    }
  }
}

TEST(MinutesLines, AreRefusedInAnyOtherForm) {
  for (std::size_t end = 0; end < kSeven.size(); ++end)
    EXPECT_FALSE(MinutesLine::parse(kSeven.substr(0, end))) << end;
  const std::string groups = kSeven.substr(kSeven.find(' '));
  for (const std::string& text :
       {"" + groups, "/7" + groups, "probity.example/test/07" + groups,
        "probity.example/test/" + groups, "probity.example/test/7 " + groups,
        "probity.example/test/7" + groups.substr(0, groups.size() - 3) + "-058",
        "probity.example/test/7" + groups + "-58", "a\nb/7" + groups}) {
    EXPECT_EQ(MinutesLine::parse(text).error().kind, ErrorKind::kMalformed) << text;
  }
}

TEST(MinutesLines, SayWhatDiffers) {
  const MinutesLine line = seven();
  EXPECT_EQ(compare(line, kOrigin, {line.size, line.root}), LineMatch::kSame);
  EXPECT_EQ(compare(line, "another.example", {line.size, line.root}), LineMatch::kOtherOrigin);
  EXPECT_EQ(compare(line, kOrigin, {TreeSize{8}, line.root}), LineMatch::kOtherSize);
  EXPECT_EQ(compare(line, kOrigin, {line.size, Hash{}}), LineMatch::kOtherRoot);
  const Checkpoint checkpoint{std::string(kOrigin), line.size, line.root, {}};
  EXPECT_EQ(minutes_line(checkpoint), line);
}

}  // namespace
}  // namespace probity::proof
