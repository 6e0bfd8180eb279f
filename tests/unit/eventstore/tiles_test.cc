#include "eventstore/tiles.h"

#include <gtest/gtest.h>

#include "eventstore/log_write.h"
#include "eventstore/proof/hash.h"
#include "tests/support/naive_tree.h"
#include "tests/unit/eventstore/support.h"

namespace probity::eventstore::testing {
namespace {

/// A log written event by event, without a writer's thread.
class TiledLog {
 public:
  TiledLog() : log_(Log::create(folder_.path() / "log", {.origin = kOrigin, .created = kStart})) {}

  void append(std::size_t count) {
    lmdb::WriteTransaction transaction = log_->environment().write();
    LogHead base;
    {
      LogView view(transaction, log_->tables());
      base = view.head().value();
      ASSERT_TRUE(tiles_.begin(view, base.size()));
    }
    RecordBuffer records;
    std::vector<Hash> added;
    for (std::size_t i = 0; i < count; ++i) {
      const std::uint64_t at = base.size().value + i;
      const NewEvent made = event(at + 1, "finding/a");
      const WordsView envelope =
          records.append(made.header, {.position = Position{at}, .version = StreamVersion{1}},
                         made.salt, made.payload, made.payload_digest, true);
      added.push_back(proof::leaf_hash(bytes_of(envelope)));
    }
    (void)write_events(transaction, log_->tables(), base, records, added, kStart, tiles_);
    transaction.commit();
    leaves_.insert(leaves_.end(), added.begin(), added.end());
  }
  /// As if another process had written in between.
  void forget() { tiles_.forget(); }

  [[nodiscard]] TreeSize size() const { return TreeSize{leaves_.size()}; }
  [[nodiscard]] std::span<const Hash> leaves() const { return leaves_; }
  [[nodiscard]] Log& log() { return *log_; }

  void expect_roots(std::size_t from = 0) {
    const lmdb::Transaction transaction = log_->environment().read();
    LogView view(transaction, log_->tables());
    EXPECT_EQ(view.head()->root, test::naive_root(leaves_));
    for (std::size_t size = from; size <= leaves_.size(); ++size) {
      ASSERT_EQ(tree_root(view, TreeSize{leaves_.size()}, TreeSize{size}),
                test::naive_root(leaves().first(size)))
          << size << " of " << leaves_.size();
    }
  }

 private:
  TemporaryFolder folder_;
  std::unique_ptr<Log> log_;
  TileWriter tiles_;
  std::vector<Hash> leaves_;
};

TEST(Tiles, GiveTheRootOfEveryEarlierSizeTo600) {
  TiledLog log;
  for (const std::size_t count : {1U, 254U, 1U, 1U, 200U, 143U}) {  // 1, 255, 256, 257, 457, 600
    log.append(count);
    log.expect_roots();
  }
}

TEST(Tiles, GoOnAfterAnotherWriterAppended) {
  TiledLog log;
  for (int i = 0; i < 9; ++i) {
    log.forget();
    log.append(100);
  }
  log.expect_roots(500);
}

TEST(Tiles, GiveTheRootWhereTheFirstTileOfTheSecondLevelCloses) {
  TiledLog log;
  constexpr std::size_t kTile = limits::kTileHashes;
  for (std::size_t i = 0; i < kTile; ++i) log.append(kTile);
  log.append(3);
  ASSERT_EQ(log.size().value, 65'539U);
  const lmdb::Transaction transaction = log.log().environment().read();
  LogView view(transaction, log.log().tables());
  const auto expect_root = [&](std::size_t size) {
    ASSERT_EQ(tree_root(view, log.size(), TreeSize{size}),
              test::naive_root(log.leaves().first(size)))
        << size;
  };
  for (const std::size_t size :
       {65'539U, 65'538U, 65'537U, 65'536U, 65'535U, 65'280U, 65'281U, 40'000U, 256U}) {
    expect_root(size);
  }
  // The tiles themselves, as FORMAT.md has them.
  EXPECT_EQ(transaction.count(log.log().tables().tiles), kTile + 2);
  EXPECT_EQ(transaction.get(log.log().tables().tiles, tile_key(1, 0))->size(),
            kTile * sizeof(Hash));
  EXPECT_EQ(transaction.get(log.log().tables().tiles, tile_key(2, 0))->size(), sizeof(Hash));
}

TEST(Tiles, RefuseASizeBeyondTheLog) {
  TiledLog log;
  log.append(3);
  const lmdb::Transaction transaction = log.log().environment().read();
  LogView view(transaction, log.log().tables());
  EXPECT_EQ(tree_root(view, TreeSize{3}, TreeSize{4}).error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(tree_root(view, TreeSize{3}, TreeSize{0}), proof::empty_root());
}

TEST(Tiles, ThatAreMissingAreTold) {
  TiledLog log;
  log.append(200);
  log.append(120);
  {
    lmdb::WriteTransaction transaction = log.log().environment().write();
    transaction.clear(log.log().tables().tiles);
    transaction.commit();
  }
  const lmdb::Transaction transaction = log.log().environment().read();
  LogView view(transaction, log.log().tables());
  EXPECT_EQ(tree_root(view, TreeSize{320}, TreeSize{300}).error().kind, ErrorKind::kCorrupt);
}

TEST(FoldPerfect, IsTheRootOfAPerfectTree) {
  for (std::size_t count = 1; count <= 256; count *= 2) {
    std::vector<Hash> leaves(count);
    for (std::size_t i = 0; i < count; ++i) leaves[i].bytes[0] = static_cast<std::uint8_t>(i);
    const Hash expected = test::naive_root(leaves);
    EXPECT_EQ(fold_perfect(leaves), expected);
  }
}

}  // namespace
}  // namespace probity::eventstore::testing
