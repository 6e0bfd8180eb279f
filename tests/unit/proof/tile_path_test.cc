#include "eventstore/proof/tile_path.h"

#include <gtest/gtest.h>

namespace probity::proof {
namespace {

std::string path(std::optional<unsigned> level, std::uint64_t number, unsigned width = 256) {
  return TilePath{.level = level, .number = number, .width = width}.text();
}

TEST(TilePaths, HaveTheTextsThatWereFrozen) {
  EXPECT_EQ(path(0, 0), "tile/0/000");
  EXPECT_EQ(path(0, 999), "tile/0/999");
  EXPECT_EQ(path(0, 1000), "tile/0/x001/000");
  EXPECT_EQ(path(0, 1'234'067), "tile/0/x001/x234/067");
  EXPECT_EQ(path(3, 5, 1), "tile/3/005.p/1");
  EXPECT_EQ(path(63, 1'234'067, 255), "tile/63/x001/x234/067.p/255");
  EXPECT_EQ(path(std::nullopt, 0, 112), "tile/entries/000.p/112");
  EXPECT_EQ(path(std::nullopt, 1'000'000), "tile/entries/x001/x000/000");
  EXPECT_EQ(path(0, (std::uint64_t{1} << 56) - 1), "tile/0/x072/x057/x594/x037/x927/935");
}

TEST(TilePaths, ComeBackFromTheirTexts) {
  for (const std::optional<unsigned> level : {std::optional<unsigned>{}, {0U}, {9U}, {63U}}) {
    for (const std::uint64_t number :
         {std::uint64_t{0}, std::uint64_t{7}, std::uint64_t{999}, std::uint64_t{1000},
          std::uint64_t{999'999}, std::uint64_t{1'000'000}, (std::uint64_t{1} << 56) - 1}) {
      for (const unsigned width : {1U, 9U, 10U, 255U, 256U}) {
        const TilePath tile{.level = level, .number = number, .width = width};
        EXPECT_EQ(TilePath::parse(tile.text()).value(), tile) << tile.text();
      }
    }
  }
}

TEST(TilePaths, AreRefusedInAnyOtherForm) {
  for (const std::string_view text : {"",
                                      "tile",
                                      "tile/",
                                      "tile/0",
                                      "tile/0/",
                                      "tile/0/0",
                                      "tile/0/00",
                                      "tile/0/0000",
                                      "tile/00/000",
                                      "tile/64/000",
                                      "tile/-1/000",
                                      "tile/a/000",
                                      "/tile/0/000",
                                      "tile/0/000/",
                                      "tile/0/x000/000",
                                      "tile/0/001/234",
                                      "tile/0/x001/x234",
                                      "tile/0/x001/23",
                                      "tile/0/x01/234",
                                      "tile/0/X001/234",
                                      "tile/0//000",
                                      "tile/0/000.p",
                                      "tile/0/000.p/",
                                      "tile/0/000.p/0",
                                      "tile/0/000.p/00",
                                      "tile/0/000.p/01",
                                      "tile/0/000.p/256",
                                      "tile/0/000.p/1/",
                                      "tile/0/000.p/1.p/1",
                                      "tile/entries/",
                                      "tile/Entries/000",
                                      "tiles/0/000",
                                      "tile/0/../000",
                                      "tile/0/x072/x057/x594/x037/x927/936",
                                      "tile/0/x999/x999/x999/x999/x999/x999/x999/999",
                                      "tile/0/000 ",
                                      "tile/0/000\n",
                                      "checkpoint"}) {
    EXPECT_FALSE(TilePath::parse(text)) << text;
  }
}

TEST(TilePaths, AreThoseThatTheSpecificationNamesForATree) {
  // C2SP tlog-tiles, Partial Tiles: the trees of 70,000 and of 256 leaves.
  const TreeSize size{70'000};
  EXPECT_EQ(tile_of(size, 0, 272)->width, 256U);
  EXPECT_EQ(tile_of(size, 0, 273)->width, 112U);
  EXPECT_FALSE(tile_of(size, 0, 274));
  EXPECT_EQ(tile_of(size, 1, 0)->width, 256U);
  EXPECT_EQ(tile_of(size, 1, 1)->width, 17U);
  EXPECT_EQ(tile_of(size, 2, 0)->width, 1U);
  EXPECT_FALSE(tile_of(size, 3, 0));
  EXPECT_EQ(tile_of(size, std::nullopt, 273)->text(), "tile/entries/273.p/112");
  EXPECT_EQ(tile_of(TreeSize{256}, 0, 0)->width, 256U);
  EXPECT_EQ(tile_of(TreeSize{256}, 1, 0)->width, 1U);
  EXPECT_FALSE(tile_of(TreeSize{256}, 0, 1));
  EXPECT_FALSE(tile_of(TreeSize{0}, 0, 0));
  EXPECT_FALSE(tile_of(TreeSize{~std::uint64_t{0}}, 8, 0));
  EXPECT_EQ(tile_of(TreeSize{~std::uint64_t{0}}, 7, 0)->width, 255U);
}

}  // namespace
}  // namespace probity::proof
