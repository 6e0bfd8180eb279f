// A sound log gives no finding; each way of altering one is found, at its place and by its name.
#include "eventstore/erase.h"
#include "eventstore/tiles.h"
#include "tests/support/naive_tree.h"
#include "tests/unit/eventstore/verify_support.h"

namespace probity::eventstore::testing {
namespace {

using lmdb::WriteTransaction;

class VerifySound : public ::testing::TestWithParam<std::uint64_t> {};

TEST_P(VerifySound, LogGivesNoFinding) {
  LedgerFolder folder(100);
  grow(folder, GetParam());
  const Head head = folder.ledger->snapshot().head();
  folder.ledger.reset();
  for (const unsigned threads : {1U, 2U, 3U}) {
    Options options = log_only();
    options.threads = threads;
    options.origin = kOrigin;
    options.roots = {{"itself", head.size, head.root}};
    const Report report = check(folder.path(), options);
    EXPECT_THAT(lines_of(report), ::testing::IsEmpty());
    EXPECT_EQ(report.checked, head.size);
    EXPECT_EQ(report.size, head.size);
    EXPECT_EQ(report.root, head.root);
  }
}

INSTANTIATE_TEST_SUITE_P(Sizes, VerifySound, ::testing::Values(1, 2, 255, 256, 257, 511, 512, 700));

TEST(VerifyLog, OfNoEventsIsSound) {
  const ForgedLog log(0);
  const Report report = check(log.path(), log_only());
  EXPECT_THAT(lines_of(report), ::testing::IsEmpty());
  EXPECT_EQ(report.root, proof::empty_root());
}

TEST(VerifyLog, IsSoundOverManySlicesAndAThirdLevelOfTiles) {
  const ForgedLog log(70'000);
  Options options = log_only();
  options.threads = 2;
  const Report report = check(log.path(), options);
  EXPECT_THAT(lines_of(report), ::testing::IsEmpty());
  EXPECT_EQ(report.checked, TreeSize{70'000});
}

TEST(VerifyLog, IsSoundAfterARehearsalAndAReopenedWriter) {
  LedgerFolder folder;
  grow(folder, 300);
  Request rehearsal = request(numbered_event(9'000));
  rehearsal.dry_run = true;
  ASSERT_TRUE(folder.append(std::move(rehearsal)));
  folder.reopen();
  grow(folder, 600);
  folder.ledger.reset();
  expect_sound(folder.path(), log_only());
}

TEST(VerifyLog, AnswersTheRootAtEverySizeFromTheLeavesAlone) {
  const ForgedLog log(700);
  Options options = log_only();
  for (std::uint64_t size = 0; size <= 700; ++size) {
    options.roots.push_back({"", TreeSize{size}, std::nullopt});
  }
  const Report report = check(log.path(), options);
  ASSERT_EQ(report.roots.size(), 701);
  for (std::uint64_t size = 0; size <= 700; ++size) {
    ASSERT_EQ(report.roots[size], test::naive_root(std::span(log.leaves()).first(size))) << size;
  }
}

// ---- altered events ---------------------------------------------------------------------------

TEST(VerifyLog, FindsAFlippedBitOfAnEnvelopeBehindAFullTile) {
  const ForgedLog log(700);
  edit_block(log.path(), 300, [](auto& records) { records[23].envelope[15] ^= 1; });  // correlation
  expect_first(check(log.path(), log_only()), "tiles", 323, "the event at position 323");
}

TEST(VerifyLog, FindsAFlippedBitOfAnEnvelopeInTheOpenTile) {
  const ForgedLog log(700);
  edit_block(log.path(), 600, [](auto& records) { records[60].envelope[15] ^= 1; });
  // 700 = 512 + 128 + 32 + ...: the peak that holds 660 is that of 640 to 671.
  expect_first(check(log.path(), log_only()), "head", 640, "the events from position 640 to 671");
}

TEST(VerifyLog, FindsAnEnvelopeThatIsNotCanonical) {
  const ForgedLog log(700);
  edit_block(log.path(), 300, [](auto& records) { records[23].envelope[24] ^= 4; });
  expect_first(check(log.path(), log_only()), "blocks", 323, "it is not in canonical form");
}

TEST(VerifyLog, FindsAPayloadThatWasAltered) {
  const ForgedLog log(700);
  edit_block(log.path(), 300, [](auto& records) { records[23].payload[3] ^= 1; });
  expect_first(check(log.path(), log_only()), "blocks", 323, "is not the one that was recorded");
}

TEST(VerifyLog, FindsASaltThatWasAltered) {
  const ForgedLog log(700);
  edit_block(log.path(), 300, [](auto& records) { records[0].salt.bytes[7] ^= 1; });
  expect_first(check(log.path(), log_only()), "blocks", 300, "is not the one that was recorded");
}

TEST(VerifyLog, FindsASaltWithoutItsPayload) {
  const ForgedLog log(700);
  edit_block(log.path(), 300, [](auto& records) { records[1].payload.clear(); });
  const Report report = check(log.path(), log_only());
  expect_first(report, "blocks", 301, "is not the one that was recorded");
  EXPECT_EQ(report.findings.first()->found, "a salt without a payload");
}

TEST(VerifyLog, FindsEventsThatWereSwapped) {
  const ForgedLog log(700);
  edit_block(log.path(), 300, [](auto& records) { std::swap(records[10], records[20]); });
  const Report report = check(log.path(), log_only());
  expect_first(report, "blocks", 310, "says that it is the one at 320");
  EXPECT_THAT(lines_of(report), ::testing::Contains(::testing::HasSubstr("tile 1 of level 0")));
}

TEST(VerifyLog, FindsABlockThatIsGone) {
  const ForgedLog log(700);
  edit_log(log.path(), [](WriteTransaction& transaction, const LogTables& tables) {
    transaction.erase(tables.blocks, key_bytes(300));
  });
  expect_first(check(log.path(), log_only()), "blocks", 300,
               "the event at position 300 is missing");
}

TEST(VerifyLog, FindsAnEventTakenOutOfABlock) {
  const ForgedLog log(700);
  edit_block(log.path(), 300, [](auto& records) { records.erase(records.begin() + 50); });
  const Report report = check(log.path(), log_only());
  expect_first(report, "blocks", 350, "says that it is the one at 351");
  EXPECT_THAT(lines_of(report),
              ::testing::Contains(::testing::HasSubstr("the event at position 399 is missing")));
}

TEST(VerifyLog, FindsAnEventPutIntoABlock) {
  const ForgedLog log(700);
  edit_block(log.path(), 300,
             [](auto& records) { records.insert(records.begin() + 50, records[3]); });
  const Report report = check(log.path(), log_only());
  expect_first(report, "blocks", 350, "says that it is the one at 303");
  EXPECT_THAT(lines_of(report),
              ::testing::Contains(::testing::HasSubstr("the one before it has not ended")));
}

TEST(VerifyLog, FindsTheLastBlockGone) {
  const ForgedLog log(700);
  edit_log(log.path(), [](WriteTransaction& transaction, const LogTables& tables) {
    transaction.erase(tables.blocks, key_bytes(600));
  });
  expect_first(check(log.path(), log_only()), "head", 600, "says 700 events, its blocks hold 600");
}

TEST(VerifyLog, FindsEventsBehindTheHead) {
  const ForgedLog log(700);
  edit_log(log.path(), [](WriteTransaction& transaction, const LogTables& tables) {
    const auto block = transaction.get(tables.blocks, 600).value();
    const Row row(block.begin(), block.end());
    transaction.put(tables.blocks, 700, row);
  });
  expect_first(check(log.path(), log_only()), "head", 700, "says 700 events, its blocks hold 800");
}

TEST(VerifyLog, FindsATimeThatGoesBack) {
  const ForgedLog log(700, [](ForgedLog::Draft& draft) {
    if (draft.placement.position.value == 417) draft.placement.recorded_at.micros -= 2'000;
  });
  expect_first(check(log.path(), log_only()), "blocks", 417, "was recorded before the one at 416");
}

TEST(VerifyLog, FindsARequestOfTwoInstants) {
  const ForgedLog log(700, [](ForgedLog::Draft& draft) {
    draft.begins_request = draft.placement.position.value != 417;
  });
  expect_first(check(log.path(), log_only()), "blocks", 417, "are of one request");
}

TEST(VerifyLog, FindsARequestThatIsTooLong) {
  const ForgedLog log(700, [](ForgedLog::Draft& draft) {
    draft.begins_request = draft.placement.position.value < 300;
    draft.placement.recorded_at = kStart;
  });
  expect_first(check(log.path(), log_only()), "blocks", 555, "has more events than one may have");
}

TEST(VerifyLog, FindsAFirstEventThatBeginsNoRequest) {
  const ForgedLog log(3, [](ForgedLog::Draft& draft) { draft.begins_request = false; });
  expect_first(check(log.path(), log_only()), "blocks", 0, "is not marked as the first");
}

// ---- blocks as bytes --------------------------------------------------------------------------

void edit_block_bytes(const ForgedLog& log, std::uint64_t first,
                      const std::function<void(Row&)>& edit) {
  edit_log(log.path(), [&](WriteTransaction& transaction, const LogTables& tables) {
    edit_row(transaction, tables.blocks, first, edit);
  });
}

TEST(VerifyLog, FindsABlocksCountAltered) {
  const ForgedLog log(700);
  edit_block_bytes(log, 300, [](Row& row) { row[0] ^= 2; });
  expect_first(check(log.path(), log_only()), "blocks", 300, "the event at position 300 cannot be");
}

TEST(VerifyLog, FindsAnOffsetAltered) {
  const ForgedLog log(700);
  edit_block_bytes(log, 300, [](Row& row) { row[4 + 4 * 10] ^= 1; });
  expect_first(check(log.path(), log_only()), "blocks", 309, "the event at position 309 cannot be");
}

TEST(VerifyLog, FindsSomethingInABlocksPadding) {
  const ForgedLog log(700);
  edit_block_bytes(log, 300, [](Row& row) { row[4 + 4 * 100 + 1] = 1; });
  expect_first(check(log.path(), log_only()), "blocks", 300, "in the padding behind its offsets");
}

TEST(VerifyLog, FindsSlackBehindTheLastRecord) {
  const ForgedLog log(700);
  edit_block_bytes(log, 300, [](Row& row) { row.resize(row.size() + 8); });
  expect_first(check(log.path(), log_only()), "blocks", 399, "the event at position 399 cannot be");
}

// ---- tiles, head, meta, tables ----------------------------------------------------------------

void edit_tile(const ForgedLog& log, unsigned level, std::uint64_t number,
               const std::function<void(Row&)>& edit) {
  edit_log(log.path(), [&](WriteTransaction& transaction, const LogTables& tables) {
    edit_row(transaction, tables.tiles, tile_key(level, number), edit);
  });
}

TEST(VerifyLog, FindsAFullTileAltered) {
  const ForgedLog log(700);
  edit_tile(log, 0, 1, [](Row& row) { row[7 * 32] ^= 1; });
  const Report report = check(log.path(), log_only());
  expect_first(report, "tiles", 256 + 7, "is not the one whose leaf the tree holds");
  EXPECT_EQ(report.findings.total(), 1) << "the head bears the events out";
}

TEST(VerifyLog, FindsAnOpenTileAltered) {
  const ForgedLog log(700);
  edit_tile(log, 1, 0, [](Row& row) { row[32 + 5] ^= 1; });
  expect_first(check(log.path(), log_only()), "tiles", 256, "hash 1 of tile 0 of level 1");
}

TEST(VerifyLog, FindsAFullTileOfAHigherLevelAltered) {
  const ForgedLog log(70'000);
  edit_tile(log, 1, 0, [](Row& row) { row[3 * 32 + 5] ^= 1; });
  expect_first(check(log.path(), log_only()), "tiles", 3 * 256, "hash 3 of tile 0 of level 1");
}

TEST(VerifyLog, FindsATileMissing) {
  const ForgedLog log(700);
  edit_log(log.path(), [](WriteTransaction& transaction, const LogTables& tables) {
    transaction.erase(tables.tiles, key_bytes(tile_key(0, 1)));
  });
  expect_first(check(log.path(), log_only()), "tiles", 256, "tile 1 of level 0 is missing");
}

TEST(VerifyLog, FindsAnOpenTileMissing) {
  const ForgedLog log(700);
  edit_log(log.path(), [](WriteTransaction& transaction, const LogTables& tables) {
    transaction.erase(tables.tiles, key_bytes(tile_key(1, 0)));
  });
  expect_first(check(log.path(), log_only()), "tiles", 0, "hash 0 of tile 0 of level 1");
}

TEST(VerifyLog, FindsATileTooMany) {
  for (const std::uint64_t key : {tile_key(0, 2), tile_key(1, 1), tile_key(2, 0), tile_key(9, 9)}) {
    const ForgedLog log(700);
    edit_log(log.path(), [&](WriteTransaction& transaction, const LogTables& tables) {
      transaction.put(tables.tiles, key, Row(32));
    });
    expect_first(check(log.path(), log_only()), "tiles", std::nullopt, "is one too many");
  }
}

TEST(VerifyLog, FindsATileOfAnotherLength) {
  const ForgedLog log(700);
  edit_tile(log, 1, 0, [](Row& row) { row.resize(96); });
  expect_first(check(log.path(), log_only()), "tiles", std::nullopt, "is not of its length");
}

void edit_head(const ForgedLog& log, const std::function<void(Row&)>& edit) {
  edit_log(log.path(), [&](WriteTransaction& transaction, const LogTables& tables) {
    edit_row(transaction, tables.head, 0, edit);
  });
}

TEST(VerifyLog, FindsTheHeadAltered) {
  struct Alteration {
    std::size_t byte;
    std::string_view sentence;
    std::optional<std::uint64_t> position;
  };
  // 700 has the peaks of 512, 128, 32, 16, 8 and 4 leaves.
  for (const auto& [byte, sentence, position] :
       std::initializer_list<Alteration>{{0, "the ledger's head is none", std::nullopt},
                                         {8, "says another time than its last event", std::nullopt},
                                         {16, "its root is not that of its peaks", std::nullopt},
                                         {48, "its root is not that of its peaks", std::nullopt},
                                         {48 + 32, "the events from position 512 to 639", 512}}) {
    const ForgedLog log(700);
    edit_head(log, [&, at = byte](Row& row) { row[at] ^= 1; });
    expect_first(check(log.path(), log_only()), "head", position, sentence);
  }
}

TEST(VerifyLog, FindsAHeadOfOtherEventsThatIsConsistentInItself) {
  const ForgedLog log(700);
  const ForgedLog other(700, [](ForgedLog::Draft& draft) {
    if (draft.placement.position.value == 5) draft.event.header.type = "NoteAltered";
  });
  Row head;
  edit_log(other.path(), [&](WriteTransaction& transaction, const LogTables& tables) {
    const auto row = transaction.get(tables.head, 0).value();
    head.assign(row.begin(), row.end());
  });
  edit_head(log, [&](Row& row) { row = head; });
  expect_first(check(log.path(), log_only()), "head", std::nullopt,
               "is not that of its first 512 events");
}

void edit_meta(const ForgedLog& log, const std::function<void(Row&)>& edit) {
  edit_log(log.path(), [&](WriteTransaction& transaction, const LogTables& tables) {
    edit_row(transaction, tables.meta, 0, edit);
  });
}

TEST(VerifyLog, FindsMetaAltered) {
  struct Alteration {
    std::size_t byte;
    std::string_view sentence;
    FindingKind kind;
    std::optional<std::uint64_t> position;
  };
  for (const auto& [byte, sentence, kind, position] : std::initializer_list<Alteration>{
           {0, "does not begin as one", FindingKind::kUnverifiable, std::nullopt},
           {8, "another byte order", FindingKind::kUnverifiable, std::nullopt},
           {12, "is damaged", FindingKind::kInconsistent, std::nullopt},
           {13, "format 257", FindingKind::kUnverifiable, std::nullopt},
           {16, "made at another instant", FindingKind::kInconsistent, 0},
           {25, "is damaged", FindingKind::kInconsistent, std::nullopt},
           {24, "more than it may", FindingKind::kInconsistent, std::nullopt}}) {
    const ForgedLog log(3, {}, std::string(kOrigin) + "-ward");  // 25 bytes; of 24: a byte too many
    edit_meta(log, [&, at = byte](Row& row) { row[at] ^= 1; });
    expect_first(check(log.path(), log_only()), "meta", position, sentence, kind);
  }
}

TEST(VerifyLog, FindsALedgerOfAnotherName) {
  const ForgedLog log(3);
  Options options = log_only();
  options.origin = "probity.example/other";
  expect_first(check(log.path(), options), "meta", std::nullopt, "not probity.example/other");
}

TEST(VerifyLog, FindsARowTooManyBesideHeadAndMeta) {
  for (const bool in_head : {true, false}) {
    const ForgedLog log(3);
    edit_log(log.path(), [&](WriteTransaction& transaction, const LogTables& tables) {
      transaction.put(in_head ? tables.head : tables.meta, 7, Row(8));
    });
    expect_first(check(log.path(), log_only()), in_head ? "head" : "meta", std::nullopt,
                 "has a row too many");
  }
}

TEST(VerifyLog, FindsATableTooMany) {
  const ForgedLog log(3);
  (void)lmdb::Environment::open(log.path() / "log", {})->table("hidden", lmdb::KeyKind::kU64);
  expect_first(check(log.path(), log_only()), "hidden", std::nullopt, "is no table of a log");
}

// ---- what cannot be read ----------------------------------------------------------------------

TEST(VerifyLog, SaysWhereThereIsNoLog) {
  const TemporaryFolder folder;
  expect_first(check(folder.path(), log_only()), "", std::nullopt, "there is no log in it",
               FindingKind::kUnverifiable);
}

TEST(VerifyLog, SaysWhereLmdbDoesNotKnowItsFile) {
  const ForgedLog log(3);
  std::filesystem::resize_file(log.path() / "log" / "data.mdb", 0);
  std::filesystem::resize_file(log.path() / "log" / "data.mdb", 40'960);
  expect_first(check(log.path(), log_only()), "", std::nullopt, "cannot be read",
               FindingKind::kUnverifiable);
}

// ---- what was known before --------------------------------------------------------------------

TEST(VerifyLog, FindsAnOlderCopyByARootThatWasKnown) {
  LedgerFolder folder;
  grow(folder, 300);
  folder.ledger.reset();
  const TemporaryFolder copy;
  std::filesystem::copy_file(folder.path() / "log" / "data.mdb", copy.path() / "data.mdb");
  folder.reopen();
  grow(folder, 400);
  const Head head = folder.ledger->snapshot().head();
  folder.ledger.reset();
  std::filesystem::copy_file(copy.path() / "data.mdb", folder.path() / "log" / "data.mdb",
                             std::filesystem::copy_options::overwrite_existing);
  expect_sound(folder.path(), log_only());
  Options options = log_only();
  options.roots = {{"the checkpoint of Friday", head.size, head.root}};
  expect_first(check(folder.path(), options), "head", std::nullopt,
               "the checkpoint of Friday is of 400 events, and the ledger has 300");
}

TEST(VerifyLog, FindsAnotherHistoryByARootThatWasKnown) {
  const ForgedLog log(700);
  const ForgedLog other(700, [](ForgedLog::Draft& draft) {
    if (draft.placement.position.value == 5) draft.event.header.type = "NoteAltered";
  });
  Options options = log_only();
  options.roots = {{"before", TreeSize{5}, test::naive_root(std::span(log.leaves()).first(5))},
                   {"behind", TreeSize{6}, test::naive_root(std::span(log.leaves()).first(6))}};
  expect_sound(log.path(), options);
  const Report report = check(other.path(), options);
  EXPECT_EQ(report.findings.total(), 1);
  expect_first(report, "head", std::nullopt, "first 6 events are not those of behind");
}

TEST(VerifyLog, SaysWhichKnownRootCouldNotBeCompared) {
  const ForgedLog log(700);
  edit_log(log.path(), [](WriteTransaction& transaction, const LogTables& tables) {
    transaction.erase(tables.blocks, key_bytes(300));
  });
  Options options = log_only();
  options.roots = {{"behind", TreeSize{600}, log.leaves()[0]}};
  EXPECT_THAT(lines_of(check(log.path(), options)),
              ::testing::Contains(::testing::HasSubstr("unverifiable head 600 events")));
}

// ---- going on from before ---------------------------------------------------------------------

TEST(VerifyLog, GoesOnFromWhereItEnded) {
  LedgerFolder folder;
  grow(folder, 600);
  folder.ledger.reset();
  Options options = log_only();
  options.from = check(folder.path(), options).state;
  ASSERT_TRUE(options.from);
  EXPECT_EQ(options.from->size(), TreeSize{512});
  folder.reopen();
  grow(folder, 900);
  const Head head = folder.ledger->snapshot().head();
  folder.ledger.reset();
  const Report report = check(folder.path(), options);
  EXPECT_THAT(lines_of(report), ::testing::IsEmpty());
  EXPECT_EQ(report.checked, TreeSize{900 - 512});
  EXPECT_EQ(report.root, head.root);
  EXPECT_EQ(report.state, check(folder.path(), log_only()).state);
}

TEST(VerifyLog, FindsTheTreeOfBeforeGone) {
  LedgerFolder folder;
  grow(folder, 600);
  folder.ledger.reset();
  Options options = log_only();
  options.from = check(folder.path(), options).state;
  const ForgedLog other(900);
  expect_first(check(other.path(), options), "tiles", std::nullopt,
               "not those of the tree that was checked before");
  const ForgedLog shorter(300);
  expect_first(check(shorter.path(), options), "blocks", 300, "fewer events than when it was");
}

TEST(VerifyLog, EndsEarlyWhenToldAndGoesOn) {
  const ForgedLog log(9'000);
  Options options = log_only();
  std::vector<std::uint64_t> told;
  options.progress = [&](const verify::Progress& progress) {
    told.push_back(progress.done);
    EXPECT_EQ(progress.of, 9'000);
    return progress.done < 8'000;
  };
  const Report first = check(log.path(), options);
  EXPECT_TRUE(first.ended_early);
  EXPECT_THAT(lines_of(first), ::testing::IsEmpty());
  EXPECT_THAT(told, ::testing::ElementsAre(0, 4'096, 8'192));
  options.from = first.state;
  options.progress = {};
  const Report rest = check(log.path(), options);
  EXPECT_THAT(lines_of(rest), ::testing::IsEmpty());
  EXPECT_EQ(rest.checked, TreeSize{9'000 - 8'192});
  EXPECT_TRUE(rest.root);
}

TEST(VerifyLog, GoesOnWithTheLogAlone) {
  const ForgedLog log(3);
  Options options;
  options.from.emplace();
  EXPECT_EQ(verify::verify_ledger(log.path(), options).error().kind, ErrorKind::kMalformed);
}

TEST(VerifyLog, NamesTheFirstOfManyAndKeepsTheirNumberBounded) {
  const ForgedLog log(9'000);
  for (std::uint64_t first = 300; first < 9'000; first += 100) {
    edit_block(log.path(), first, [](auto& records) {
      for (auto& record : records) record.payload[3] ^= 1;
    });
  }
  Options options = log_only();
  options.threads = 2;
  const Report report = check(log.path(), options);
  expect_first(report, "blocks", 300, "is not the one that was recorded");
  EXPECT_EQ(report.findings.all().size(), verify::kFindingsPerTable);
  EXPECT_EQ(report.findings.total(), 8'700);
}

}  // namespace
}  // namespace probity::eventstore::testing
