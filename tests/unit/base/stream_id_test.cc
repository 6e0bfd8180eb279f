#include "eventstore/base/stream_id.h"

#include <gtest/gtest.h>

#include <string>

#include "eventstore/base/limits.h"

namespace probity {
namespace {

TEST(StreamId, IsTwoToSixSegments) {
  EXPECT_TRUE(StreamId::parse("finding/em-soc-2023-rec-1"));
  EXPECT_TRUE(StreamId::parse("a/b/c/d/e/f"));
  EXPECT_TRUE(StreamId::parse("0/9.x_y-z"));
  EXPECT_FALSE(StreamId::parse("finding"));
  EXPECT_FALSE(StreamId::parse("a/b/c/d/e/f/g"));
}

TEST(StreamId, RefusesEverythingOutsideItsGrammar) {
  for (const std::string text :
       {"",       "/",    "a/",   "/a",    "a//b",  "a/../b", "a/.b",        "a/_b",
        "a/-b",   "A/b",  "a/B",  "a/b c", "a/b\n", "a/b\t",  "a/b\xC3\xA9", "a/b:c",
        "a/b\\c", "a /b", " a/b", "a/b "}) {
    const auto parsed = StreamId::parse(text);
    ASSERT_FALSE(parsed) << text;
    EXPECT_EQ(parsed.error().kind, ErrorKind::kMalformed);
    EXPECT_FALSE(parsed.error().mend.empty());
  }
  EXPECT_FALSE(StreamId::parse(std::string("a/b\0c", 5)));
}

TEST(StreamId, IsAtMostTwoHundredBytes) {
  const std::string longest = "a/" + std::string(limits::kStreamBytes - 2, 'b');
  EXPECT_TRUE(StreamId::parse(longest));
  EXPECT_FALSE(StreamId::parse(longest + "b"));
}

TEST(StreamId, GivesItsParts) {
  const StreamId stream = StreamId::parse("grade/em-soc-2023/emsou").value();
  EXPECT_EQ(stream.text(), "grade/em-soc-2023/emsou");
  EXPECT_EQ(stream.category(), "grade");
  EXPECT_EQ(stream.rest(), "em-soc-2023/emsou");
  EXPECT_EQ(stream.segments(), (std::vector<std::string_view>{"grade", "em-soc-2023", "emsou"}));
}

TEST(StreamId, SortsAsItsText) {
  EXPECT_LT(StreamId::parse("a/b").value(), StreamId::parse("a/b-c").value());
  EXPECT_EQ(StreamId::parse("a/b").value(), StreamId::parse("a/b").value());
}

TEST(Segment, IsWhatAnIdMayBe) {
  EXPECT_TRUE(is_segment("derbyshire"));
  EXPECT_TRUE(is_segment("7.x"));
  EXPECT_FALSE(is_segment(""));
  EXPECT_FALSE(is_segment("a/b"));
  EXPECT_FALSE(is_segment("Derbyshire"));
  EXPECT_FALSE(is_segment(".."));
}

}  // namespace
}  // namespace probity
