#include "eventstore/proof/evidence_check.h"

#include <gtest/gtest.h>

#include "tests/unit/proof/small_ledger.h"

namespace probity::proof {
namespace {

const std::string kStream = "finding/em-soc-2023-rec-1";

std::vector<std::string> said(const ProvedEvidence& proved, Basis basis) {
  std::vector<std::string> out;
  for (const Statement& statement : proved.statements) {
    if (statement.basis == basis) out.push_back(statement.text);
  }
  return out;
}

using Texts = std::vector<std::string>;

ErrorKind refusal(const Evidence& evidence) {
  const auto proved = verify_evidence(evidence, pins());
  EXPECT_FALSE(proved);
  return proved ? ErrorKind::kOverloaded : proved.error().kind;
}

class EvidenceChecks : public ::testing::Test {
 protected:
  SmallLedger ledger_ = some_ledger();
};

TEST_F(EvidenceChecks, ProveEveryEvent) {
  ledger_.signs_all = true;
  for (std::uint64_t i = 0; i < ledger_.events.size(); ++i) {
    const auto proved = verify_evidence(ledger_.event(Position{i}), pins());
    ASSERT_TRUE(proved) << i << ": " << proved.error().what;
    EXPECT_EQ(proved->events[0].position, Position{i});
    EXPECT_FALSE(proved->seal);
  }
}

TEST_F(EvidenceChecks, SayWhatAnEventProves) {
  ledger_.signs_all = true;
  Evidence evidence = ledger_.event(Position{4});
  auto proved = verify_evidence(evidence, pins()).value();
  EXPECT_EQ(said(proved, Basis::kSignature),
            Texts{"probity.example/test signed for its first 14 events"});
  EXPECT_EQ(said(proved, Basis::kHashes),
            Texts{"event 4 is among them: NoteAdded of finding/em-soc-2023-rec-1, version 2, "
                  "recorded 2023-11-14T22:13:24.000000Z; its payload is the one recorded"});
  EXPECT_TRUE(said(proved, Basis::kSeal).empty());
  evidence.events[0].content.reset();
  proved = verify_evidence(evidence, pins()).value();
  EXPECT_TRUE(said(proved, Basis::kHashes)[0].ends_with("; its payload is not shown"));
}

TEST_F(EvidenceChecks, SayWhatAStreamProvesAndWhatRestsOnTheSeal) {
  const auto proved = verify_evidence(ledger_.stream(ClaimKind::kStream, kStream), pins()).value();
  EXPECT_EQ(proved.events.size(), 4U);
  EXPECT_EQ(proved.seal->size, TreeSize{11});
  EXPECT_EQ(said(proved, Basis::kHashes).back(),
            "these are all events of finding/em-soc-2023-rec-1 from version 1 to 4");
  EXPECT_EQ(
      said(proved, Basis::kSeal),
      Texts{"event 10 was the last of finding/em-soc-2023-rec-1 when the ledger had 11 events"});
}

TEST_F(EvidenceChecks, ProveTheLastOfAStreamAlone) {
  const auto proved = verify_evidence(ledger_.stream(ClaimKind::kLast, kStream), pins()).value();
  EXPECT_EQ(proved.events.size(), 1U);
  EXPECT_EQ(said(proved, Basis::kSeal).size(), 1U);
}

TEST_F(EvidenceChecks, ProveThatAStreamHasNoEventOfAType) {
  const auto proved = verify_evidence(
      ledger_.stream(ClaimKind::kNoType, "finding/em-soc-2023-rec-2", "SignedOff"), pins());
  ASSERT_TRUE(proved) << proved.error().what;
  EXPECT_EQ(said(*proved, Basis::kSeal).back(),
            "finding/em-soc-2023-rec-2 had no event SignedOff when the ledger had 11 events");
  // It was signed off later, behind the seal; the other one before.
  EXPECT_EQ(refusal(ledger_.stream(ClaimKind::kNoType, kStream, "SignedOff")), ErrorKind::kCorrupt);
}

TEST_F(EvidenceChecks, ProveThatAStreamIsNotThere) {
  for (const char* name : {"a/a", "finding/em-soc-2023-rec-3", "role/derbyshire/leader", "z/z"}) {
    const auto proved = verify_evidence(ledger_.no_stream(name), pins());
    ASSERT_TRUE(proved) << name << ": " << proved.error().what;
    EXPECT_EQ(said(*proved, Basis::kSeal).size(), 1U);
  }
  Evidence evidence = ledger_.no_stream("finding/em-soc-2023-rec-3");
  evidence.claim.stream = StreamId::parse(kStream).value();
  EXPECT_EQ(refusal(evidence), ErrorKind::kMalformed);
}

TEST_F(EvidenceChecks, NeedAPinnedKey) {
  const std::vector<PinnedKey> others = {{strangers_key().verifier()}};
  EXPECT_EQ(verify_evidence(ledger_.event(Position{5}), others).error().kind,
            ErrorKind::kUnverifiable);
}

TEST_F(EvidenceChecks, RefuseAnotherPayload) {
  Evidence evidence = ledger_.event(Position{5});
  evidence.events[0].content->payload[0] ^= 1;
  EXPECT_EQ(refusal(evidence), ErrorKind::kCorrupt);
  evidence = ledger_.event(Position{5});
  evidence.events[0].content->salt.bytes[0] ^= 1;
  EXPECT_EQ(refusal(evidence), ErrorKind::kCorrupt);
}

TEST_F(EvidenceChecks, RefuseAnEventThatStandsElsewhereThanItSays) {
  ledger_.events[5].envelope = ledger_.events[8].envelope;
  ledger_.events[5].content = ledger_.events[8].content;
  EXPECT_EQ(refusal(ledger_.event(Position{5})), ErrorKind::kCorrupt);
  EXPECT_TRUE(verify_evidence(ledger_.event(Position{8}), pins()));
}

TEST_F(EvidenceChecks, RefuseAnotherEventInItsPlace) {
  Evidence evidence = ledger_.event(Position{5});
  evidence.events[0].envelope[24] ^= 1;  // when it was recorded
  EXPECT_EQ(refusal(evidence), ErrorKind::kCorrupt);
}

TEST_F(EvidenceChecks, RefuseAStreamWithAnEventLeftOut) {
  const Evidence whole = ledger_.stream(ClaimKind::kStream, kStream);
  for (std::size_t left_out = 0; left_out < whole.events.size(); ++left_out) {
    Evidence evidence = whole;
    evidence.events.erase(evidence.events.begin() + static_cast<std::ptrdiff_t>(left_out));
    EXPECT_EQ(refusal(evidence), ErrorKind::kCorrupt) << left_out;
  }
}

TEST_F(EvidenceChecks, RefuseAnEarlierEventAsTheLast) {
  Evidence evidence = ledger_.stream(ClaimKind::kLast, kStream);
  evidence.events[0] = ledger_.record(Position{7});
  EXPECT_EQ(refusal(evidence), ErrorKind::kCorrupt);
}

TEST_F(EvidenceChecks, RefuseAStreamThatForksAndGoesOnFromAnother) {
  // Version 3 names as the one before it an event that is not the version 2 shown.
  SmallLedger ledger;
  ledger.append("ledger/self", "LedgerOpened");
  ledger.append(kStream, "RecommendationRaised");
  ledger.append(kStream, "NoteAdded");
  ledger.append(kStream, "NoteAdded");
  EnvelopeParts parts{.position = Position{3}, .version = StreamVersion{3}};
  parts.stream = kStream;
  parts.previous = Position{2};
  parts.previous_leaf = leaf_hash(ledger.events[1].envelope);
  ledger.events[3].envelope = envelope_bytes(parts);
  ledger.seal();
  Evidence evidence = ledger.stream(ClaimKind::kStream, kStream);
  for (EvidenceRecord& record : evidence.events) record.content.reset();
  EXPECT_EQ(refusal(evidence), ErrorKind::kCorrupt);
  parts.previous = Position{1};
  parts.previous_leaf = leaf_hash(ledger.events[2].envelope);
  ledger.events[3].envelope = envelope_bytes(parts);
  evidence = ledger.stream(ClaimKind::kStream, kStream);
  for (EvidenceRecord& record : evidence.events) record.content.reset();
  EXPECT_EQ(refusal(evidence), ErrorKind::kCorrupt);
}

TEST_F(EvidenceChecks, RefuseEventsOfAnotherStreamThanClaimed) {
  Evidence evidence = ledger_.stream(ClaimKind::kStream, kStream);
  evidence.claim.stream = StreamId::parse("finding/em-soc-2023-rec-2").value();
  EXPECT_EQ(refusal(evidence), ErrorKind::kCorrupt);
  evidence = ledger_.stream(ClaimKind::kStream, kStream);
  evidence.heads = ledger_.stream(ClaimKind::kStream, "finding/em-soc-2023-rec-2").heads;
  EXPECT_EQ(refusal(evidence), ErrorKind::kCorrupt);
}

TEST_F(EvidenceChecks, RefuseAnyOtherEventAsTheSeal) {
  ledger_.signs_all = true;
  Evidence evidence = ledger_.stream(ClaimKind::kStream, kStream);
  evidence.seal = ledger_.record(Position{0});
  EXPECT_EQ(refusal(evidence), ErrorKind::kCorrupt);
  // Of the seal's type, but said of a finding by somebody else.
  const Seal said{.size = TreeSize{ledger_.events.size()}, .root = ledger_.heads->root()};
  const Position forged = ledger_.append("finding/x", kSealType, seal_bytes(said));
  evidence = ledger_.stream(ClaimKind::kStream, kStream);
  evidence.seal = ledger_.record(forged);
  EXPECT_EQ(refusal(evidence), ErrorKind::kCorrupt);
}

TEST_F(EvidenceChecks, RefuseAnOlderSealThanTheCheckpoints) {
  // What was the last event of a stream then, in the name of a later checkpoint.
  ASSERT_LT(ledger_.signed_size(), TreeSize{ledger_.events.size()});
  EXPECT_TRUE(verify_evidence(ledger_.stream(ClaimKind::kLast, kStream), pins()));
  ledger_.signs_all = true;
  for (const Evidence& stale :
       {ledger_.stream(ClaimKind::kStream, kStream), ledger_.stream(ClaimKind::kLast, kStream),
        ledger_.no_stream("finding/em-soc-2023-rec-3")}) {
    EXPECT_EQ(refusal(stale), ErrorKind::kCorrupt);
  }
}

TEST_F(EvidenceChecks, RefuseASealOfAnotherSizeThanItsPlace) {
  EXPECT_TRUE(verify_evidence(ledger_.stream(ClaimKind::kStream, kStream), pins()));
  const Position last = ledger_.append(kSealStream, kSealType, ledger_.events[11].content.payload);
  ledger_.signs_all = true;
  Evidence evidence = ledger_.stream(ClaimKind::kStream, kStream);
  evidence.seal = ledger_.record(last);
  EXPECT_EQ(refusal(evidence), ErrorKind::kCorrupt);
}

TEST_F(EvidenceChecks, CannotVerifyASealThatIsNotShown) {
  Evidence evidence = ledger_.stream(ClaimKind::kStream, kStream);
  evidence.seal->content.reset();
  EXPECT_EQ(refusal(evidence), ErrorKind::kUnverifiable);
}

TEST_F(EvidenceChecks, RefuseTheHeadOfAnotherSeal) {
  Evidence evidence = ledger_.stream(ClaimKind::kStream, kStream);
  evidence.heads[0].head.last = Position{7};
  evidence.events.pop_back();
  EXPECT_EQ(refusal(evidence), ErrorKind::kCorrupt);
}

TEST_F(EvidenceChecks, RefuseASealThatNamesAnotherStreamsEvent) {
  SmallLedger ledger;
  ledger.append("ledger/self", "LedgerOpened");
  ledger.append("finding/a", "RecommendationRaised");
  const StreamHead a{StreamId::parse("finding/a").value(), Position{1}};
  const StreamHead b{StreamId::parse("finding/b").value(), Position{1}};
  ledger.seal_as({a, b});
  const Evidence truth = ledger.stream(ClaimKind::kLast, "finding/a");
  EXPECT_TRUE(verify_evidence(truth, pins()));
  // The event of one as the other's, by the other's head.
  Evidence evidence = truth;
  evidence.claim.stream = b.stream;
  evidence.heads = {ledger.heads->prove(b.stream).value()};
  EXPECT_EQ(refusal(evidence), ErrorKind::kCorrupt);
  // The right event by the other's head.
  evidence = truth;
  evidence.heads = {ledger.heads->prove(b.stream).value()};
  EXPECT_EQ(refusal(evidence), ErrorKind::kCorrupt);
}

TEST_F(EvidenceChecks, RefuseALastEventThatTheSealCannotHaveKnown) {
  SmallLedger ledger;
  ledger.append("ledger/self", "LedgerOpened");
  ledger.append("finding/a", "RecommendationRaised");
  const StreamId a = StreamId::parse("finding/a").value();
  ledger.seal_as({{a, Position{3}}});
  const Position later = ledger.append("finding/a", "NoteAdded");
  ASSERT_EQ(later, Position{3});
  ledger.signs_all = true;
  Evidence evidence = ledger.stream(ClaimKind::kLast, "finding/a");
  evidence.events = {ledger.record(later)};
  EXPECT_EQ(refusal(evidence), ErrorKind::kCorrupt);
}

TEST_F(EvidenceChecks, NameTheRecordThatIsWrong) {
  Evidence evidence = ledger_.stream(ClaimKind::kStream, kStream);
  evidence.events[2].content->payload[0] ^= 1;
  EXPECT_EQ(verify_evidence(evidence, pins()).error().where, "record 3");
}

TEST_F(EvidenceChecks, ReportWitnesses) {
  const auto last_said = [&](std::uint64_t seconds) {
    Evidence evidence = ledger_.event(Position{5});
    evidence.checkpoint = cosign_checkpoint(evidence.checkpoint, witness_key(), seconds).value();
    return said(verify_evidence(evidence, pins_and_witness()).value(), Basis::kSignature).back();
  };
  EXPECT_EQ(last_said(1'700'000'000),
            "witness.example/w1 had seen no later state of it at 2023-11-14T22:13:20.000000Z");
  EXPECT_EQ(last_said(~std::uint64_t{0} >> 1),
            "witness.example/w1 had seen no later state of it at second 9223372036854775807 since "
            "1970");
}

}  // namespace
}  // namespace probity::proof
