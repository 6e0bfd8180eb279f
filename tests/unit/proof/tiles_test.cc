#include "eventstore/proof/tiles.h"

#include <gtest/gtest.h>

#include "eventstore/base/text.h"
#include "eventstore/proof/consistency.h"
#include "eventstore/proof/inclusion.h"
#include "tests/unit/proof/tile_files.h"

namespace probity::proof {
namespace {

TEST(TiledTrees, ProveWhatTheLeavesProve) {
  for (const std::size_t size : {1U, 255U, 256U, 257U, 700U, 65'536U, 66'100U}) {
    const PublishedTree published(size);
    TileFiles files(published.reader());
    TiledTree tiled(files, published.size());
    LeafHashes plain(published.leaves());
    EXPECT_EQ(tree_root(tiled, TreeSize{size}), tree_root(plain, TreeSize{size})) << size;
    for (const std::size_t leaf : {std::size_t{0}, size / 3, size / 2, size - 1}) {
      EXPECT_EQ(prove_inclusion(tiled, Position{leaf}, TreeSize{size}),
                prove_inclusion(plain, Position{leaf}, TreeSize{size}))
          << leaf << " of " << size;
      EXPECT_EQ(prove_consistency(tiled, TreeSize{leaf + 1}, TreeSize{size}),
                prove_consistency(plain, TreeSize{leaf + 1}, TreeSize{size}))
          << leaf + 1 << " of " << size;
    }
  }
}

TEST(TiledTrees, HaveNothingBeyondTheirSize) {
  const PublishedTree published(300);
  TileFiles files(published.reader());
  TiledTree tiled(files, published.size());
  EXPECT_EQ(tiled.root_of({.height = 0, .index = 300}).error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(tiled.root_of({.height = 8, .index = 1}).error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(tiled.root_of({.height = 3, .index = 37}).error().kind, ErrorKind::kNotFound);
  EXPECT_TRUE(tiled.root_of({.height = 2, .index = 74}));
  EXPECT_EQ(tiled.root_of({.height = 63, .index = 0}).error().kind, ErrorKind::kNotFound);
}

// Computed by another program from the same leaves.
TEST(TileFiles, HaveTheBytesThatWereFrozen) {
  PublishedTree published(700);
  EXPECT_EQ(to_hex(sha256({published.files.at("tile/0/000")}).bytes),
            "3658d44ebeb979b996b87ac966392dffbe9a628e34cb70bbff0ba844e74c31c6");
  EXPECT_EQ(to_hex(published.files.at("tile/1/000.p/2")),
            "cf5effdb11d0927a2edf53b0e73c7837f659414e00537da5d90eb5c4c49ff274"
            "92bb82d2bb2ead179bf7801e607106c8e5818e51d115593e2bda41ee92d564dc");
  EXPECT_EQ(to_hex(sha256({published.files.at("tile/0/002.p/188")}).bytes),
            "7006598599f17bebf1f4a56270e9ec6d3fbc9c29b8a0497edf8c75a315b7b699");
}

TEST(TileFiles, TakeAFullTileInAPartialOnesPlace) {
  PublishedTree published(700);
  TileFiles files(published.reader());
  const TilePath partial{.level = 0, .number = 1, .width = 44};
  const auto hashes = files.read(partial).value();
  ASSERT_EQ(hashes.size(), 44U);
  EXPECT_EQ(hashes[43], published.leaves()[256 + 43]);
}

TEST(TileFiles, RefuseAFileOfAnotherSize) {
  PublishedTree published(700);
  published.files["tile/0/001"].pop_back();
  TileFiles files(published.reader());
  const auto error = files.read({.level = 0, .number = 1, .width = 256}).error();
  EXPECT_EQ(error.kind, ErrorKind::kCorrupt);
  EXPECT_EQ(error.where, "tile/0/001");
}

}  // namespace
}  // namespace probity::proof
