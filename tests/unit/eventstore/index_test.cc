#include "eventstore/index.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "eventstore/ledger.h"
#include "tests/unit/eventstore/support.h"

namespace probity::eventstore::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

namespace fs = std::filesystem;

/// `count` events over ten streams, of which one has as many as the others together.
void fill(LedgerFolder& folder, std::uint64_t from, std::uint64_t count) {
  std::vector<std::future<Result<Receipt>>> answers;
  for (std::uint64_t number = from; number < from + count; ++number) {
    const std::string name =
        number % 2 == 0 ? "finding/long" : "finding/" + std::to_string(number % 19);
    answers.push_back(folder.ledger->writer()->submit(request(event(number, name))));
  }
  for (auto& answer : answers) ASSERT_TRUE(answer.get());
}

/// Everything that is answered by name.
struct Names {
  std::vector<std::pair<StreamId, StreamHead>> streams;
  std::vector<std::vector<Position>> positions;
  std::vector<std::optional<Position>> ids;
  friend bool operator==(const Names&, const Names&) = default;
};

Names names_of(const Ledger& ledger, std::uint64_t numbers) {
  const Snapshot snapshot = ledger.snapshot();
  Names names{snapshot.streams().value(), {}, {}};
  for (const auto& [stream, head] : names.streams) {
    EXPECT_EQ(snapshot.stream_head(stream).value(), head);
    names.positions.push_back(snapshot.stream_positions(stream, snapshot.head().size).value());
    EXPECT_EQ(names.positions.back().size(), head.version.value);
  }
  for (std::uint64_t number = 0; number <= numbers; ++number)
    names.ids.push_back(snapshot.find(id(number)).value());
  return names;
}

std::optional<IndexCheckpoint> checkpoint_of(const fs::path& ledger) {
  const auto index = Index::open(ledger / "index", true);
  if (!index) return std::nullopt;
  const lmdb::Transaction transaction = index->read();
  return IndexView(transaction, index->tables()).checkpoint();
}

TEST(Index, FollowsTheLogWhenTheTailPassesItsLimit) {
  LedgerFolder folder(100);
  fill(folder, 1, 400);
  const Names with_tail = names_of(*folder.ledger, 400);
  folder.ledger.reset();
  const auto checkpoint = checkpoint_of(folder.path());
  ASSERT_TRUE(checkpoint);
  EXPECT_GE(checkpoint->size.value + 100, 401U);
  folder.reopen(Access::kReadOnly);
  EXPECT_EQ(names_of(*folder.ledger, 400), with_tail);
  EXPECT_EQ(folder.ledger->snapshot().root_at(checkpoint->size), checkpoint->root);
}

TEST(Index, IsNotWrittenWhereTheTailIsShort) {
  LedgerFolder folder;
  fill(folder, 1, 300);
  folder.ledger.reset();
  EXPECT_EQ(checkpoint_of(folder.path()), std::nullopt);
}

TEST(Index, CatchesUpWhenTheLedgerIsClosed) {
  LedgerFolder folder;
  fill(folder, 1, 4'000);
  fill(folder, 4'001, 200);
  folder.ledger.reset();
  EXPECT_EQ(checkpoint_of(folder.path())->size, TreeSize{4'201});
}

TEST(Index, MayBeRemovedAtAnyTime) {
  LedgerFolder folder(100);
  fill(folder, 1, 350);
  const Names before = names_of(*folder.ledger, 350);
  folder.ledger.reset();
  ASSERT_GT(fs::remove_all(folder.path() / "index"), 0U);
  folder.reopen(Access::kReadOnly);
  EXPECT_EQ(names_of(*folder.ledger, 350), before);
  EXPECT_THAT(folder.ledger->remarks(), IsEmpty());
  folder.reopen();
  EXPECT_EQ(names_of(*folder.ledger, 350), before);
  EXPECT_THAT(folder.ledger->remarks(), IsEmpty());
  EXPECT_TRUE(folder.append(request(event(7, "finding/7")))->known);
  folder.ledger.reset();
  EXPECT_GT(checkpoint_of(folder.path())->size.value, 100U);  // it was made again
}

/// Puts another index in a ledger's place and expects that nothing changes but a remark.
void expect_thrown_away(LedgerFolder& folder, std::uint64_t numbers, const Names& expected,
                        const char* why) {
  folder.reopen(Access::kReadOnly);
  EXPECT_EQ(names_of(*folder.ledger, numbers), expected);
  EXPECT_THAT(folder.ledger->remarks(), ElementsAre(HasSubstr("passed over")));
  EXPECT_THAT(folder.ledger->remarks(), ElementsAre(HasSubstr(why)));
  folder.reopen();
  EXPECT_EQ(names_of(*folder.ledger, numbers), expected);
  EXPECT_THAT(folder.ledger->remarks(), ElementsAre(HasSubstr("made again")));
  folder.reopen();
  EXPECT_EQ(names_of(*folder.ledger, numbers), expected);
  EXPECT_THAT(folder.ledger->remarks(), IsEmpty());
}

TEST(Index, OfAnotherLedgerIsThrownAway) {
  LedgerFolder folder(100);
  fill(folder, 1, 350);
  LedgerFolder other(100);
  fill(other, 1'001, 350);
  const Names before = names_of(*folder.ledger, 350);
  folder.ledger.reset();
  other.ledger.reset();
  fs::remove_all(folder.path() / "index");
  fs::copy(other.path() / "index", folder.path() / "index");
  expect_thrown_away(folder, 350, before, "not of this log");
}

TEST(Index, AheadOfItsLogIsThrownAway) {
  LedgerFolder folder(100);
  fill(folder, 1, 150);
  const Names before = names_of(*folder.ledger, 150);
  folder.ledger.reset();
  fs::copy(folder.path() / "log", folder.path() / "kept");
  folder.reopen();
  fill(folder, 151, 300);
  folder.ledger.reset();
  // As after a restore of the log alone.
  fs::remove_all(folder.path() / "log");
  fs::rename(folder.path() / "kept", folder.path() / "log");
  ASSERT_GT(checkpoint_of(folder.path())->size.value, 151U);
  expect_thrown_away(folder, 150, before, "not of this log");
}

TEST(Index, ThatIsNoDatabaseIsThrownAway) {
  LedgerFolder folder(100);
  fill(folder, 1, 150);
  const Names before = names_of(*folder.ledger, 150);
  folder.ledger.reset();
  std::ofstream(folder.path() / "index" / "data.mdb", std::ios::trunc) << std::string(40'000, 'x');
  expect_thrown_away(folder, 150, before, "");
}

TEST(Index, OfAnotherVersionIsThrownAway) {
  LedgerFolder folder(100);
  fill(folder, 1, 150);
  const Names before = names_of(*folder.ledger, 150);
  folder.ledger.reset();
  {
    const auto environment = lmdb::Environment::open(folder.path() / "index", {});
    const lmdb::Table checkpoint = *environment->existing("checkpoint", lmdb::KeyKind::kU64);
    lmdb::WriteTransaction transaction = environment->write();
    const Words row{99, 0, 0, 0, 0, 0};
    transaction.put(checkpoint, 0, bytes_of(row));
    transaction.commit();
  }
  expect_thrown_away(folder, 150, before, "of another version");
}

TEST(Index, ThatNamesTheWrongEventIsToldAndNotBelieved) {
  LedgerFolder folder(10);
  fill(folder, 1, 50);
  folder.ledger.reset();
  {
    const auto environment = lmdb::Environment::open(folder.path() / "index", {});
    const lmdb::Table ids = *environment->existing("ids", lmdb::KeyKind::kBytes);
    lmdb::WriteTransaction transaction = environment->write();
    const Words wrong{3};
    transaction.put(ids, id(9).bytes, bytes_of(wrong));
    transaction.commit();
  }
  folder.reopen();
  const auto answer = folder.append(request(event(9, "finding/9")));
  EXPECT_EQ(answer.error().kind, ErrorKind::kCorrupt);
  EXPECT_THAT(answer.error().mend, HasSubstr("index/"));
}

TEST(Index, MarksEverySixtyFourthVersion) {
  LedgerFolder folder(10);
  fill(folder, 1, 600);
  folder.ledger.reset();
  const auto index = Index::open(folder.path() / "index", true);
  const lmdb::Transaction transaction = index->read();
  const IndexView view(transaction, index->tables());
  // The events of the long stream are those with even numbers: version v stands at position 2 v.
  EXPECT_EQ(view.marker("finding/long", Position{0}).value(),
            std::pair(Position{128}, StreamVersion{64}));
  EXPECT_EQ(view.marker("finding/long", Position{128}).value(),
            std::pair(Position{128}, StreamVersion{64}));
  EXPECT_EQ(view.marker("finding/long", Position{129}).value(),
            std::pair(Position{256}, StreamVersion{128}));
  EXPECT_EQ(view.marker("finding/long", Position{100'000}).value(), std::nullopt);
  EXPECT_EQ(view.marker("finding/1", Position{0}).value(), std::nullopt);
  EXPECT_EQ(view.marker("finding/lon", Position{0}).value(), std::nullopt);
}

}  // namespace
}  // namespace probity::eventstore::testing
