#include "eventstore/block.h"

#include <gtest/gtest.h>

#include <cstring>

#include "eventstore/envelope.h"
#include "tests/unit/eventstore/support.h"

namespace probity::eventstore::testing {
namespace {

RecordBuffer three_records() {
  RecordBuffer records;
  for (std::uint64_t i = 0; i < 3; ++i) {
    const NewEvent made = event(i + 1, "finding/a", i);
    records.append(made.header, {.position = Position{i}, .version = StreamVersion{1}}, made.salt,
                   made.payload, made.payload_digest, i != 1);
  }
  return records;
}

Words block_of(const RecordBuffer& records, std::size_t first, std::size_t count) {
  std::vector<std::uint8_t> bytes(records.block_bytes(first, count));
  records.write_block(first, count, bytes);
  Words words(bytes.size() / sizeof(std::uint64_t));
  std::memcpy(words.data(), bytes.data(), bytes.size());
  return words;
}

/// Reads everything that a block offers, whatever it holds; answers whether all of it could be
/// read.
bool read_all(WordsView value) {
  const auto block = BlockView::parse(value);
  if (!block) return false;
  bool whole = true;
  for (std::size_t i = 0; i < block->count(); ++i) {
    (void)block->begins_request(i);
    const auto record = block->record(i);
    whole = whole && record;
    if (record) (void)decode_record(*record);
  }
  return whole;
}

TEST(Block, GivesBackItsRecords) {
  const RecordBuffer records = three_records();
  const Words words = block_of(records, 0, 3);
  const BlockView block = BlockView::parse(words).value();
  ASSERT_EQ(block.count(), 3U);
  for (std::size_t i = 0; i < 3; ++i) {
    const Record stored = block.record(i).value();
    const Record written = records.record(i);
    EXPECT_TRUE(std::ranges::equal(stored.envelope, written.envelope));
    EXPECT_TRUE(std::ranges::equal(stored.payload, payload(i)));
    EXPECT_EQ(stored.salt, written.salt);
    EXPECT_EQ(block.begins_request(i), i != 1);
    EXPECT_EQ(decode_record(stored)->header.id, id(i + 1));
  }
}

TEST(Block, MayHoldAPartOfABuffer) {
  const RecordBuffer records = three_records();
  const Words words = block_of(records, 1, 1);
  const BlockView block = BlockView::parse(words).value();
  ASSERT_EQ(block.count(), 1U);
  EXPECT_EQ(decode_record(block.record(0).value())->header.id, id(2));
  EXPECT_FALSE(block.begins_request(0));
}

TEST(Block, IsCorruptAtEveryTruncation) {
  const Words words = block_of(three_records(), 0, 3);
  for (std::size_t size = 0; size < words.size(); ++size) {
    // A copy of just that size, so that a sanitizer sees a read beyond it.
    const Words cut(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(size));
    EXPECT_FALSE(read_all(cut)) << size;
  }
  EXPECT_TRUE(read_all(words));
}

TEST(Block, IsReadWithinItsBoundsWhateverByteIsWrong) {
  const Words words = block_of(three_records(), 0, 3);
  for (std::size_t byte = 0; byte < words.size() * sizeof(std::uint64_t); ++byte) {
    for (const std::uint8_t flip : {0x01, 0x80, 0xFF}) {
      Words changed = words;
      reinterpret_cast<std::uint8_t*>(changed.data())[byte] ^= flip;
      (void)read_all(changed);
    }
  }
}

TEST(Block, NamesACountThatCannotBe) {
  Words words = block_of(three_records(), 0, 3);
  for (const std::uint32_t count : {0U, 257U, ~0U}) {
    std::memcpy(words.data(), &count, sizeof count);
    EXPECT_EQ(BlockView::parse(words).error().kind, ErrorKind::kCorrupt);
  }
}

TEST(Block, HasAtMost256Records) {
  RecordBuffer records;
  const NewEvent made = event(1, "finding/a");
  for (int i = 0; i < 300; ++i) {
    records.append(made.header, {.version = StreamVersion{1}}, made.salt, made.payload,
                   made.payload_digest, true);
  }
  EXPECT_EQ(records.slice(0), 256U);
  EXPECT_EQ(records.slice(256), 44U);
  EXPECT_TRUE(read_all(block_of(records, 0, 256)));
  EXPECT_TRUE(read_all(block_of(records, 256, 44)));
}

TEST(Block, EndsBeforeAMebibyteUnlessOneRecordPassesIt) {
  RecordBuffer records;
  NewEvent made = event(1, "finding/a");
  made.payload = payload(1, limits::kPayloadBytes / sizeof(std::uint64_t));
  for (int i = 0; i < 5; ++i) {
    records.append(made.header, {.version = StreamVersion{1}}, made.salt, made.payload,
                   made.payload_digest, true);
  }
  EXPECT_EQ(records.slice(0), 3U);
  EXPECT_LE(records.block_bytes(0, 3), 1'048'576U + 1024U);
}

TEST(RecordBuffer, ForgetsTheNewest) {
  RecordBuffer records = three_records();
  const Words before = block_of(records, 0, 1);
  records.truncate(1);
  EXPECT_EQ(records.count(), 1U);
  EXPECT_EQ(block_of(records, 0, 1), before);
  records.truncate(5);
  EXPECT_EQ(records.count(), 1U);
  records.clear();
  EXPECT_EQ(records.count(), 0U);
}

}  // namespace
}  // namespace probity::eventstore::testing
