#include "eventstore/envelope.h"

#include <capnp/message.h>
#include <capnp/serialize.h>
#include <gtest/gtest.h>

#include "eventstore/base/text.h"
#include "eventstore/envelope_view.h"
#include "eventstore/proof/hash.h"
#include "schema/event.capnp.h"
#include "tests/unit/eventstore/support.h"

namespace probity::eventstore::testing {
namespace {

template <class Id>
Id counted(std::uint8_t first) {
  Id out;
  for (std::size_t i = 0; i < out.bytes.size(); ++i)
    out.bytes[i] = static_cast<std::uint8_t>(first + i);
  return out;
}

/// Every field set to something of its own.
DecodedEnvelope full() {
  return {.header = {.id = counted<EventId>(0x10),
                     .stream = stream("finding/em-soc-2023-rec-1"),
                     .type = "CompletionClaimed",
                     .effective = "2023-03-02~",
                     .actor = "derbyshire",
                     .recorded_by = "nottinghamshire",
                     .standing = Standing::kReported,
                     .client = counted<Hash>(0x20),
                     .marking = Marking::kOfficialSensitive,
                     .audience = {"emsou", "hmicfrs"},
                     .correlation = counted<EventId>(0x50),
                     .causation = counted<EventId>(0x60),
                     .concerns = {"derbyshire"}},
          .placement = {.position = Position{0x0102030405060708},
                        .version = StreamVersion{7},
                        .recorded_at = Instant{1'700'000'000'123'456},
                        .previous = Position{99},
                        .previous_leaf = counted<Hash>(0x70),
                        .clock_held = true},
          .payload_digest = counted<Hash>(0xA0)};
}

Words encoded(const DecodedEnvelope& envelope) {
  return encode_envelope(envelope.header, envelope.placement, envelope.payload_digest);
}

void expect_same(const DecodedEnvelope& a, const DecodedEnvelope& b) {
  EXPECT_EQ(a.header.id, b.header.id);
  EXPECT_EQ(a.header.stream, b.header.stream);
  EXPECT_EQ(a.header.type, b.header.type);
  EXPECT_EQ(a.header.effective, b.header.effective);
  EXPECT_EQ(a.header.actor, b.header.actor);
  EXPECT_EQ(a.header.recorded_by, b.header.recorded_by);
  EXPECT_EQ(a.header.standing, b.header.standing);
  EXPECT_EQ(a.header.client, b.header.client);
  EXPECT_EQ(a.header.marking, b.header.marking);
  EXPECT_EQ(a.header.audience, b.header.audience);
  EXPECT_EQ(a.header.correlation, b.header.correlation);
  EXPECT_EQ(a.header.causation, b.header.causation);
  EXPECT_EQ(a.header.concerns, b.header.concerns);
  EXPECT_EQ(a.placement.position, b.placement.position);
  EXPECT_EQ(a.placement.version, b.placement.version);
  EXPECT_EQ(a.placement.recorded_at, b.placement.recorded_at);
  EXPECT_EQ(a.placement.previous, b.placement.previous);
  EXPECT_EQ(a.placement.previous_leaf, b.placement.previous_leaf);
  EXPECT_EQ(a.placement.clock_held, b.placement.clock_held);
  EXPECT_EQ(a.payload_digest, b.payload_digest);
}

TEST(Envelope, GivesBackWhatWentIn) {
  const DecodedEnvelope envelope = full();
  expect_same(decode_envelope(encoded(envelope)).value(), envelope);
}

TEST(Envelope, HasTheBytesThatWereFrozen) {
  // These bytes are what every leaf hash covers: they never change.
  EXPECT_EQ(to_hex(bytes_of(encoded(full()))),
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
            "6f7474696e6768616d736869726500");
  // Computed by another program from these bytes.
  EXPECT_EQ(to_hex(proof::leaf_hash(bytes_of(encoded(full()))).bytes),
            "fbd7e65c61290fe44ad9517ae6ecff17d3c99c6c5feb77c6fa0b490e8ed43107");
}

TEST(Envelope, OfTheLeastIsFrozenToo) {
  DecodedEnvelope least = full();
  least.header.audience.clear();
  least.header.concerns.clear();
  least.header.client = {};
  least.header.correlation = {};
  least.header.causation = {};
  least.placement = {.position = Position{0}, .version = StreamVersion{1}};
  const Words words = encoded(least);
  EXPECT_EQ(to_hex(proof::sha256({bytes_of(words)}).bytes),
            "530f6944b96aad6e7be83d2cf5a22d40dcdbfedafc945e21de7d92d672e3d1b0");
  expect_same(decode_envelope(words).value(), least);
}

TEST(Envelope, IsCanonicalCapnProto) {
  for (const std::size_t bodies : {0U, 1U, 2U, 128U}) {
    DecodedEnvelope envelope = full();
    envelope.header.audience.assign(bodies, "a-body");
    envelope.header.concerns.assign(bodies, "another-body");
    const Words words = encoded(envelope);
    const auto* begin = reinterpret_cast<const capnp::word*>(words.data());
    const kj::ArrayPtr<const capnp::word> segments[] = {kj::arrayPtr(begin, words.size())};
    capnp::SegmentArrayMessageReader reader(segments);
    EXPECT_TRUE(reader.isCanonical());
    const auto canonical = capnp::canonicalize(reader.getRoot<schema::Envelope>());
    EXPECT_TRUE(std::ranges::equal(canonical.asBytes(), bytes_of(words)));
  }
}

TEST(Envelope, AtEveryLimitFits) {
  DecodedEnvelope envelope = full();
  envelope.header.stream = stream("a/" + std::string(limits::kStreamBytes - 2, 'b'));
  envelope.header.type = std::string(limits::kTypeBytes, 'T');
  envelope.header.effective = std::string(limits::kEffectiveBytes, '2');
  envelope.header.actor = std::string(limits::kBodyIdBytes, 'a');
  envelope.header.recorded_by = std::string(limits::kBodyIdBytes, 'r');
  envelope.header.audience.assign(limits::kBodyListItems, std::string(limits::kBodyIdBytes, 'x'));
  envelope.header.concerns.assign(limits::kBodyListItems, std::string(limits::kBodyIdBytes, 'y'));
  const Words words = encoded(envelope);
  EXPECT_LE(words.size() * sizeof(std::uint64_t), limits::kEnvelopeBytes);
  expect_same(decode_envelope(words).value(), envelope);
}

TEST(EnvelopeDeathTest, AboveItsLimitIsABug) {
  DecodedEnvelope envelope = full();
  envelope.header.audience.assign(1'000, std::string(limits::kBodyIdBytes, 'x'));
  EXPECT_DEATH((void)encoded(envelope), "envelope: above its largest size");
}

TEST(Envelope, IsCorruptAtEveryTruncation) {
  const Words words = encoded(full());
  for (std::size_t size = 0; size < words.size(); ++size) {
    const Words cut(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(size));
    const auto decoded = decode_envelope(cut);
    ASSERT_FALSE(decoded) << size;
    EXPECT_EQ(decoded.error().kind, ErrorKind::kCorrupt);
    const auto view = EnvelopeView::over(cut);
    if (view) (void)(view->stream().size() + view->recorded_by().size());
  }
}

TEST(Envelope, IsReadWithinItsBoundsWhateverByteIsWrong) {
  const Words words = encoded(full());
  for (std::size_t byte = 0; byte < words.size() * sizeof(std::uint64_t); ++byte) {
    for (const std::uint8_t flip : {0x01, 0x10, 0x80, 0xFF}) {
      Words changed = words;
      reinterpret_cast<std::uint8_t*>(changed.data())[byte] ^= flip;
      const auto decoded = decode_envelope(changed);
      // What still decodes says something else, or the same bytes would have been written.
      EXPECT_TRUE(!decoded || encoded(*decoded) == changed) << byte;
      const auto view = EnvelopeView::over(changed);
      if (view) (void)std::string(view->stream()).append(view->type()).append(view->recorded_by());
    }
  }
}

TEST(Envelope, WithPaddingOrAnythingBehindItIsCorrupt) {
  Words words = encoded(full());
  words.push_back(0);
  EXPECT_EQ(decode_envelope(words).error().kind, ErrorKind::kCorrupt);
}

TEST(Envelope, ThatContradictsItselfIsCorrupt) {
  const auto refused = [](auto change) {
    DecodedEnvelope envelope = full();
    change(envelope);
    const auto decoded = decode_envelope(encoded(envelope));
    return !decoded && decoded.error().kind == ErrorKind::kCorrupt;
  };
  EXPECT_TRUE(refused([](auto& e) { e.header.id = {}; }));
  EXPECT_TRUE(refused([](auto& e) { e.header.type.clear(); }));
  EXPECT_TRUE(refused([](auto& e) { e.header.standing = static_cast<Standing>(5); }));
  EXPECT_TRUE(refused([](auto& e) { e.header.marking = Marking::kUnset; }));
  EXPECT_TRUE(refused([](auto& e) { e.placement.version = StreamVersion{0}; }));
  EXPECT_TRUE(refused([](auto& e) { e.placement.version = StreamVersion{1}; }));
  EXPECT_TRUE(refused([](auto& e) { e.placement.previous.reset(); }));
  EXPECT_TRUE(refused([](auto& e) { e.placement.previous = e.placement.position; }));
  EXPECT_FALSE(refused([](auto&) {}));
}

TEST(EnvelopeView, ReadsWhatTheCodecWrote) {
  const DecodedEnvelope envelope = full();
  const Words words = encoded(envelope);
  const EnvelopeView view = EnvelopeView::over(words).value();
  EXPECT_EQ(view.position(), envelope.placement.position);
  EXPECT_EQ(view.version(), envelope.placement.version);
  EXPECT_EQ(view.recorded_at(), envelope.placement.recorded_at);
  EXPECT_EQ(view.id(), envelope.header.id);
  EXPECT_EQ(view.previous(), envelope.placement.previous);
  EXPECT_EQ(view.previous_leaf(), envelope.placement.previous_leaf);
  EXPECT_EQ(view.payload_digest(), envelope.payload_digest);
  EXPECT_EQ(view.standing(), envelope.header.standing);
  EXPECT_EQ(view.marking(), envelope.header.marking);
  EXPECT_TRUE(view.clock_held());
  EXPECT_EQ(view.stream(), envelope.header.stream.text());
  EXPECT_EQ(view.type(), envelope.header.type);
  EXPECT_EQ(view.effective(), envelope.header.effective);
  EXPECT_EQ(view.actor(), envelope.header.actor);
  EXPECT_EQ(view.recorded_by(), envelope.header.recorded_by);
}

TEST(EnvelopeView, SaysWhereThereIsNoPreviousEvent) {
  DecodedEnvelope envelope = full();
  envelope.placement = {.position = Position{4}, .version = StreamVersion{1}};
  const Words words = encoded(envelope);
  EXPECT_EQ(EnvelopeView::over(words)->previous(), std::nullopt);
  EXPECT_FALSE(EnvelopeView::over(words)->clock_held());
}

TEST(PayloadDigest, CoversSaltAndWords) {
  const Words words{1, 2};
  const Salt salt = counted<Salt>(1);
  EXPECT_EQ(payload_digest(salt, words), proof::sha256({salt.bytes, bytes_of(words)}));
  EXPECT_NE(payload_digest(Salt{}, words), payload_digest(salt, words));
}

struct Stored {
  NewEvent offered = event(1, "finding/a");
  Words envelope =
      encode_envelope(offered.header, {.version = StreamVersion{1}}, offered.payload_digest);
  [[nodiscard]] Record record() const { return {envelope, offered.salt, offered.payload}; }
};

TEST(Record, GivesTheEventItsLeafAndItsPayload) {
  const Stored stored;
  const Event read = decode_record(stored.record()).value();
  EXPECT_EQ(read.leaf, proof::leaf_hash(bytes_of(stored.envelope)));
  EXPECT_EQ(read.payload, stored.offered.payload);
  EXPECT_EQ(read.payload_digest, stored.offered.payload_digest);
  EXPECT_FALSE(read.erased());
}

TEST(Record, WithAnotherPayloadIsCorrupt) {
  const Stored stored;
  Words other = stored.offered.payload;
  other[1] ^= 1;
  EXPECT_EQ(decode_record({stored.envelope, stored.offered.salt, other}).error().kind,
            ErrorKind::kCorrupt);
  EXPECT_EQ(decode_record({stored.envelope, Salt{}, stored.offered.payload}).error().kind,
            ErrorKind::kCorrupt);
  EXPECT_EQ(decode_record({stored.envelope, stored.offered.salt, {}}).error().kind,
            ErrorKind::kCorrupt);
}

TEST(Record, WithoutPayloadAndSaltIsErased) {
  const Stored stored;
  const Event read = decode_record({stored.envelope, Salt{}, {}}).value();
  EXPECT_TRUE(read.erased());
  EXPECT_EQ(read.leaf, proof::leaf_hash(bytes_of(stored.envelope)));
}

TEST(SameContent, LooksAtWhatWasSaidAndNotAtWhatTheLedgerAdds) {
  const Stored stored;
  const Event read = decode_record(stored.record()).value();
  const auto same = [&](auto change) {
    NewEvent other = stored.offered;
    change(other);
    return same_content(read, other);
  };
  EXPECT_TRUE(same([](auto&) {}));
  EXPECT_TRUE(same([](auto& e) { e.salt.bytes[0] ^= 1; }));
  EXPECT_TRUE(same([](auto& e) { e.header.concerns = {"emsou"}; }));
  EXPECT_TRUE(same([](auto& e) { e.header.recorded_by = "emsou"; }));
  EXPECT_FALSE(same([](auto& e) { e.header.stream = stream("finding/b"); }));
  EXPECT_FALSE(same([](auto& e) { e.header.type = "CompletionClaimed"; }));
  EXPECT_FALSE(same([](auto& e) { e.header.effective = "2023-03-03"; }));
  EXPECT_FALSE(same([](auto& e) { e.header.actor = "hmicfrs"; }));
  EXPECT_FALSE(same([](auto& e) { e.header.marking = Marking::kOfficialSensitive; }));
  EXPECT_FALSE(same([](auto& e) { e.header.audience = {"emsou"}; }));
  EXPECT_FALSE(same([](auto& e) { e.header.correlation = id(9); }));
  EXPECT_FALSE(same([](auto& e) { e.header.causation = id(9); }));
  EXPECT_FALSE(same([](auto& e) { e.payload[1] ^= 1; }));
}

TEST(SameContent, OfAnErasedEventIsItsHeader) {
  const Stored stored;
  const Event erased = decode_record({stored.envelope, Salt{}, {}}).value();
  NewEvent other = stored.offered;
  other.payload[1] ^= 1;
  EXPECT_TRUE(same_content(erased, other));
  other.header.actor = "hmicfrs";
  EXPECT_FALSE(same_content(erased, other));
}

}  // namespace
}  // namespace probity::eventstore::testing
