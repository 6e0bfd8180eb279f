#include "eventstore/verify/block_form.h"

#include "tests/unit/eventstore/support.h"

namespace probity::eventstore::testing {
namespace {

Words block_of(std::size_t records, std::size_t payload_words) {
  RecordBuffer buffer;
  for (std::size_t i = 0; i < records; ++i) {
    const NewEvent made = event(i + 1, "finding/a");
    (void)buffer.append(made.header, {.position = Position{i}, .version = StreamVersion{1}},
                        made.salt, payload(i, payload_words), made.payload_digest, true);
  }
  Words words(buffer.block_bytes(0, records) / sizeof(std::uint64_t));
  buffer.write_block(0, records, {reinterpret_cast<std::uint8_t*>(words.data()), words.size() * 8});
  return words;
}

std::string flaw_of(const Words& words) {
  return verify::block_flaw(words, BlockView::parse(words).value());
}

TEST(VerifyBlockForm, TakesWhatTheLedgerWrites) {
  for (const std::size_t records : {1U, 2U, 3U, 255U, 256U}) {
    EXPECT_EQ(flaw_of(block_of(records, 4)), "") << records;
  }
  EXPECT_EQ(flaw_of(block_of(1, kBlockWords + 1)), "") << "one record may be longer than a block";
}

TEST(VerifyBlockForm, FindsPaddingThatIsWrittenTo) {
  for (std::size_t bit = 32; bit < 64; ++bit) {
    Words words = block_of(2, 4);
    words[1] |= std::uint64_t{1} << bit;
    EXPECT_EQ(flaw_of(words), "something is written in the padding behind its offsets");
  }
}

TEST(VerifyBlockForm, FindsABlockThatWentOnForTooLong) {
  EXPECT_EQ(flaw_of(block_of(2, kBlockWords / 2 + 1)),
            "its 2 records are longer than a block of several may be");
}

}  // namespace
}  // namespace probity::eventstore::testing
