#include "eventstore/proof/envelope.h"

#include <gtest/gtest.h>

#include <random>

#include "eventstore/base/limits.h"
#include "eventstore/base/text.h"
#include "tests/unit/proof/canonical.h"

namespace probity::proof {
namespace {

// The frozen bytes of the eventstore's own envelope test: every field set to something of its own.
constexpr std::string_view kFrozen =
    "00000000170007000807060504030201070000000000000040222018240a0600"
    "101112131415161718191a1b1c1d1e1f6300000000000000707172737475767778797a7b7c7d7e7f"
    "808182838485868788898a8b8c8d8e8fa0a1a2a3a4a5a6a7a8a9aaabacadaeaf"
    "b0b1b2b3b4b5b6b7b8b9babbbcbdbebf505152535455565758595a5b5c5d5e5f"
    "606162636465666768696a6b6c6d6e6f202122232425262728292a2b2c2d2e2f"
    "303132333435363738393a3b3c3d3e3f02000200010000001900000016000000"
    "250000000e0000002d000000d200000039000000920000004100000062000000"
    "450000005a000000490000008200000005000000320000000500000042000000"
    "656d736f75000000686d696366727300010000005a0000006465726279736869"
    "726500000000000066696e64696e672f656d2d736f632d323032332d7265632d"
    "3100000000000000436f6d706c6574696f6e436c61696d656400000000000000"
    "323032332d30332d30327e0000000000646572627973686972650000000000006e"
    "6f7474696e6768616d736869726500";

std::vector<std::uint8_t> from_hex(std::string_view hex) {
  std::vector<std::uint8_t> out;
  for (std::size_t i = 0; i < hex.size(); i += 2)
    out.push_back(static_cast<std::uint8_t>(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16)));
  return out;
}

TEST(Envelopes, AreReadAtTheOffsetsThatWereFrozen) {
  const Envelope envelope = Envelope::parse(from_hex(kFrozen)).value();
  EXPECT_EQ(envelope.position, Position{0x0102030405060708});
  EXPECT_EQ(envelope.version, StreamVersion{7});
  EXPECT_EQ(envelope.recorded_at, Instant{1'700'000'000'123'456});
  EXPECT_EQ(to_text(envelope.id), "10111213-1415-1617-1819-1a1b1c1d1e1f");
  EXPECT_EQ(envelope.previous, Position{99});
  EXPECT_EQ(envelope.previous_leaf.bytes[0], 0x70);
  EXPECT_EQ(envelope.previous_leaf.bytes[31], 0x8F);
  EXPECT_EQ(envelope.payload_digest.bytes[0], 0xA0);
  EXPECT_EQ(envelope.payload_digest.bytes[31], 0xBF);
  EXPECT_EQ(envelope.stream.text(), "finding/em-soc-2023-rec-1");
  EXPECT_EQ(envelope.type, "CompletionClaimed");
  EXPECT_EQ(envelope.effective, "2023-03-02~");
  EXPECT_EQ(envelope.actor, "derbyshire");
  EXPECT_EQ(envelope.recorded_by, "nottinghamshire");
}

TEST(Envelopes, OfTheFirstVersionNameNoEventBefore) {
  const Envelope envelope = Envelope::parse(envelope_bytes({})).value();
  EXPECT_EQ(envelope.version, StreamVersion{1});
  EXPECT_FALSE(envelope.previous);
  EXPECT_EQ(envelope.stream.text(), "finding/a");
}

TEST(Envelopes, AreRefusedWithAFieldThatNoneHas) {
  const auto refused = [](auto change) {
    EnvelopeParts parts{
        .position = Position{9}, .version = StreamVersion{2}, .previous = Position{8}};
    EXPECT_TRUE(Envelope::parse(envelope_bytes(parts)));
    change(parts);
    const auto envelope = Envelope::parse(envelope_bytes(parts));
    return !envelope && envelope.error().kind == ErrorKind::kMalformed;
  };
  EXPECT_TRUE(refused([](EnvelopeParts& parts) { parts.id = {}; }));
  EXPECT_TRUE(refused([](EnvelopeParts& parts) { parts.version = {}; }));
  EXPECT_TRUE(refused([](EnvelopeParts& parts) { parts.version = StreamVersion{1}; }));
  EXPECT_TRUE(refused([](EnvelopeParts& parts) { parts.previous.reset(); }));
  EXPECT_TRUE(refused([](EnvelopeParts& parts) { parts.previous = Position{9}; }));
  EXPECT_TRUE(refused([](EnvelopeParts& parts) { parts.flags = 0 | 1 << 16; }));
  EXPECT_TRUE(refused([](EnvelopeParts& parts) { parts.flags = 5 | 1 << 16; }));
  EXPECT_TRUE(refused([](EnvelopeParts& parts) { parts.flags = 4; }));
  EXPECT_TRUE(refused([](EnvelopeParts& parts) { parts.flags = 4 | 3 << 16; }));
  EXPECT_TRUE(refused([](EnvelopeParts& parts) { parts.flags |= std::uint64_t{1} << 33; }));
  EXPECT_TRUE(refused([](EnvelopeParts& parts) { parts.stream = "finding"; }));
  EXPECT_TRUE(refused([](EnvelopeParts& parts) { parts.type = ""; }));
  EXPECT_TRUE(refused([](EnvelopeParts& parts) { parts.type = std::string(65, 'a'); }));
  EXPECT_TRUE(refused([](EnvelopeParts& parts) { parts.type = "Signed Off"; }));
  EXPECT_TRUE(refused([](EnvelopeParts& parts) { parts.type = std::string("SignedOff\0", 10); }));
  EXPECT_TRUE(refused([](EnvelopeParts& parts) { parts.type = "S\xD1\x96gnedOff"; }));
  EXPECT_TRUE(refused([](EnvelopeParts& parts) { parts.actor = std::string("a\0b", 3); }));
  EXPECT_FALSE(refused([](EnvelopeParts& parts) { parts.flags |= std::uint64_t{1} << 32; }));
}

/// What the bytes are read as, if they are: parsing them never does worse than to refuse them.
bool accepted(Bytes bytes) {
  // On the heap and of exactly this size, so that a sanitizer sees a read beyond it.
  const std::vector<std::uint8_t> exact(bytes.begin(), bytes.end());
  return Envelope::parse(exact).has_value();
}

TEST(Envelopes, AreRefusedCutShortOrWithARest) {
  const auto good = from_hex(kFrozen);
  for (std::size_t end = 0; end < good.size(); ++end)
    EXPECT_FALSE(accepted(Bytes(good).first(end))) << end;
  auto longer = good;
  longer.resize(good.size() + 8);
  EXPECT_FALSE(accepted(longer));
  longer.resize(limits::kLeafBytes + 1);
  EXPECT_FALSE(accepted(longer));
}

TEST(Envelopes, WithAFlippedBitInAPointerOrItsPaddingAreRefused) {
  const auto good = from_hex(kFrozen);
  const auto is_text = [&](std::size_t byte) { return byte >= 248 && good[byte] >= 0x20; };
  for (std::size_t byte = 0; byte < good.size(); ++byte) {
    // Numbers and text may read otherwise: then the leaf is another. Pointers may not.
    const bool fixed = byte < 8 || (byte >= 192 && !is_text(byte));
    for (unsigned bit = 0; bit < 8; ++bit) {
      auto changed = good;
      changed[byte] = static_cast<std::uint8_t>(changed[byte] ^ (1U << bit));
      const bool taken = accepted(changed);
      EXPECT_FALSE(taken && fixed) << byte << " bit " << bit;
    }
  }
}

TEST(Envelopes, OfAnyBytesAreNoHarm) {
  std::mt19937_64 random(7);
  const auto good = from_hex(kFrozen);
  for (int round = 0; round < 200'000; ++round) {
    auto changed = good;
    const unsigned changes = 1 + static_cast<unsigned>(random() % 4);
    for (unsigned i = 0; i < changes; ++i) {
      // Mostly in the pointers, where harm could be done.
      const std::size_t at = random() % 2 == 0 ? 192 + random() % 72 : random() % changed.size();
      changed[at] = static_cast<std::uint8_t>(random());
    }
    if (random() % 8 == 0) changed.resize(random() % changed.size() / 8 * 8);
    (void)accepted(changed);
  }
}

}  // namespace
}  // namespace probity::proof
