// What eventstore/proof reads by hand, held against what Cap'n Proto writes.
#include <capnp/any.h>
#include <capnp/message.h>
#include <capnp/serialize.h>
#include <gtest/gtest.h>

#include <random>

#include "eventstore/base/text.h"
#include "eventstore/proof/envelope.h"
#include "eventstore/proof/seal.h"
#include "schema/event.capnp.h"
#include "schema/inspection.capnp.h"
#include "tests/unit/eventstore/support.h"
#include "tests/unit/proof/canonical.h"

namespace probity::eventstore::testing {
namespace {

/// Headers and placements of all shapes, made of a random number each.
DecodedEnvelope some_envelope(std::mt19937_64& random) {
  const auto text = [&](std::size_t least, std::size_t most) {
    return std::string(least + random() % (most - least + 1), 'a');
  };
  const std::vector<std::string> bodies(random() % 4, text(0, 20));
  DecodedEnvelope out{.header = event(random() % 1000, "finding/" + text(1, 30)).header,
                      .placement = {},
                      .payload_digest = {}};
  out.header.type = text(1, 64);
  out.header.effective = text(0, 64);
  out.header.actor = text(0, 40);
  out.header.recorded_by = text(0, 40);
  out.header.audience = bodies;
  out.header.concerns.assign(random() % 3, "derbyshire");
  out.placement.version = StreamVersion{1 + random() % 2};
  out.placement.position = Position{1 + random() % 100};
  if (out.placement.version.value > 1) {
    out.placement.previous = Position{out.placement.position.value - 1};
    out.placement.previous_leaf.bytes.fill(static_cast<std::uint8_t>(random()));
  }
  out.placement.recorded_at = Instant{static_cast<std::int64_t>(random() >> 2)};
  out.placement.clock_held = random() % 2 == 0;
  out.payload_digest.bytes.fill(static_cast<std::uint8_t>(random()));
  return out;
}

void expect_same(const proof::Envelope& read, const DecodedEnvelope& written) {
  EXPECT_EQ(read.position, written.placement.position);
  EXPECT_EQ(read.version, written.placement.version);
  EXPECT_EQ(read.recorded_at, written.placement.recorded_at);
  EXPECT_EQ(read.id, written.header.id);
  EXPECT_EQ(read.previous, written.placement.previous);
  EXPECT_EQ(read.previous_leaf, written.placement.previous_leaf);
  EXPECT_EQ(read.payload_digest, written.payload_digest);
  EXPECT_EQ(read.stream, written.header.stream);
  EXPECT_EQ(read.type, written.header.type);
  EXPECT_EQ(read.effective, written.header.effective);
  EXPECT_EQ(read.actor, written.header.actor);
  EXPECT_EQ(read.recorded_by, written.header.recorded_by);
}

TEST(ProofEnvelopes, AreReadAsTheyWereWritten) {
  std::mt19937_64 random(1);
  for (int round = 0; round < 2'000; ++round) {
    const DecodedEnvelope written = some_envelope(random);
    const Words words = encode_envelope(written.header, written.placement, written.payload_digest);
    const auto read = proof::Envelope::parse(bytes_of(words));
    ASSERT_TRUE(read) << read.error().what;
    expect_same(*read, written);
  }
}

/// Whatever bytes the proof library takes for an envelope, the ledger takes for the same one.
TEST(ProofEnvelopes, AreNeverReadOtherwiseThanByTheLedger) {
  std::mt19937_64 random(2);
  int accepted = 0;
  for (int round = 0; round < 100'000; ++round) {
    const DecodedEnvelope written = some_envelope(random);
    Words words = encode_envelope(written.header, written.placement, written.payload_digest);
    auto* bytes = reinterpret_cast<std::uint8_t*>(words.data());
    const std::size_t at = random() % (words.size() * sizeof(std::uint64_t));
    bytes[at] = static_cast<std::uint8_t>(bytes[at] ^ (1U << (random() % 8)));
    const auto read = proof::Envelope::parse(bytes_of(words));
    if (!read) continue;
    ++accepted;
    const auto decoded = decode_envelope(words);
    ASSERT_TRUE(decoded) << decoded.error().what << ", byte " << at;
    expect_same(*read, *decoded);
  }
  EXPECT_GT(accepted, 10'000);  // a number or a letter that was changed makes another envelope
}

std::vector<std::uint8_t> canonical_seal(const proof::Seal& seal, bool with_source) {
  capnp::MallocMessageBuilder message;
  auto content = message.initRoot<schema::Content>();
  if (with_source) {
    content.initSource().setDocument("minutes");
    content.setPerson("somebody");
  }
  auto data = content.getData().initAs<schema::HeadsSealed>();
  data.setSize(seal.size.value);
  data.setRoot(to_hex(seal.root.bytes).c_str());
  const auto words = capnp::canonicalize(content.asReader());
  const auto bytes = words.asBytes();
  return {bytes.begin(), bytes.end()};
}

TEST(ProofSeals, AreReadFromWhatCapnProtoWrites) {
  for (const std::uint64_t size : {std::uint64_t{1}, std::uint64_t{258}, ~std::uint64_t{0} >> 1}) {
    const proof::Seal seal{.size = TreeSize{size}, .root = proof::leaf_hash({})};
    EXPECT_EQ(canonical_seal(seal, false), proof::seal_bytes(seal));
    EXPECT_EQ(proof::parse_seal(canonical_seal(seal, false)).value(), seal);
    EXPECT_EQ(proof::parse_seal(canonical_seal(seal, true)).value(), seal);
  }
}

}  // namespace
}  // namespace probity::eventstore::testing
