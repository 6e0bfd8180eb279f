// The last events alone: what is read of a log, and what is taken as its tiles have it.
#include "eventstore/tiles.h"
#include "tests/unit/eventstore/verify_support.h"

namespace probity::eventstore::testing {
namespace {

using lmdb::WriteTransaction;

Options edge_only() {
  Options options = log_only();
  options.edge = true;
  return options;
}

TEST(VerifyEdge, ReadsTheLastTileAndWhatLiesBehindIt) {
  for (const std::uint64_t size : {40, 511, 512, 900, 66'000}) {
    const ForgedLog log(size);
    const Report report = check(log.path(), edge_only());
    EXPECT_THAT(lines_of(report), ::testing::IsEmpty()) << size;
    const std::uint64_t before = size < 512 ? 0 : (size / 256 - 1) * 256;
    EXPECT_EQ(report.checked, TreeSize{size - before}) << size;
    EXPECT_EQ(report.root, check(log.path(), log_only()).root) << size;
  }
}

TEST(VerifyEdge, FindsWhatIsAlteredThereAndTakesTheRestAsTheTilesHaveIt) {
  for (const std::uint64_t block : {100, 1'400}) {
    const ForgedLog log(1'500);
    edit_block(log.path(), block, [](auto& records) { records[60].envelope[15] ^= 1; });
    const Report report = check(log.path(), edge_only());
    EXPECT_EQ(report.findings.none(), block == 100) << block;
  }
}

TEST(VerifyEdge, FindsTheTilesOfAnotherTree) {
  const ForgedLog log(1'500);
  edit_log(log.path(), [&](WriteTransaction& transaction, const LogTables& tables) {
    const auto row = transaction.get(tables.tiles, tile_key(1, 0));
    std::vector<std::uint8_t> bytes(row->begin(), row->end());
    bytes[33] ^= 1;
    transaction.put(tables.tiles, tile_key(1, 0), bytes);
  });
  EXPECT_FALSE(check(log.path(), edge_only()).findings.none());
}

TEST(VerifyEdge, IsOfTheLogAloneAndGoesOnFromNothing) {
  const ForgedLog log(40);
  Options options = edge_only();
  options.chains = true;
  EXPECT_FALSE(verify::verify_ledger(log.path(), options));
}

}  // namespace
}  // namespace probity::eventstore::testing
