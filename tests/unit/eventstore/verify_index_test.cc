// The index beside the log: what is sound gives no finding, what differs is found with its remedy.
#include "eventstore/id_filter.h"
#include "tests/unit/eventstore/verify_support.h"

namespace probity::eventstore::testing {
namespace {

using lmdb::WriteTransaction;

/// A ledger with an index of all its events, closed.
class IndexedLedger {
 public:
  explicit IndexedLedger(std::uint64_t size = 700) {
    grow(folder, size);
    folder.ledger.reset();
  }
  [[nodiscard]] std::filesystem::path path() const { return folder.path(); }
  void edit(const std::function<void(WriteTransaction&, const IndexTables&)>& how) const {
    edit_index(path(), how);
  }
  /// Alters the row of a key of bytes.
  void edit_row_of(lmdb::Table IndexTables::* table, const Row& key,
                   const std::function<void(Row&)>& how) const {
    edit([&](WriteTransaction& transaction, const IndexTables& tables) {
      const auto stored = transaction.get(tables.*table, lmdb::Bytes(key));
      ASSERT_TRUE(stored);
      Row row(stored->begin(), stored->end());
      how(row);
      transaction.put(tables.*table, lmdb::Bytes(key), row);
    });
  }
  void expect_first(std::string_view table, std::optional<std::uint64_t> position,
                    std::string_view sentence,
                    FindingKind kind = FindingKind::kInconsistent) const {
    const Report report = check(path());
    testing::expect_first(report, table, position, sentence, kind);
    if (report.findings.none()) return;
    EXPECT_TRUE(report.findings.first()->of_index());
    EXPECT_THAT(report.findings.first()->sentence,
                ::testing::HasSubstr("remove the folder index/"));
    // What is derived does not put the log in doubt.
    expect_sound(path(), log_only());
  }

  LedgerFolder folder{0};  // its index lags behind by nothing
};

Row key_of(const EventId& id) { return {id.bytes.begin(), id.bytes.end()}; }

Row key_of(std::string_view stream, std::optional<std::uint64_t> marker = std::nullopt) {
  Row key(stream.begin(), stream.end());
  key.resize((key.size() + 7) / 8 * 8);
  if (marker) {
    for (int i = 7; i >= 0; --i) key.push_back(static_cast<std::uint8_t>(*marker >> (8 * i)));
  }
  return key;
}

TEST(VerifyIndex, OfSoundLedgersGivesNoFinding) {
  for (const std::uint64_t size : {1U, 2U, 255U, 256U, 257U, 700U}) {
    const IndexedLedger ledger(size);
    const Report report = check(ledger.path());
    EXPECT_THAT(lines_of(report), ::testing::IsEmpty());
    EXPECT_TRUE(report.has_index);
  }
}

TEST(VerifyIndex, IsDisposable) {
  const IndexedLedger ledger;
  std::filesystem::remove_all(ledger.path() / "index");
  const Report report = check(ledger.path());
  EXPECT_THAT(lines_of(report), ::testing::IsEmpty());
  EXPECT_FALSE(report.has_index);
}

TEST(VerifyIndex, MayLieBehindItsLog) {
  for (const std::uint64_t size : {300U, 512U, 699U}) {
    LedgerFolder folder(0);
    grow(folder, size);
    folder.ledger.reset();
    const TemporaryFolder copy;
    std::filesystem::copy(folder.path() / "index", copy.path() / "index");
    folder.reopen();
    grow(folder, 700);
    folder.ledger.reset();
    std::filesystem::remove_all(folder.path() / "index");
    std::filesystem::copy(copy.path() / "index", folder.path() / "index");
    const Report report = check(folder.path());
    EXPECT_THAT(lines_of(report), ::testing::IsEmpty());
    EXPECT_TRUE(report.has_index);
  }
}

TEST(VerifyIndex, FindsAnIdThatLeadsElsewhere) {
  const IndexedLedger ledger;
  ledger.edit_row_of(&IndexTables::ids, key_of(id(417)), [](Row& row) { row[0] ^= 1; });
  ledger.expect_first("index/ids", 417, "does not lead to the event at position 417");
}

TEST(VerifyIndex, FindsAnIdMissing) {
  const IndexedLedger ledger;
  ledger.edit([](WriteTransaction& transaction, const IndexTables& tables) {
    transaction.erase(tables.ids, key_of(id(417)));
  });
  ledger.expect_first("index/ids", 417, "does not lead to the event at position 417");
}

TEST(VerifyIndex, FindsAnIdTooMany) {
  for (const std::uint64_t position : {417U, 70'000U}) {
    const IndexedLedger ledger;
    ledger.edit([&](WriteTransaction& transaction, const IndexTables& tables) {
      Row row(8);
      std::memcpy(row.data(), &position, 8);
      transaction.put(tables.ids, key_of(id(80'000)), row);
    });
    EXPECT_THAT(lines_of(check(ledger.path())),
                ::testing::Contains(::testing::HasSubstr("that is not that event's")));
  }
}

TEST(VerifyIndex, FindsTwoIdsThatChangedPlaces) {
  const IndexedLedger ledger;
  ledger.edit_row_of(&IndexTables::ids, key_of(id(417)), [](Row& row) { row[0] ^= 1; });
  ledger.edit_row_of(&IndexTables::ids, key_of(id(416)), [](Row& row) { row[0] ^= 1; });
  ledger.expect_first("index/ids", 416, "does not lead to the event at position 416");
}

TEST(VerifyIndex, FindsABitOfTheFilterMissing) {
  const IndexedLedger ledger;
  ledger.edit([](WriteTransaction& transaction, const IndexTables& tables) {
    edit_row(transaction, tables.filter, 0, [](Row& row) {
      const std::size_t at = FilterBits(id(417)).block(1) * kFilterBlockWords * 8;
      // All bits of one word of its block: one of them is the id's.
      std::fill_n(row.begin() + static_cast<std::ptrdiff_t>(at), 8, 0);
    });
  });
  EXPECT_THAT(lines_of(check(ledger.path())),
              ::testing::Contains(
                  ::testing::HasSubstr("the index's filter denies the event at position 417")));
}

TEST(VerifyIndex, FindsTheFilterOfAnotherSize) {
  for (const bool none : {true, false}) {
    const IndexedLedger ledger;
    ledger.edit([&](WriteTransaction& transaction, const IndexTables& tables) {
      if (none) {
        transaction.clear(tables.filter);
      } else {
        transaction.put(tables.filter, 1, Row(kFilterRowBytes));
      }
    });
    ledger.expect_first("index/filter", std::nullopt, "has other rows than it should");
  }
}

TEST(VerifyIndex, FindsTheHeadOfAStreamAltered) {
  for (const std::size_t byte : {0U, 8U, 16U, 47U}) {
    const IndexedLedger ledger;
    ledger.edit_row_of(&IndexTables::streams, key_of("finding/em-3"),
                       [&](Row& row) { row[byte] ^= 1; });
    ledger.expect_first("index/streams", 696, "another head of the stream finding/em-3");
  }
}

TEST(VerifyIndex, FindsAStreamMissing) {
  const IndexedLedger ledger;
  ledger.edit([](WriteTransaction& transaction, const IndexTables& tables) {
    transaction.erase(tables.streams, key_of("finding/em-3"));
  });
  ledger.expect_first("index/streams", 696, "lacks the stream finding/em-3");
}

TEST(VerifyIndex, FindsAStreamTooMany) {
  const IndexedLedger ledger;
  ledger.edit([](WriteTransaction& transaction, const IndexTables& tables) {
    transaction.put(tables.streams, key_of("finding/em-9"), Row(48));
  });
  ledger.expect_first("index/streams", std::nullopt, "a stream that the log does not have");
}

TEST(VerifyIndex, FindsAMarkerAltered) {
  const IndexedLedger ledger;
  // The 64th event of finding/em-3 is that at 3 + 7 * 63.
  ledger.edit_row_of(&IndexTables::markers, key_of("finding/em-3", 1),
                     [](Row& row) { row[0] ^= 1; });
  ledger.expect_first("index/markers", 444, "does not mark the event at position 444");
  EXPECT_THAT(lines_of(check(ledger.path())),
              ::testing::Contains(::testing::HasSubstr("a marker of the stream finding/em-3")));
}

TEST(VerifyIndex, FindsAMarkerMissingAndOneTooMany) {
  const IndexedLedger missing;
  missing.edit([](WriteTransaction& transaction, const IndexTables& tables) {
    transaction.erase(tables.markers, key_of("finding/em-3", 1));
  });
  missing.expect_first("index/markers", 444, "does not mark the event at position 444");
  const IndexedLedger more;
  more.edit([](WriteTransaction& transaction, const IndexTables& tables) {
    transaction.put(tables.markers, key_of("finding/em-3", 2), Row(8));
  });
  more.expect_first("index/markers", std::nullopt, "a marker of the stream finding/em-3");
}

TEST(VerifyIndex, FindsItsCheckpointAltered) {
  struct Alteration {
    std::size_t byte;
    std::string_view sentence;
    FindingKind kind;
  };
  for (const auto& [byte, sentence, kind] : std::initializer_list<Alteration>{
           {0, "not of this program's form", FindingKind::kUnverifiable},
           {10, "covers more events than the log", FindingKind::kInconsistent},
           {16, "is of another log", FindingKind::kInconsistent}}) {
    const IndexedLedger ledger;
    ledger.edit([&, at = byte](WriteTransaction& transaction, const IndexTables& tables) {
      edit_row(transaction, tables.checkpoint, 0, [&](Row& row) { row[at] ^= 1; });
    });
    ledger.expect_first("index/checkpoint", std::nullopt, sentence, kind);
  }
}

TEST(VerifyIndex, FindsATableTooMany) {
  const IndexedLedger ledger;
  (void)lmdb::Environment::open(ledger.path() / "index", {})->table("x", lmdb::KeyKind::kBytes);
  ledger.expect_first("index/checkpoint", std::nullopt, "a table that is none of an index");
}

TEST(VerifyIndex, SaysWhereItCannotBeRead) {
  const IndexedLedger ledger;
  std::filesystem::resize_file(ledger.path() / "index" / "data.mdb", 0);
  std::filesystem::resize_file(ledger.path() / "index" / "data.mdb", 40'960);
  ledger.expect_first("index", std::nullopt, "cannot be read", FindingKind::kUnverifiable);
}

}  // namespace
}  // namespace probity::eventstore::testing
