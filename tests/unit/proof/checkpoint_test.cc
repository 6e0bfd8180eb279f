#include "eventstore/proof/checkpoint.h"

#include <gtest/gtest.h>

#include "eventstore/proof/hash.h"
#include "eventstore/proof/note.h"
#include "tests/support/naive_tree.h"
#include "tests/unit/proof/keys.h"
#include "tests/unit/proof/leaves.h"

namespace probity::proof {
namespace {

// Computed by another program from the same leaves and seeds.
const std::string kText = "probity.example/test\n7\nWmH8K1T5z6cXdPJDIUPdQMbLKxGUf69lp9PaXLZRmcg=\n";
const std::string kSigned =
    kText +
    "\n\xE2\x80\x94 probity.example/test bN2727samk84Uj8gBayom+kNsCPUTN6p3dqwmSPMT12vT7IYRWO/"
    "b2tK8VU8LOHYkU9P1UKR4oopg8AUxvsQOz7KhAM=\n";
const std::string kCosignature =
    "\xE2\x80\x94 witness.example/w1 IDJKvgAAAABlU/"
    "EA/did+HyoEUK46gsnD9HJC+EU4pR9aA/FbVWxdID+cUlrep1NOsnVjhV7OVfD8x1ybGJa6nMxKWxVhgZKRsp+CA==\n";

Checkpoint seven() {
  return {.origin = std::string(kOrigin),
          .size = TreeSize{7},
          .root = test::naive_root(numbered_leaves(7)),
          .extensions = {}};
}

TEST(Checkpoints, HaveTheBytesThatWereFrozen) {
  EXPECT_EQ(seven().text(), kText);
  EXPECT_EQ(sign_checkpoint(seven(), ledger_key()).value(), kSigned);
  EXPECT_EQ(cosign_checkpoint(kSigned, witness_key(), 1'700'000'000).value(),
            kSigned + kCosignature);
}

TEST(Checkpoints, AreVerifiedWithPinnedKeys) {
  const auto verified = verify_checkpoint(kSigned + kCosignature, pins_and_witness()).value();
  EXPECT_EQ(verified.checkpoint, seven());
  EXPECT_EQ(verified.key, ledger_key().verifier());
  ASSERT_EQ(verified.witnesses.size(), 1U);
  EXPECT_EQ(verified.witnesses[0], (Witnessed{witness_key().verifier(), 1'700'000'000}));
  EXPECT_TRUE(verify_checkpoint(kSigned + kCosignature, pins()).value().witnesses.empty());
}

TEST(Checkpoints, NeedTheLedgersOwnSignature) {
  const Note note = Note::parse(kSigned).value();
  Note cosigned = Note::of(note.text()).value();
  cosigned.add(sign_text(note.text(), witness_key(), 5));
  EXPECT_EQ(verify_checkpoint(cosigned.to_text(), pins_and_witness()).error().kind,
            ErrorKind::kUnverifiable);
  // Another ledger's key is pinned too: it does not speak for this one.
  Note by_other = Note::of(note.text()).value();
  by_other.add(sign_text(note.text(), strangers_key()));
  const std::vector<PinnedKey> pinned = {{ledger_key().verifier()}, {strangers_key().verifier()}};
  EXPECT_EQ(verify_checkpoint(by_other.to_text(), pinned).error().kind, ErrorKind::kUnverifiable);
}

TEST(Checkpoints, AreNotVerifiedByACosignatureInTheLedgersName) {
  const SignerKey cosigner =
      SignerKey::make(kOrigin, KeyType::kCosignature, private_key(32)).value();
  Note note = Note::of(seven().text()).value();
  note.add(sign_text(note.text(), cosigner, 5));
  const std::vector<PinnedKey> pinned = {{ledger_key().verifier()}, {cosigner.verifier()}};
  EXPECT_EQ(verify_checkpoint(note.to_text(), pinned).error().kind, ErrorKind::kUnverifiable);
}

TEST(Checkpoints, OfARetiredKeyAreVerifiedUpToItsLastSize) {
  std::vector<PinnedKey> pinned = pins();
  pinned[0].up_to = TreeSize{7};
  EXPECT_TRUE(verify_checkpoint(kSigned, pinned));
  pinned[0].up_to = TreeSize{6};
  EXPECT_EQ(verify_checkpoint(kSigned, pinned).error().kind, ErrorKind::kUnverifiable);
  pinned = pins_and_witness();
  pinned[1].up_to = TreeSize{6};
  EXPECT_TRUE(verify_checkpoint(kSigned + kCosignature, pinned).value().witnesses.empty());
}

TEST(Checkpoints, KeepExtensionLines) {
  Checkpoint extended = seven();
  extended.extensions = {"a line", "and another"};
  const std::string text = sign_checkpoint(extended, ledger_key()).value();
  EXPECT_EQ(verify_checkpoint(text, pins()).value().checkpoint, extended);
}

TEST(Checkpoints, AreRefusedInAnyOtherForm) {
  const std::string root = "WmH8K1T5z6cXdPJDIUPdQMbLKxGUf69lp9PaXLZRmcg=";
  const std::string cases[] = {
      "",
      "o\n",
      "o\n7\n",
      "\n7\n" + root + "\n",
      std::string(256, 'o') + "\n7\n" + root + "\n",
      "o\n07\n" + root + "\n",
      "o\n\n" + root + "\n",
      "o\n+7\n" + root + "\n",
      "o\n-7\n" + root + "\n",
      "o\n7 \n" + root + "\n",
      "o\n0x7\n" + root + "\n",
      "o\n18446744073709551616\n" + root + "\n",
      "o\n7\n" + root,
      "o\n7\n" + root + "\n\n",
      "o\n7\n" + root + "\nextension",
      "o\n7\n" + root + "\n\nextension\n",
      "o\n7\n" + root + " \n",
      "o\n7\nWmH8K1T5z6cXdPJDIUPdQMbLKxGUf69lp9PaXLZRmcg\n",   // no padding
      "o\n7\nWmH8K1T5z6cXdPJDIUPdQMbLKxGUf69lp9PaXLZRmch=\n",  // unused bits set
      "o\n7\nWmH8K1T5z6cXdPJDIUPdQMbLKxGUf69lp9PaXLZRmQ==\n",  // 31 bytes
      "o\n0\n" + root + "\n",
      "o\t\n7\n" + root + "\n",
      "o\xFF\n7\n" + root + "\n",
  };
  for (const std::string& text : cases)
    EXPECT_EQ(Checkpoint::parse(text).error().kind, ErrorKind::kMalformed) << text;
  EXPECT_TRUE(Checkpoint::parse("o\n18446744073709551615\n" + root + "\n"));
  EXPECT_TRUE(Checkpoint::parse("o\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n"));
}

TEST(Checkpoints, AreSignedOnlyByTheirLedgersKeyAndInTheirForm) {
  EXPECT_EQ(sign_checkpoint(seven(), strangers_key()).error().kind, ErrorKind::kRefused);
  EXPECT_EQ(sign_checkpoint(seven(), witness_key()).error().kind, ErrorKind::kRefused);
  EXPECT_EQ(cosign_checkpoint(kSigned, ledger_key(), 5).error().kind, ErrorKind::kRefused);
  Checkpoint broken = seven();
  broken.extensions = {"two\nlines"};
  EXPECT_EQ(sign_checkpoint(broken, ledger_key()).error().kind, ErrorKind::kMalformed);
  broken.extensions = {""};
  EXPECT_EQ(sign_checkpoint(broken, ledger_key()).error().kind, ErrorKind::kMalformed);
}

TEST(Checkpoints, AreNeverAcceptedWithAnotherMeaning) {
  const std::string good = kSigned + kCosignature;
  const auto pinned = pins_and_witness();
  for (std::size_t end = 0; end < good.size(); ++end) {
    // The cosignature may be cut off with its line.
    EXPECT_EQ(verify_checkpoint(good.substr(0, end), pinned).has_value(), end == kSigned.size());
  }
  for (std::size_t byte = 0; byte < good.size(); ++byte) {
    for (unsigned bit = 0; bit < 8; ++bit) {
      std::string changed = good;
      changed[byte] = static_cast<char>(static_cast<unsigned char>(changed[byte]) ^ (1U << bit));
      const auto verified = verify_checkpoint(changed, pinned);
      if (!verified) continue;
      // What may change is whose an unknown signature is: the cosignature's name and key id.
      EXPECT_GE(byte, kSigned.size()) << changed;
      EXPECT_EQ(verified->checkpoint, seven());
      EXPECT_TRUE(verified->witnesses.empty()) << changed;
    }
  }
}

}  // namespace
}  // namespace probity::proof
