#include "cli/text.h"

#include <gtest/gtest.h>

namespace probity::cli {
namespace {

TEST(Clean, StripsWhatMovesACursorOrTurnsALineRound) {
  EXPECT_EQ(clean("a\033[31mb"), "a[31mb");
  EXPECT_EQ(clean("a\u202Eb\u2066c\u200Fd"), "abcd");
  EXPECT_EQ(clean("a\u009bb"), "ab");
  EXPECT_EQ(clean("line\nnext\tcell"), "line next cell");
  EXPECT_EQ(clean_lines("line\nnext\tcell\r\u202E"), "line\nnext\tcell ");
}

TEST(Clean, KeepsOtherScriptsAndReplacesWhatIsNoUtf8) {
  EXPECT_EQ(clean("Dyfed–Powys, Ελλάδα, 警察"), "Dyfed–Powys, Ελλάδα, 警察");
  EXPECT_EQ(clean("a\xff"
                  "b"),
            "a\uFFFDb");
}

TEST(ColumnsOf, CountsWideCharactersTwiceAndCombiningMarksNot) {
  EXPECT_EQ(columns_of("abc"), 3U);
  EXPECT_EQ(columns_of("警察"), 4U);
  EXPECT_EQ(columns_of("e\u0301"), 1U);
}

TEST(Wrap, BreaksAtSpacesAndInsideAWordOnlyWhereItMust) {
  EXPECT_EQ(wrap("one two three", 7), (std::vector<std::string>{"one two", "three"}));
  EXPECT_EQ(wrap("a unbreakable", 5), (std::vector<std::string>{"a", "unbre", "akabl", "e"}));
  EXPECT_EQ(wrap("finding/em-soc", 10), (std::vector<std::string>{"finding/", "em-soc"}));
  EXPECT_EQ(wrap("", 5), std::vector<std::string>{""});
}

TEST(Wrap, NeverExceedsTheWidth) {
  const std::string text =
      "A long sentence with 警察 and https://example.org/a/very/long/address?with=parts in it";
  for (std::size_t width = 2; width < 60; ++width) {
    for (const auto& line : wrap(text, width)) EXPECT_LE(columns_of(line), width) << line;
  }
}

TEST(EscapeInvisible, WritesTheSameDocumentWithoutInvisibleCharacters) {
  EXPECT_EQ(escape_invisible("{\"a\":\"x\u202Ey é\"}"), "{\"a\":\"x\\u202ey é\"}");
  EXPECT_EQ(escape_invisible("\U000E0041"), "\\udb40\\udc41");
}

TEST(ShellQuoted, GivesWordsThatAShellTakesBack) {
  EXPECT_EQ(shell_quoted({"probity", "note", "x", "--text", "it's \"so\" $HOME"}),
            "probity note x --text 'it'\\''s \"so\" $HOME'");
  EXPECT_EQ(shell_quoted({"a", ""}), "a ''");
}

}  // namespace
}  // namespace probity::cli
