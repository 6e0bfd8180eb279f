#include "eventstore/proof/key.h"

#include <gtest/gtest.h>

#include <cstring>

#include "eventstore/base/text.h"
#include "tests/unit/proof/keys.h"
#include "tests/unit/proof/leaves.h"

namespace probity::proof {
namespace {

constexpr std::string_view kVerifier =
    "probity.example/test+6cddbbdb+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4";
constexpr std::string_view kSigner =
    "PRIVATE+KEY+probity.example/test+6cddbbdb+AQABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f";
constexpr std::string_view kWitnessVerifier =
    "witness.example/w1+20324abe+BCmsuuFBvMrwsi4alNNNC8c2HlJtC/4SyJeUvJMilm3X";

TEST(Ed25519, GivesThePublishedSignature) {
  // RFC 8032 section 7.1, test 2.
  const auto seed =
      hash_from_hex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb").value();
  const PrivateKey key{PrivateKey::Seed(seed.bytes)};
  EXPECT_EQ(to_hex(key.public_key().bytes),
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
  const std::uint8_t message = 0x72;
  const Signature signature = key.sign({&message, 1});
  EXPECT_EQ(to_hex(signature.bytes),
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
            "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");
  EXPECT_TRUE(ed25519_verifies(key.public_key(), {&message, 1}, signature));
}

TEST(Ed25519, RefusesEveryFlippedBit) {
  const PrivateKey key = private_key(1);
  const std::string message = "a text";
  const Signature good = key.sign(bytes(message));
  for (std::size_t bit = 0; bit < 512; ++bit) {
    Signature bad = good;
    bad.bytes[bit / 8] = static_cast<std::uint8_t>(bad.bytes[bit / 8] ^ (1U << (bit % 8)));
    EXPECT_FALSE(ed25519_verifies(key.public_key(), bytes(message), bad)) << bit;
  }
  EXPECT_FALSE(ed25519_verifies(key.public_key(), bytes("a texu"), good));
  EXPECT_FALSE(ed25519_verifies(private_key(2).public_key(), bytes(message), good));
}

TEST(Ed25519, RefusesAKeyThatIsNoPoint) {
  PublicKey none;
  none.bytes.fill(0xFF);
  EXPECT_FALSE(ed25519_verifies(none, bytes("a text"), private_key(1).sign(bytes("a text"))));
}

TEST(PrivateKeys, ComeFromTheEntropyThatIsHandedIn) {
  class Counting final : public Entropy {
    void fill(std::span<std::uint8_t> out) override {
      for (std::size_t i = 0; i < out.size(); ++i) out[i] = static_cast<std::uint8_t>(i);
    }
  } entropy;
  const SecretText text = SignerKey::generate(kOrigin, KeyType::kEd25519, entropy).value().text();
  EXPECT_EQ(text.view(), kSigner);
}

TEST(PrivateKeys, AreWipedWhenTheyAreMovedFromOrDropped) {
  alignas(PrivateKey) std::array<std::uint8_t, sizeof(PrivateKey)> memory{};
  auto* key = new (memory.data()) PrivateKey(private_key(1));
  const PrivateKey::Seed seed = key->seed();
  std::array<std::uint8_t, 32> before{};
  std::memcpy(before.data(), seed.data(), seed.size());
  PrivateKey moved(std::move(*key));
  const std::array<std::uint8_t, 32> nothing{};
  EXPECT_EQ(std::memcmp(seed.data(), nothing.data(), nothing.size()), 0);
  EXPECT_EQ(std::memcmp(moved.seed().data(), before.data(), before.size()), 0);
  *key = std::move(moved);
  EXPECT_EQ(std::memcmp(moved.seed().data(), nothing.data(), nothing.size()), 0);
  EXPECT_EQ(std::memcmp(seed.data(), before.data(), before.size()), 0);
  key->~PrivateKey();
  EXPECT_EQ(std::memcmp(memory.data(), nothing.data(), nothing.size()), 0);
}

TEST(Keys, HaveTheTextsThatWereFrozen) {
  EXPECT_EQ(ledger_key().verifier().text(), kVerifier);
  const SecretText signer = ledger_key().text();
  EXPECT_EQ(signer.view(), kSigner);
  EXPECT_EQ(witness_key().verifier().text(), kWitnessVerifier);
}

TEST(Keys, ComeBackFromTheirTexts) {
  EXPECT_EQ(VerifierKey::parse(kVerifier).value(), ledger_key().verifier());
  EXPECT_EQ(VerifierKey::parse(kWitnessVerifier).value(), witness_key().verifier());
  const SignerKey signer = SignerKey::parse(kSigner).value();
  EXPECT_EQ(signer.verifier(), ledger_key().verifier());
  EXPECT_EQ(signer.sign(bytes("x")), ledger_key().sign(bytes("x")));
}

template <class Parse>
void expect_refused_when_changed(std::string_view text, Parse parse) {
  for (std::size_t begin = 0; begin < text.size(); ++begin) {
    for (std::size_t size = 0; begin + size <= text.size(); ++size) {
      if (size == text.size()) continue;
      EXPECT_FALSE(parse(text.substr(begin, size)));
    }
    for (unsigned bit = 0; bit < 8; ++bit) {
      std::string changed(text);
      changed[begin] = static_cast<char>(static_cast<unsigned char>(changed[begin]) ^ (1U << bit));
      EXPECT_FALSE(parse(changed)) << changed;
    }
  }
  EXPECT_FALSE(parse(std::string(text) + "\n"));
  EXPECT_FALSE(parse(" " + std::string(text)));
}

TEST(Keys, AreRefusedWithAnyBitFlippedAndInEveryPart) {
  expect_refused_when_changed(
      kVerifier, [](std::string_view text) { return VerifierKey::parse(text).has_value(); });
  expect_refused_when_changed(
      kSigner, [](std::string_view text) { return SignerKey::parse(text).has_value(); });
}

TEST(Keys, OfAnUnknownTypeAreNewer) {
  EXPECT_EQ(VerifierKey::parse("PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")
                .error()
                .kind,
            ErrorKind::kNewer);
}

TEST(KeyNames, HaveNoSpacesPlusOrControlCharacters) {
  for (const std::string_view good : {"a", "example.com/foo", "m\xC3\xBCnchen", "oid/1.2.3"})
    EXPECT_TRUE(is_key_name(good)) << good;
  for (const std::string_view bad : {"", "a b", "a+b", "a\tb", "a\nb",
                                     "a\xC2\xA0"
                                     "b",
                                     "a\xE2\x80\x83", "\xFF", "a\xC3", "\xE3\x80\x80", "\xC0\x80"})
    EXPECT_FALSE(is_key_name(bad)) << bad;
  EXPECT_TRUE(is_key_name(std::string(255, 'a')));
  EXPECT_FALSE(is_key_name(std::string(256, 'a')));
}

}  // namespace
}  // namespace probity::proof
