#include "eventstore/lmdb.h"

#include <gtest/gtest.h>

#include <array>
#include <fstream>
#include <vector>

#include "tests/unit/eventstore/support.h"

namespace probity::eventstore::lmdb {
namespace {

using testing::TemporaryFolder;
using Key = std::array<std::uint8_t, 8>;

std::vector<std::uint8_t> value(std::uint8_t byte, std::size_t size = 16) {
  return std::vector<std::uint8_t>(size, byte);
}

struct Opened {
  TemporaryFolder folder;
  std::unique_ptr<Environment> environment =
      Environment::open(folder.path() / "env", {.create = true});
  Table numbers = *environment->table("numbers", KeyKind::kU64);
  Table names = *environment->table("names", KeyKind::kBytes);
};

TEST(Lmdb, KeepsWhatWasCommitted) {
  Opened opened;
  {
    WriteTransaction write = opened.environment->write();
    write.put(opened.numbers, 7, value(1));
    write.put(opened.names, Key{'a'}, value(2));
    write.commit();
  }
  const Transaction read = opened.environment->read();
  EXPECT_EQ(read.get(opened.numbers, 7)->size(), 16U);
  EXPECT_EQ((*read.get(opened.names, Key{'a'}))[0], 2);
  EXPECT_FALSE(read.get(opened.numbers, 8));
  EXPECT_EQ(read.count(opened.numbers), 1U);
}

TEST(Lmdb, ForgetsWhatWasNotCommitted) {
  Opened opened;
  {
    opened.environment->write().put(opened.numbers, 7, value(1));
  }
  const Transaction read = opened.environment->read();
  EXPECT_FALSE(read.get(opened.numbers, 7));
}

TEST(Lmdb, ShowsAReaderTheMomentItBegan) {
  Opened opened;
  const Transaction before = opened.environment->read();
  WriteTransaction write = opened.environment->write();
  write.put(opened.numbers, 7, value(1));
  write.commit();
  EXPECT_FALSE(before.get(opened.numbers, 7));
  const Transaction after = opened.environment->read();
  EXPECT_TRUE(after.get(opened.numbers, 7));
}

TEST(Lmdb, OrdersNumbersAsNumbers) {
  Opened opened;
  WriteTransaction write = opened.environment->write();
  for (const std::uint64_t key : {1ULL, 255ULL, 256ULL, 65'536ULL})
    write.append(opened.numbers, key, value(1));
  Cursor cursor = write.cursor(opened.numbers);
  ASSERT_TRUE(cursor.seek(256));
  EXPECT_EQ(cursor.key_u64(), 256U);
  EXPECT_TRUE(cursor.previous());
  EXPECT_EQ(cursor.key_u64(), 255U);
  EXPECT_TRUE(cursor.last());
  EXPECT_EQ(cursor.key_u64(), 65'536U);
  EXPECT_FALSE(cursor.next());
  EXPECT_TRUE(cursor.first());
  EXPECT_FALSE(cursor.seek(65'537));
}

TEST(Lmdb, AppendsOnlyBehindTheLast) {
  Opened opened;
  WriteTransaction write = opened.environment->write();
  write.append(opened.numbers, 5, value(1));
  EXPECT_THROW(write.append(opened.numbers, 4, value(1)), StorageFault);
}

TEST(Lmdb, GivesRoomToFill) {
  Opened opened;
  WriteTransaction write = opened.environment->write();
  const auto room = write.append_reserved(opened.numbers, 1, 24);
  std::ranges::fill(room, std::uint8_t{9});
  write.commit();
  const Transaction read = opened.environment->read();
  EXPECT_EQ(read.get(opened.numbers, 1)->size(), 24U);
  EXPECT_EQ(read.get(opened.numbers, 1)->back(), 9);
}

TEST(Lmdb, AlignsEveryValueWhateverIsWrittenAndErasedAroundIt) {
  Opened opened;
  WriteTransaction write = opened.environment->write();
  for (std::uint64_t i = 0; i < 2'000; ++i) {
    const std::size_t size = 8 * (i * 37 % 700);
    write.put(opened.names, Key{static_cast<std::uint8_t>(i), static_cast<std::uint8_t>(i >> 8)},
              value(static_cast<std::uint8_t>(i), size));
    if (i % 3 == 0) write.erase(opened.names, Key{static_cast<std::uint8_t>(i / 2)});
  }
  write.commit();
  const Transaction read = opened.environment->read();
  Cursor cursor = read.cursor(opened.names);
  std::size_t seen = 0;
  for (bool found = cursor.first(); found; found = cursor.next()) {
    ++seen;  // the cursor throws at a value that is not aligned
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(cursor.value().data()) % 8, 0U);
  }
  EXPECT_GT(seen, 1'000U);
}

TEST(LmdbDeathTest, AValueThatIsNotWholeWordsIsABug) {
  Opened opened;
  EXPECT_DEATH(opened.environment->write().put(opened.numbers, 1, value(1, 9)),
               "multiple of 8 bytes");
}

TEST(Lmdb, EmptiesATable) {
  Opened opened;
  WriteTransaction write = opened.environment->write();
  write.put(opened.numbers, 7, value(1));
  write.clear(opened.numbers);
  EXPECT_EQ(write.count(opened.numbers), 0U);
}

TEST(Lmdb, ReadOnlyMakesNothing) {
  TemporaryFolder folder;
  EXPECT_THROW(Environment::open(folder.path() / "none", {.read_only = true}), StorageFault);
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "none"));
  {
    const auto made = Environment::open(folder.path() / "env", {.create = true});
  }
  const auto environment = Environment::open(folder.path() / "env", {.read_only = true});
  EXPECT_FALSE(environment->table("numbers", KeyKind::kU64));
  EXPECT_THROW(environment->write(), StorageFault);
}

TEST(Lmdb, LooksForATableWithoutMakingIt) {
  TemporaryFolder folder;
  const auto environment = Environment::open(folder.path() / "env", {.create = true});
  EXPECT_FALSE(environment->existing("numbers", KeyKind::kU64));
  EXPECT_TRUE(environment->table("numbers", KeyKind::kU64));
  EXPECT_TRUE(environment->existing("numbers", KeyKind::kU64));
}

TEST(Lmdb, TellsATableOfAnotherKind) {
  const Opened opened;
  for (const auto& [name, kind] :
       {std::pair("numbers", KeyKind::kBytes), std::pair("names", KeyKind::kU64)}) {
    try {
      (void)opened.environment->existing(name, kind);
      ADD_FAILURE() << name;
    } catch (const StorageFault& fault) {
      EXPECT_EQ(fault.error().kind, ErrorKind::kCorrupt);
    }
  }
}

TEST(Lmdb, NamesItsTables) {
  const Opened opened;
  EXPECT_EQ(opened.environment->table_names(10), (std::vector<std::string>{"names", "numbers"}));
  EXPECT_EQ(opened.environment->table_names(1), (std::vector<std::string>{"names"}));
}

TEST(Lmdb, TellsAFileThatIsNotItsOwn) {
  TemporaryFolder folder;
  std::ofstream(folder.path() / "data.mdb") << std::string(20'000, 'x');
  try {
    (void)Environment::open(folder.path(), {});
    FAIL() << "a file of x was opened";
  } catch (const StorageFault& fault) {
    EXPECT_EQ(fault.error().kind, ErrorKind::kCorrupt);
    EXPECT_EQ(fault.error().where, folder.path().string());
  }
}

}  // namespace
}  // namespace probity::eventstore::lmdb
