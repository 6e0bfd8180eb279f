// The judgement of an envelope in place, beside decode_envelope(), which builds everything from it:
// nothing passes here that does not pass there.
#include "eventstore/verify/envelope_form.h"

#include "tests/unit/eventstore/support.h"

namespace probity::eventstore::testing {
namespace {

using verify::envelope_flaw;

std::vector<Words> some_envelopes() {
  std::vector<Words> envelopes;
  for (const std::size_t lists : {0U, 1U, 3U}) {
    NewEvent made = event(5, lists == 1 ? "a/b/c/d/e/f" : "finding/em-soc-2023-rec-1");
    for (std::size_t i = 0; i < lists; ++i) {
      made.header.audience.push_back(std::string(7 + i, 'a'));
      made.header.concerns.push_back(std::string(40 - i, 'c'));
    }
    made.header.correlation = id(9);
    envelopes.push_back(encode_envelope(
        made.header, {.position = Position{7}, .version = StreamVersion{1}}, made.payload_digest));
    Placement second{.position = Position{8}, .version = StreamVersion{2}};
    second.previous = Position{7};
    second.previous_leaf.bytes[3] = 3;
    second.clock_held = true;
    envelopes.push_back(encode_envelope(made.header, second, made.payload_digest));
  }
  return envelopes;
}

TEST(VerifyEnvelopeForm, TakesWhatTheLedgerWrites) {
  for (const Words& envelope : some_envelopes()) {
    EXPECT_EQ(envelope_flaw(envelope), "");
    EXPECT_TRUE(decode_envelope(envelope));
  }
}

/// One verdict of two judges; how often the stricter one stood alone.
class Verdicts {
 public:
  void compare(const Words& envelope, const std::string& what) {
    const auto flaw = envelope_flaw(envelope);
    const bool decodes = decode_envelope(envelope).has_value();
    if (flaw.empty()) {
      EXPECT_TRUE(decodes) << what;
    }
    stricter_ += !flaw.empty() && decodes ? 1 : 0;
    ++all_;
  }
  [[nodiscard]] std::size_t stricter() const { return stricter_; }
  [[nodiscard]] std::size_t all() const { return all_; }

 private:
  std::size_t stricter_ = 0;
  std::size_t all_ = 0;
};

TEST(VerifyEnvelopeForm, AgreesWithTheDecoderOnEveryFlippedBit) {
  Verdicts verdicts;
  for (const Words& envelope : some_envelopes()) {
    for (std::size_t bit = 0; bit < envelope.size() * 64; ++bit) {
      Words flipped = envelope;
      flipped[bit / 64] ^= std::uint64_t{1} << (bit % 64);
      verdicts.compare(flipped, "bit " + std::to_string(bit));
    }
  }
  EXPECT_GT(verdicts.all(), 10'000);
  // The decoder does not ask that the leaf before a first event is zero: 256 bits of three
  // envelopes.
  EXPECT_EQ(verdicts.stricter(), 3 * 256);
}

TEST(VerifyEnvelopeForm, AgreesWithTheDecoderOnEveryLengthAndEveryWord) {
  Verdicts verdicts;
  for (const Words& envelope : some_envelopes()) {
    for (std::size_t size = 0; size <= envelope.size() + 2; ++size) {
      Words cut = envelope;
      cut.resize(size);
      verdicts.compare(cut, "cut to " + std::to_string(size));
    }
    for (std::size_t i = 0; i < envelope.size(); ++i) {
      for (const std::uint64_t word :
           {std::uint64_t{0}, ~std::uint64_t{0}, envelope[24], envelope[26], std::uint64_t{1}}) {
        Words altered = envelope;
        altered[i] = word;
        verdicts.compare(altered, "word " + std::to_string(i));
      }
    }
  }
}

TEST(VerifyEnvelopeForm, TakesNoEnvelopeOfAnotherShape) {
  Words envelope = some_envelopes().front();
  envelope[0] = (std::uint64_t{7} << 48) | (std::uint64_t{24} << 32);
  envelope.insert(envelope.begin() + 24, 1);
  EXPECT_EQ(envelope_flaw(envelope), "it does not begin as an envelope");
  EXPECT_TRUE(decode_envelope(envelope)) << "Cap'n Proto passes over what it does not know";
}

TEST(VerifyEnvelopeForm, NamesTheFlaw) {
  const Words sound = some_envelopes().front();
  const auto flaw_with = [&](std::size_t word, std::uint64_t value) {
    Words altered = sound;
    altered[word] = value;
    return envelope_flaw(altered);
  };
  EXPECT_EQ(envelope_flaw({}), "its size is none of an envelope's");
  EXPECT_EQ(envelope_flaw(Words(3'000)), "its size is none of an envelope's");
  EXPECT_EQ(flaw_with(2, 0), "its version is 0");
  EXPECT_EQ(flaw_with(2, 2), "its version and its previous event contradict each other");
  EXPECT_EQ(flaw_with(7, 1), "its version and its previous event contradict each other");
  EXPECT_EQ(flaw_with(23, sound[23] & ~std::uint64_t{0xFFFF}), "its standing is none");
  EXPECT_EQ(flaw_with(23, sound[23] | 0xFF0000), "its marking is none");
  EXPECT_EQ(flaw_with(23, sound[23] | std::uint64_t{1} << 40), "a field too many is set");
  EXPECT_EQ(flaw_with(31, sound[31] | 0x80), "its stream's name is not of the allowed form");
  EXPECT_EQ(flaw_with(26, 0), "it is not in canonical form");
}

}  // namespace
}  // namespace probity::eventstore::testing
