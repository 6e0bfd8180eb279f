#include "eventstore/base/nearest.h"

#include <gtest/gtest.h>

#include <array>
#include <string>

namespace probity {
namespace {

constexpr std::array<std::string_view, 6> kWords{"green", "amber", "red",
                                                 "blue",  "none",  "officialSensitive"};

TEST(Nearest, FindsAWordWithAMissingAnExtraAWrongOrASwappedLetter) {
  EXPECT_EQ(nearest("gren", kWords), "green");
  EXPECT_EQ(nearest("ambera", kWords), "amber");
  EXPECT_EQ(nearest("blie", kWords), "blue");
  EXPECT_EQ(nearest("amebr", kWords), "amber");
}

TEST(Nearest, CountsASwapOfNeighboursAsOneMistake) {
  constexpr std::array<std::string_view, 1> kShort{"red"};
  EXPECT_EQ(nearest("rde", kShort), "red");
}

TEST(Nearest, TakesNoNoticeOfCase) {
  EXPECT_EQ(nearest("OFFICIALSENSITIVE", kWords), "officialSensitive");
}

TEST(Nearest, AllowsThreeMistakesInALongWordAndNoMore) {
  EXPECT_EQ(nearest("officialsenstv", kWords), "officialSensitive");
  EXPECT_EQ(nearest("officialsnstv", kWords), "");
}

TEST(Nearest, GuessesNothingWhereNothingIsNear) {
  EXPECT_EQ(nearest("purple", kWords), "");
  EXPECT_EQ(nearest("", kWords), "");
  EXPECT_EQ(nearest(std::string(65, 'a'), kWords), "");
  EXPECT_EQ(nearest("green", {}), "");
}

TEST(Nearest, GivesTheFirstOfEquals) {
  constexpr std::array<std::string_view, 2> kEqual{"cat", "bat"};
  EXPECT_EQ(nearest("hat", kEqual), "cat");
}

}  // namespace
}  // namespace probity
