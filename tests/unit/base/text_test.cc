#include "eventstore/base/text.h"

#include <gtest/gtest.h>

#include <string>

namespace probity {
namespace {

TEST(Hex, WritesAndReadsAHash) {
  Hash hash;
  for (std::size_t i = 0; i < hash.bytes.size(); ++i)
    hash.bytes[i] = static_cast<std::uint8_t>(i * 8 + 7);
  const std::string hex = to_hex(hash.bytes);
  EXPECT_EQ(hex.size(), 64U);
  EXPECT_EQ(hex.substr(0, 8), "070f171f");
  EXPECT_EQ(hash_from_hex(hex), hash);
}

TEST(Hex, ReadsEitherCaseAndNothingElse) {
  const std::string upper(64, 'A');
  EXPECT_EQ(hash_from_hex(upper), hash_from_hex(std::string(64, 'a')));
  EXPECT_FALSE(hash_from_hex(std::string(63, 'a')));
  EXPECT_FALSE(hash_from_hex(std::string(65, 'a')));
  EXPECT_FALSE(hash_from_hex(std::string(63, 'a') + "g"));
}

TEST(EventIdText, IsTheUuidForm) {
  const std::string text = "0191e4a2-7c1f-7b3a-9d55-00112233aabb";
  const auto id = event_id_from_text(text);
  ASSERT_TRUE(id);
  EXPECT_EQ(id->bytes[0], 0x01);
  EXPECT_EQ(id->bytes[15], 0xBB);
  EXPECT_EQ(to_text(*id), text);
  EXPECT_EQ(event_id_from_text("0191E4A2-7C1F-7B3A-9D55-00112233AABB"), id);
}

TEST(EventIdText, RefusesNilAndOtherForms) {
  for (const std::string text :
       {"", "00000000-0000-0000-0000-000000000000", "0191e4a27c1f7b3a9d5500112233aabb",
        "{0191e4a2-7c1f-7b3a-9d55-00112233aabb}", "0191e4a2-7c1f-7b3a-9d55-00112233aab",
        "0191e4a2-7c1f-7b3a-9d5500112233aabb-", "0191e4a2-7c1f-7b3a-9d55-00112233aabg",
        "0191e4a2 7c1f-7b3a-9d55-00112233aabb"}) {
    EXPECT_FALSE(event_id_from_text(text)) << text;
  }
}

TEST(InstantText, WritesSixDecimalsInUtc) {
  EXPECT_EQ(to_text(Instant{0}), "1970-01-01T00:00:00.000000Z");
  EXPECT_EQ(to_text(Instant{1'700'000'000'123'456}), "2023-11-14T22:13:20.123456Z");
  EXPECT_EQ(to_text(Instant{-1}), "1969-12-31T23:59:59.999999Z");
}

TEST(InstantText, ReadsOffsetsAndFractions) {
  EXPECT_EQ(instant_from_text("2023-11-14T22:13:20Z"), Instant{1'700'000'000'000'000});
  EXPECT_EQ(instant_from_text("2023-11-14T23:13:20+01:00"), Instant{1'700'000'000'000'000});
  EXPECT_EQ(instant_from_text("2023-11-14T20:43:20-01:30"), Instant{1'700'000'000'000'000});
  EXPECT_EQ(instant_from_text("2023-11-14T22:13:20.5Z"), Instant{1'700'000'000'500'000});
  EXPECT_EQ(instant_from_text("2023-11-14T22:13:20.000001Z"), Instant{1'700'000'000'000'001});
}

TEST(InstantText, RefusesWhatIsNoInstant) {
  for (const std::string text :
       {"", "2023-11-14", "2023-11-14T22:13Z", "2023-11-14T22:13:20", "2023-02-29T00:00:00Z",
        "2023-11-14T24:00:00Z", "2023-11-14T22:60:00Z", "2023-11-14T22:13:60Z",
        "2023-11-14T22:13:20.Z", "2023-11-14T22:13:20.1234567Z", "2023-11-14T22:13:20+24:00",
        "2023-11-14T22:13:20+0100", "2023-11-14 22:13:20Z", "2023-11-14T22:13:20Zx",
        "0999-01-01T00:00:00Z"}) {
    EXPECT_FALSE(instant_from_text(text)) << text;
  }
}

TEST(InstantText, ReadsWhatItWrites) {
  for (const std::int64_t micros :
       {std::int64_t{0}, std::int64_t{1}, std::int64_t{951'782'400'000'000},
        std::int64_t{4'102'444'799'999'999}, std::int64_t{-2'208'988'800'000'000}}) {
    EXPECT_EQ(instant_from_text(to_text(Instant{micros})), Instant{micros});
  }
}

TEST(DayText, ReadsAndWritesDaysThatExist) {
  EXPECT_EQ(day_from_text("1970-01-01"), Day{0});
  EXPECT_EQ(day_from_text("2024-02-29"), Day{19'782});
  EXPECT_EQ(to_text(Day{19'782}), "2024-02-29");
  for (const std::string text :
       {"2023-02-29", "2024-02-30", "2023-13-01", "2023-1-01", "2023-01-01T", "23-01-01",
        "0999-12-31", "10000-01-01", "", ".."}) {
    EXPECT_FALSE(day_from_text(text)) << text;
  }
}

}  // namespace
}  // namespace probity
