#include "eventstore/proof/tile_tree.h"

#include <gtest/gtest.h>

#include "eventstore/proof/note.h"
#include "tests/unit/proof/tile_files.h"

namespace probity::proof {
namespace {

TEST(TileTrees, AreVerifiedAtEverySizeAroundTheBordersOfTiles) {
  for (const std::size_t size : {0U, 1U, 2U, 255U, 256U, 257U, 511U, 512U, 513U, 1'000U, 65'535U,
                                 65'536U, 65'537U, 66'049U}) {
    const PublishedTree published(size);
    std::uint64_t told = 0;
    const auto verified = verify_tile_tree(
        published.reader(), pins(), [&](Position position, Bytes entry) -> Result<void> {
          EXPECT_EQ(position.value, told++);
          EXPECT_EQ(leaf_hash(entry), published.leaves()[position.value]);
          return {};
        });
    ASSERT_TRUE(verified) << size << verified.error().what;
    EXPECT_EQ(told, size);
    EXPECT_EQ(verified->checkpoint.size, TreeSize{size});
  }
}

/// Where the check stops with one bit of the file's `byte` flipped.
std::string found_bad(PublishedTree& published, const std::string& path, std::size_t byte) {
  std::uint8_t& changed = published.files.at(path).at(byte);
  changed ^= 0x10;
  const auto verified = verify_tile_tree(published.reader(), pins());
  changed ^= 0x10;
  if (verified) return "nowhere";
  EXPECT_EQ(verified.error().kind, ErrorKind::kCorrupt) << path;
  return verified.error().where;
}

TEST(TileTrees, NameEveryTileThatIsChanged) {
  PublishedTree published(1'300);
  for (const auto& [path, file] : published.files) {
    if (path.starts_with("checkpoint") || path.starts_with("tile/entries")) continue;
    for (const std::size_t byte : {std::size_t{0}, file.size() / 2, file.size() - 1})
      EXPECT_EQ(found_bad(published, path, byte), path);
  }
  PublishedTree large(66'000);
  for (const char* path : {"tile/1/000", "tile/1/001.p/1", "tile/2/000.p/1"})
    EXPECT_EQ(found_bad(large, path, 31), path);
}

TEST(TileTrees, FindEveryEntryThatIsChanged) {
  PublishedTree published(600);
  for (const auto& [path, file] : published.files) {
    if (!path.starts_with("tile/entries/")) continue;
    const std::string leaves = "tile/0/" + path.substr(std::string_view("tile/entries/").size());
    // Its bytes are those that another tile of leaves was made of; its length is its own affair.
    EXPECT_EQ(found_bad(published, path, 2), leaves);
    EXPECT_EQ(found_bad(published, path, file.size() - 1), leaves);
    EXPECT_EQ(found_bad(published, path, 0), path);
  }
}

TEST(TileTrees, NameAFileThatIsMissing) {
  for (const char* path : {"tile/0/002.p/188", "tile/1/000.p/2", "tile/entries/001", "tile/0/000",
                           "tile/entries/002.p/188", "checkpoint"}) {
    PublishedTree published(700);
    ASSERT_EQ(published.files.erase(path), 1U) << path;
    const auto error = verify_tile_tree(published.reader(), pins()).error();
    EXPECT_EQ(error.kind, ErrorKind::kUnverifiable) << path;
    EXPECT_EQ(error.where, path);
  }
}

TEST(TileTrees, ReadFullFilesWhereThePartialOnesAreGone) {
  const PublishedTree later(66'000);
  PublishedTree published(300);
  published.files.erase("tile/0/001.p/44");
  published.files.erase("tile/entries/001.p/44");
  published.files.erase("tile/1/000.p/1");
  for (const char* path : {"tile/0/001", "tile/entries/001", "tile/1/000"})
    published.files[path] = later.files.at(path);
  EXPECT_TRUE(verify_tile_tree(published.reader(), pins()));
}

TEST(TileTrees, ArePutToTheRootThatWasSigned) {
  PublishedTree published(300);
  published.sign({std::string(kOrigin), TreeSize{300}, sha256({}), {}});
  const auto error = verify_tile_tree(published.reader(), pins()).error();
  EXPECT_EQ(error.kind, ErrorKind::kCorrupt);
  EXPECT_EQ(error.where, "checkpoint");
}

TEST(TileTrees, NeedAPinnedKey) {
  const PublishedTree published(3);
  const std::vector<PinnedKey> others = {{strangers_key().verifier()}};
  const auto error = verify_tile_tree(published.reader(), others).error();
  EXPECT_EQ(error.kind, ErrorKind::kUnverifiable);
  EXPECT_EQ(error.where, "checkpoint");
}

TEST(TileTrees, StopWhereWhoeverListensSaysSo) {
  const PublishedTree published(300);
  const auto error =
      verify_tile_tree(published.reader(), pins(), [](Position position, Bytes) -> Result<void> {
        if (position.value == 260) return fail(ErrorKind::kMalformed, "no envelope");
        return {};
      }).error();
  EXPECT_EQ(error.kind, ErrorKind::kMalformed);
  EXPECT_EQ(error.where, "tile/entries/001.p/44");
}

}  // namespace
}  // namespace probity::proof
