#include "eventstore/log_rows.h"

#include <gtest/gtest.h>

#include "eventstore/proof/hash.h"

namespace probity::eventstore {
namespace {

constexpr Instant kNoInstant{};
constexpr std::size_t kFormatAt = 1;  // the word whose upper half is the format

LogMeta a_meta() {
  return {.origin = "probity.example/east-midlands", .created = Instant{1'700'000'000'000'000}};
}

LogHead a_head(std::size_t leaves) {
  LogHead head;
  for (std::size_t i = 0; i < leaves; ++i) head.peaks.append(proof::sha256({}));
  head.root = head.peaks.root();
  head.recorded_at = Instant{5};
  return head;
}

TEST(LogMeta, GivesBackWhatWentIn) {
  for (const std::string origin : {"a", "12345678", "probity.example/east-midlands"}) {
    LogMeta meta = a_meta();
    meta.origin = origin;
    EXPECT_EQ(decode_meta(encode_meta(meta)), meta);
  }
}

TEST(LogMeta, OfAnotherKindOfFileIsNoLedger) {
  Words words = encode_meta(a_meta());
  words[0] ^= 1;
  EXPECT_EQ(decode_meta(words).error().kind, ErrorKind::kMalformed);
  EXPECT_EQ(decode_meta({}).error().kind, ErrorKind::kMalformed);
  EXPECT_EQ(decode_meta(Words(3)).error().kind, ErrorKind::kMalformed);
}

TEST(LogMeta, OfANewerFormatIsSaidToBeNewer) {
  LogMeta meta = a_meta();
  meta.format = kFormatVersion + 1;
  const auto decoded = decode_meta(encode_meta(meta));
  EXPECT_EQ(decoded.error().kind, ErrorKind::kNewer);
  EXPECT_NE(decoded.error().what.find("format 2"), std::string::npos);
}

TEST(LogMeta, OfAnotherByteOrderIsNoLedger) {
  Words words = encode_meta(a_meta());
  words[kFormatAt] = (words[kFormatAt] & ~std::uint64_t{0xFFFFFFFF}) | 0x04030201;
  EXPECT_EQ(decode_meta(words).error().kind, ErrorKind::kMalformed);
}

TEST(LogMeta, CutShortOrOverlongIsRefused) {
  const Words words = encode_meta(a_meta());
  for (std::size_t size = 0; size < words.size(); ++size) {
    const Words cut(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(size));
    EXPECT_FALSE(decode_meta(cut)) << size;
  }
  Words words_of_256 = encode_meta({.origin = std::string(256, 'a'), .created = kNoInstant});
  EXPECT_EQ(decode_meta(words_of_256).error().kind, ErrorKind::kCorrupt);
}

TEST(LogHead, GivesBackWhatWentIn) {
  for (const std::size_t leaves : {0U, 1U, 2U, 3U, 255U, 256U, 1'000U}) {
    const LogHead head = a_head(leaves);
    const LogHead decoded = decode_head(encode_head(head)).value();
    EXPECT_EQ(decoded.head(), head.head());
    EXPECT_EQ(decoded.peaks, head.peaks);
  }
}

TEST(LogHead, WithTooFewOrTooManyPeaksIsCorrupt) {
  const Words words = encode_head(a_head(7));
  for (std::size_t size = 0; size < words.size(); ++size) {
    const Words cut(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(size));
    ASSERT_FALSE(decode_head(cut)) << size;
    EXPECT_EQ(decode_head(cut).error().kind, ErrorKind::kCorrupt);
  }
  Words longer = words;
  longer.insert(longer.end(), 4, 0);
  EXPECT_FALSE(decode_head(longer));
}

}  // namespace
}  // namespace probity::eventstore
