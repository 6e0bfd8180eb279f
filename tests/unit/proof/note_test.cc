#include "eventstore/proof/note.h"

#include <gtest/gtest.h>

#include "eventstore/base/limits.h"
#include "eventstore/proof/base64.h"
#include "tests/unit/proof/keys.h"

namespace probity::proof {
namespace {

const std::string kText = "a text\n\nof three lines\n";

std::vector<VerifierKey> known() { return {ledger_key().verifier(), witness_key().verifier()}; }

std::string signed_by(const SignerKey& key) {
  Note note = Note::of(kText).value();
  note.add(sign_text(kText, key));
  return note.to_text();
}

ErrorKind parse_error(std::string_view note) { return Note::parse(note).error().kind; }

TEST(Notes, AreSignedAndVerified) {
  const std::string text = signed_by(ledger_key());
  const Note note = Note::parse(text).value();
  EXPECT_EQ(note.text(), kText);
  EXPECT_EQ(note.to_text(), text);
  const auto signatures = verify_note(note, known()).value();
  ASSERT_EQ(signatures.size(), 1U);
  EXPECT_EQ(signatures[0], (VerifiedSignature{.key = 0, .seconds = std::nullopt}));
}

TEST(Notes, OfNoKnownKeyCannotBeVerified) {
  const Note note = Note::parse(signed_by(strangers_key())).value();
  EXPECT_EQ(verify_note(note, known()).error().kind, ErrorKind::kUnverifiable);
  EXPECT_EQ(verify_note(note, {}).error().kind, ErrorKind::kUnverifiable);
}

TEST(Notes, PassOverUnknownKeysEvenOfAKnownNameOrId) {
  Note note = Note::parse(signed_by(ledger_key())).value();
  NoteSignature same_name = note.signatures()[0];
  same_name.key_id ^= 1;
  NoteSignature same_id = note.signatures()[0];
  same_id.name = "another.example";
  same_id.bytes.assign(3, 0);
  Note all = Note::of(kText).value();
  all.add(same_name);
  all.add(same_id);
  EXPECT_EQ(verify_note(all, known()).error().kind, ErrorKind::kUnverifiable);
  all.add(note.signatures()[0]);
  EXPECT_EQ(verify_note(Note::parse(all.to_text()).value(), known()).value().size(), 1U);
}

TEST(Notes, AreRejectedWhereAKnownKeysSignatureFails) {
  Note note = Note::parse(signed_by(ledger_key())).value();
  NoteSignature bad = sign_text("another text\n", witness_key(), 7);
  note.add(bad);
  EXPECT_EQ(verify_note(note, known()).error().kind, ErrorKind::kCorrupt);
  // Of a length that no signature has.
  Note cut = Note::parse(signed_by(ledger_key())).value();
  for (const std::size_t size : {1U, 7U, 8U, 63U, 71U, 73U}) {
    bad.bytes.assign(size, 0);
    Note with = cut;
    with.add(bad);
    EXPECT_EQ(verify_note(with, known()).error().kind, ErrorKind::kCorrupt) << size;
  }
}

TEST(Notes, AreRejectedWhereASecondSignatureOfAKnownKeyFails) {
  Note note = Note::parse(signed_by(ledger_key())).value();
  note.add(note.signatures()[0]);
  EXPECT_EQ(verify_note(note, known()).value().size(), 1U);
  note.add(sign_text("another text\n", ledger_key()));
  EXPECT_EQ(verify_note(note, known()).error().kind, ErrorKind::kCorrupt);
}

TEST(Notes, AreRefusedInAnyOtherForm) {
  const std::string good = signed_by(ledger_key());
  const std::string line = good.substr(good.rfind("\n\n") + 2);
  const std::string cases[] = {
      "",
      "\n",
      kText,
      kText + "\n",
      kText + line,                     // no empty line: the text's own is taken for it
      good.substr(0, good.size() - 1),  // the last line does not end
      good + "junk\n",
      good + "\n",
      good + " ",
      kText + "\n- probity.example/test AAAAAAA=\n",
      kText + "\n\xE2\x80\x94probity.example/test AAAAAAA=\n",
      kText + "\n\xE2\x80\x94 probity.example/test\n",
      kText + "\n\xE2\x80\x94 probity.example/test \n",
      kText + "\n\xE2\x80\x94 probity.example/test AAAA\n",
      kText + "\n\xE2\x80\x94 probity.example/test AAAAAA==\n",
      kText + "\n\xE2\x80\x94 probity.example/test AAAAAAA= \n",
      kText + "\n\xE2\x80\x94 probity.example/test AAAAAAB=\n",
      kText + "\n\xE2\x80\x94  AAAAAAA=\n",
      kText + "\n\xE2\x80\x94 a+b AAAAAAA=\n",
      "a\x01text\n\n" + line,
      "a\ttext\n\n" + line,
      "a\rtext\n\n" + line,
      "a\xFFtext\n\n" + line,
      "a\xED\xA0\x80text\n\n" + line,
  };
  for (const std::string& text : cases) EXPECT_EQ(parse_error(text), ErrorKind::kMalformed) << text;
}

TEST(Notes, HaveLimits) {
  Note note = Note::of(kText).value();
  for (std::size_t i = 0; i < limits::kNoteSignatures; ++i)
    note.add(sign_text(kText, ledger_key()));
  EXPECT_TRUE(Note::parse(note.to_text()));
  note.add(note.signatures()[0]);
  EXPECT_EQ(parse_error(note.to_text()), ErrorKind::kTooLarge);
  EXPECT_EQ(parse_error(std::string(limits::kNoteBytes + 1, 'a')), ErrorKind::kTooLarge);
  EXPECT_EQ(Note::of(std::string(limits::kNoteBytes, 'a') + "\n").error().kind,
            ErrorKind::kTooLarge);
  EXPECT_EQ(Note::of("no newline").error().kind, ErrorKind::kMalformed);
  EXPECT_EQ(Note::of("a\x02\n").error().kind, ErrorKind::kMalformed);
}

TEST(Cosignatures, HoldTheTimeAndCoverIt) {
  Note note = Note::of(kText).value();
  note.add(sign_text(kText, witness_key(), 1'700'000'000));
  const auto signatures = verify_note(note, known()).value();
  ASSERT_EQ(signatures.size(), 1U);
  EXPECT_EQ(signatures[0], (VerifiedSignature{.key = 1, .seconds = 1'700'000'000}));
  for (std::size_t byte = 0; byte < 8; ++byte) {
    NoteSignature other = note.signatures()[0];
    other.bytes[byte] ^= 1;
    Note changed = Note::of(kText).value();
    changed.add(other);
    EXPECT_EQ(verify_note(changed, known()).error().kind, ErrorKind::kCorrupt) << byte;
  }
}

TEST(Cosignatures, OfATimeBeyondTheirFormatAreRefused) {
  Note note = Note::of(kText).value();
  note.add(sign_text(kText, witness_key(), std::uint64_t{1} << 63));
  EXPECT_EQ(verify_note(note, known()).error().kind, ErrorKind::kCorrupt);
}

TEST(Cosignatures, AreNotSignaturesOfTheSameSeedAsTheOtherType) {
  // A witness's key that is pinned as an Ed25519 key has another id.
  const SignerKey plain = SignerKey::make(kWitness, KeyType::kEd25519, private_key(32)).value();
  Note note = Note::of(kText).value();
  note.add(sign_text(kText, witness_key(), 5));
  const std::vector<VerifierKey> pinned = {plain.verifier()};
  EXPECT_EQ(verify_note(note, pinned).error().kind, ErrorKind::kUnverifiable);
}

}  // namespace
}  // namespace probity::proof
