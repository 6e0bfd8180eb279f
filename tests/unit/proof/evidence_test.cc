#include "eventstore/proof/evidence.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>

#include "eventstore/base/limits.h"
#include "eventstore/base/text.h"
#include "eventstore/proof/evidence_check.h"
#include "tests/unit/proof/small_ledger.h"

namespace probity::proof {
namespace {

const std::string kStream = "finding/em-soc-2023-rec-1";

std::string read_file(const std::string& name) {
  std::ifstream in(std::string(PROBITY_TEST_DATA) + "/golden/" + name, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

Evidence status_as_of(SmallLedger& ledger, std::uint64_t position) {
  Evidence evidence = ledger.stream(ClaimKind::kStream, kStream);
  evidence.claim.kind = ClaimKind::kStatus;
  evidence.claim.asked = Asked{Position{position}, *day_from_text("2024-04-17")};
  return evidence;
}

/// One of every kind of claim.
std::vector<std::pair<std::string, Evidence>> every_kind() {
  SmallLedger ledger = some_ledger();
  return {{"event.evidence", ledger.event(Position{5})},
          {"last.evidence", ledger.stream(ClaimKind::kLast, kStream)},
          {"stream.evidence", ledger.stream(ClaimKind::kStream, kStream)},
          {"no-type.evidence",
           ledger.stream(ClaimKind::kNoType, "finding/em-soc-2023-rec-2", "SignedOff")},
          {"status.evidence", status_as_of(ledger, 4)},
          {"no-stream.evidence", ledger.no_stream("finding/em-soc-2023-rec-3")}};
}

TEST(EvidenceFiles, HaveTheBytesThatWereFrozen) {
  // To write them anew: PROBITY_WRITE_GOLDEN=1, and read what changed.
  for (const auto& [name, evidence] : every_kind()) {
    if (std::getenv("PROBITY_WRITE_GOLDEN") != nullptr) {
      std::ofstream(std::string(PROBITY_TEST_DATA) + "/golden/" + name) << evidence.text();
    }
    EXPECT_EQ(evidence.text(), read_file(name)) << name;
  }
}

TEST(EvidenceFiles, ComeBackFromTheirTexts) {
  for (const auto& [name, evidence] : every_kind()) {
    const auto again = Evidence::parse(evidence.text());
    ASSERT_TRUE(again) << name << ": " << again.error().what;
    EXPECT_EQ(*again, evidence) << name;
  }
}

TEST(EvidenceFiles, NameTheMomentOfAStatusAndOfNothingElse) {
  SmallLedger ledger = some_ledger();
  Evidence without = status_as_of(ledger, 4);
  without.claim.asked.reset();
  EXPECT_FALSE(check_parts(without));
  Evidence with = ledger.stream(ClaimKind::kStream, kStream);
  with.claim.asked = Asked{};
  EXPECT_FALSE(check_parts(with));
  std::string text = status_as_of(ledger, 4).text();
  text.replace(text.find("2024-04-17"), 10, "2024-02-30");
  EXPECT_FALSE(Evidence::parse(text));
}

TEST(EvidenceFiles, OfAStatusProveNoMomentBehindTheSeal) {
  SmallLedger ledger = some_ledger();
  const auto sealed = ledger.stream(ClaimKind::kStream, kStream).seal->index;
  EXPECT_TRUE(verify_evidence(status_as_of(ledger, sealed.value), pins()));
  const auto beyond = verify_evidence(status_as_of(ledger, sealed.value + 1), pins());
  ASSERT_FALSE(beyond);
  EXPECT_EQ(beyond.error().kind, ErrorKind::kCorrupt);
}

TEST(EvidenceFiles, MayWithholdAPayload) {
  SmallLedger ledger = some_ledger();
  Evidence evidence = ledger.event(Position{5});
  evidence.events[0].content.reset();
  EXPECT_EQ(Evidence::parse(evidence.text()).value(), evidence);
  EXPECT_EQ(evidence.text().find("payload"), std::string::npos);
}

TEST(EvidenceFiles, EndInAProofFileThatStandsByItself) {
  SmallLedger ledger = some_ledger();
  for (const auto& [name, evidence] : every_kind()) {
    const std::string text = evidence.text();
    const ProofFile file = ProofFile::parse(text.substr(text.find("c2sp.org"))).value();
    const EvidenceRecord& last = evidence.seal ? *evidence.seal : evidence.events.back();
    EXPECT_TRUE(verify_proof_file(file, leaf_hash(last.envelope), pins())) << name;
  }
}

TEST(EvidenceFiles, AreRefusedWithPartsTooManyOrTooFew) {
  SmallLedger ledger = some_ledger();
  const Evidence event = ledger.event(Position{5});
  const Evidence stream = ledger.stream(ClaimKind::kStream, kStream);
  const Evidence absent = ledger.no_stream("finding/em-soc-2023-rec-3");
  const auto refused = [](Evidence evidence, auto change) {
    EXPECT_TRUE(check_parts(evidence));
    change(evidence);
    return !check_parts(evidence) && !verify_evidence(evidence, pins());
  };
  EXPECT_TRUE(refused(event, [](Evidence& e) { e.events.clear(); }));
  EXPECT_TRUE(refused(event, [](Evidence& e) { e.events.push_back(e.events[0]); }));
  EXPECT_TRUE(refused(event, [&](Evidence& e) { e.heads = stream.heads; }));
  EXPECT_TRUE(refused(event, [&](Evidence& e) { e.seal = stream.seal; }));
  EXPECT_TRUE(refused(event, [&](Evidence& e) { e.claim.stream = stream.claim.stream; }));
  EXPECT_TRUE(refused(event, [](Evidence& e) { e.claim.type = "SignedOff"; }));
  EXPECT_TRUE(refused(stream, [](Evidence& e) { e.events.clear(); }));
  EXPECT_TRUE(refused(stream, [](Evidence& e) { e.heads.clear(); }));
  EXPECT_TRUE(refused(stream, [](Evidence& e) { e.heads.push_back(e.heads[0]); }));
  EXPECT_TRUE(refused(stream, [](Evidence& e) { e.seal.reset(); }));
  EXPECT_TRUE(refused(stream, [](Evidence& e) { e.claim.stream.reset(); }));
  EXPECT_TRUE(refused(stream, [](Evidence& e) { e.claim.kind = ClaimKind::kLast; }));
  EXPECT_TRUE(refused(stream, [](Evidence& e) { e.claim.kind = ClaimKind::kNoType; }));
  EXPECT_TRUE(refused(absent, [&](Evidence& e) { e.events = event.events; }));
  EXPECT_TRUE(refused(absent, [](Evidence& e) { e.heads.push_back(e.heads[0]); }));
  EXPECT_TRUE(refused(absent, [](Evidence& e) { e.seal.reset(); }));
}

TEST(EvidenceFiles, AreRefusedInAnyOtherForm) {
  SmallLedger ledger = some_ledger();
  const std::string good = ledger.stream(ClaimKind::kStream, kStream).text();
  const auto replaced = [&](const std::string& from, const std::string& to) {
    std::string text = good;
    text.replace(text.find(from), from.size(), to);
    return text;
  };
  for (const std::string& text :
       {std::string(), good.substr(1), replaced("evidence/1\n", "evidence\n"),
        replaced("claim stream", "claim Stream"), replaced("claim stream ", "claim stream  "),
        replaced("claim stream " + kStream, "claim stream"),
        replaced(kStream + "\n", kStream + " \n"), replaced("record\n", "record \n"),
        replaced("record\n", "records\n"), replaced("envelope ", "envelope  "),
        replaced("salt ", "salt\n"), replaced("index ", "index 0"), replaced("head ", "Head "),
        replaced("\n\n", "\n"), good + "\n", good + "record\n",
        replaced("c2sp.org/tlog-proof@v1\n", "c2sp.org/tlog-proof@v1\nextra AQID\n")}) {
    EXPECT_EQ(Evidence::parse(text).error().kind, ErrorKind::kMalformed) << text.substr(0, 90);
  }
  EXPECT_EQ(Evidence::parse(replaced("evidence/1", "evidence/2")).error().kind, ErrorKind::kNewer);
  EXPECT_EQ(Evidence::parse(std::string(limits::kEvidenceBytes + 1, 'a')).error().kind,
            ErrorKind::kTooLarge);
}

TEST(EvidenceFiles, AreNeverAcceptedWithAnotherMeaning) {
  for (const auto& [name, evidence] : every_kind()) {
    const std::string good = evidence.text();
    const auto accepted = [&](const std::string& text) {
      const auto parsed = Evidence::parse(text);
      return parsed && verify_evidence(*parsed, pins());
    };
    ASSERT_TRUE(accepted(good)) << name;
    for (std::size_t end = 0; end < good.size(); ++end)
      ASSERT_FALSE(accepted(good.substr(0, end))) << name << " " << end;
    // What is claimed absent can be exchanged for something else that is, and a status asked at
    // another moment: a claim, and as true.
    const std::size_t claim = std::min(good.find("claim no-"), good.find("claim status "));
    const std::size_t claim_end = claim == std::string::npos ? 0 : good.find('\n', claim);
    const unsigned step = good.size() < 1'500 ? 2 : 8;
    for (std::size_t byte = 0; byte < good.size(); ++byte) {
      for (auto bit = static_cast<unsigned>(byte % step); bit < 8; bit += step) {
        std::string changed = good;
        changed[byte] = static_cast<char>(static_cast<unsigned char>(changed[byte]) ^ (1U << bit));
        EXPECT_FALSE(accepted(changed) && !(byte > claim && byte < claim_end))
            << name << " " << byte << " " << changed.substr(byte, 40);
      }
    }
  }
}

}  // namespace
}  // namespace probity::proof
