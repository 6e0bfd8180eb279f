// What an auditor does: keys, checkpoints, evidence, verification; and what each kind of tampering
// is called. The release binary on real ledgers.

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "eventstore/proof/base64.h"
#include "eventstore/proof/envelope.h"
#include "eventstore/proof/evidence.h"
#include "eventstore/proof/hash.h"
#include "tests/e2e/sealed_ledger.h"

namespace probity {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using test::DemoLedger;
using test::flip;
using test::Ran;
using test::Sealed;
using test::text_of;

TEST(Verify, FindsASealedLedgerSoundAndCountsWhatIsNotYetSealed) {
  const Sealed ledger;
  const Ran sound = ledger.verify();
  EXPECT_EQ(sound.exit, 0) << sound.out << sound.err;
  EXPECT_EQ(json::parse(sound.out).at("notYetSealed"), 0);
  ledger.update();
  const Ran open = ledger.verify();
  EXPECT_EQ(open.exit, 0);
  EXPECT_EQ(json::parse(open.out).at("notYetSealed"), 1);
  EXPECT_EQ(ledger.verify({"--sealed"}).exit, 4);
}

TEST(Verify, NeverPassesWithoutACheckpointOrAKey) {
  const DemoLedger without;
  const Ran none = without.ask({"verify"});
  EXPECT_EQ(none.exit, 4);
  EXPECT_NE(none.out.find("probity checkpoint"), std::string::npos) << none.out;
  const Sealed ledger;
  const Ran keyless = ledger.ask({"verify"});
  EXPECT_EQ(keyless.exit, 4);
  EXPECT_NE(keyless.out.find("--key"), std::string::npos) << keyless.out;
  const Sealed other;
  EXPECT_EQ(ledger.ask({"verify", "--key", other.key()}).exit, 4) << "another ledger's key";
}

TEST(Verify, NamesAChangedPayload) {
  const Sealed ledger;
  flip(fs::path(ledger.path()) / "log/data.mdb", "No current Section 22 agreement", 3);
  const Ran ran = ledger.verify();
  EXPECT_EQ(ran.exit, 3) << ran.out << ran.err;
  const json answer = json::parse(ran.out);
  EXPECT_EQ(answer.at("findings").at(0).at("position"), 126) << ran.out;
}

TEST(Verify, TakesAnOlderCopyForWhatItIs) {
  const Sealed ledger;
  const fs::path log = fs::path(ledger.path()) / "log/data.mdb";
  fs::copy_file(log, ledger.file("older.mdb"));
  ledger.update();
  ASSERT_EQ(ledger.ask({"checkpoint", "--name", "second", "--note", ledger.file("second")}).exit,
            0);
  for (const char* derived : {"index", "views"}) fs::remove_all(fs::path(ledger.path()) / derived);
  fs::copy_file(ledger.file("older.mdb"), log, fs::copy_options::overwrite_existing);
  EXPECT_EQ(ledger.verify().exit, 0) << "by itself an older state is sound";
  EXPECT_EQ(ledger.verify({"--against", ledger.note()}).exit, 0);
  const Ran rolled_back = ledger.verify({"--against", ledger.file("second")});
  EXPECT_EQ(rolled_back.exit, 3) << rolled_back.out << rolled_back.err;
}

TEST(Verify, ReportsATruncatedLogAndDoesNotCrash) {
  const Sealed ledger;
  const fs::path log = fs::path(ledger.path()) / "log/data.mdb";
  fs::resize_file(log, fs::file_size(log) / 3 / 4096 * 4096);
  const Ran ran = ledger.verify();
  EXPECT_TRUE(ran.exit == 3 || ran.exit == 4) << ran.exit << ran.out << ran.err;
}

TEST(Verify, RefusesAForgedCheckpoint) {
  const Sealed ledger;
  std::string note = text_of(ledger.note());
  note[note.size() - 8] = note[note.size() - 8] == 'A' ? 'B' : 'A';
  test::write_file(ledger.folder() / "forged", note);
  EXPECT_EQ(ledger.verify({"--against", ledger.file("forged")}).exit, 3);
}

TEST(Verify, HoldsTheLineFromTheMinutes) {
  const Sealed ledger;
  const Ran line = ledger.ask({"checkpoint", "--line"});
  ASSERT_EQ(line.exit, 0);
  const std::string text = line.out.substr(0, line.out.size() - 1);
  ledger.update();
  EXPECT_EQ(ledger.verify({"--against-line", text}).exit, 0);
  const Sealed other;
  EXPECT_EQ(other.verify({"--against-line", text}).exit, 3) << "two ledgers of one name";
}

TEST(Verify, IsAboutTheLedgerAndPointsToVerification) {
  const DemoLedger ledger;
  const Ran ran = ledger.ask({"verify", "em-soc-2023-rec-1"});
  EXPECT_EQ(ran.exit, 2);
  EXPECT_NE(ran.err.find("verification"), std::string::npos) << ran.err;
}

TEST(Prove, GivesEvidenceThatNeedsNoLedger) {
  const Sealed ledger;
  const std::string evidence = ledger.file("evidence");
  ASSERT_EQ(ledger.ask({"prove", "@126", "--to", evidence}).exit, 0);
  const Ran proved = test::probity({"verify-proof", evidence, "--key", ledger.key(), "-o", "json"});
  EXPECT_EQ(proved.exit, 0) << proved.err;
  EXPECT_EQ(json::parse(proved.out).at("events").at(0).at("type"), "CauseOfConcernRaised");
  EXPECT_EQ(test::probity({"verify-proof", evidence}).exit, 4) << "no key";
  const Sealed other;
  EXPECT_EQ(test::probity({"verify-proof", evidence, "--key", other.key()}).exit, 4);
  std::string text = text_of(evidence);
  text.replace(text.find("index 126"), 9, "index 125");
  test::write_file(ledger.folder() / "edited", text);
  EXPECT_NE(test::probity({"verify-proof", ledger.file("edited"), "--key", ledger.key()}).exit, 0);
}

TEST(Prove, RefoldsAFindingsStatusFromItsEvents) {
  const Sealed ledger;
  const std::string evidence = ledger.file("evidence");
  ASSERT_EQ(ledger.ask({"prove", "em-soc-2023-coc-1", "--to", evidence}).exit, 0);
  for (const std::string as_of : {"@163", "@164", "@217"}) {
    const Ran asked = ledger.ask({"status", "em-soc-2023-coc-1", "--as-of", as_of, "--effective",
                                  "2024-04-17", "-o", "json"});
    const Ran proved = test::probity({"verify-proof", evidence, "--key", ledger.key(), "--as-of",
                                      as_of, "--effective", "2024-04-17", "-o", "json"});
    ASSERT_EQ(proved.exit, 0) << proved.err;
    EXPECT_EQ(json::parse(proved.out).at("status"), json::parse(asked.out).at("status")) << as_of;
    EXPECT_EQ(json::parse(proved.out).at("addressees"), json::parse(asked.out).at("addressees"));
  }
}

TEST(Prove, ProvesWhatWasNeverRecorded) {
  const Sealed ledger;
  const std::string evidence = ledger.file("evidence");
  ASSERT_EQ(
      ledger.ask({"prove", "em-soc-2023-coc-1", "--none", "VerificationRecorded", "--to", evidence})
          .exit,
      0);
  EXPECT_EQ(test::probity({"verify-proof", evidence, "--key", ledger.key()}).exit, 0);
  ASSERT_EQ(
      ledger.ask({"prove", "finding/nowhere", "--none", "FindingClosed", "--to", evidence}).exit,
      0);
  EXPECT_EQ(test::probity({"verify-proof", evidence, "--key", ledger.key()}).exit, 0);
  EXPECT_EQ(ledger.ask({"prove", "em-soc-2023-coc-1", "--none", "CompletionClaimed"}).exit, 1);
}

TEST(Prove, WithholdsPayloadsAndSaysHowMany) {
  const Sealed ledger;
  const std::string evidence = ledger.file("evidence");
  const Ran made = ledger.ask(
      {"prove", "em-soc-2023-coc-1", "--without-payload", "--to", evidence, "-o", "json"});
  ASSERT_EQ(made.exit, 0) << made.err;
  EXPECT_EQ(json::parse(made.out).at("withheld"), 3);
  EXPECT_EQ(text_of(evidence).find("Section 22"), std::string::npos);
  const Ran proved = test::probity({"verify-proof", evidence, "--key", ledger.key()});
  EXPECT_EQ(proved.exit, 0) << proved.err;
  EXPECT_EQ(proved.out.find("pendingSignOff"), std::string::npos) << "no status without payloads";
}

/// A grade is one of a few words. Who has the envelope alone, and guesses each, must find nothing.
TEST(Prove, LetsNobodyGuessAPayloadThatIsWithheld) {
  const Sealed ledger;
  const std::string whole = ledger.file("whole");
  const std::string withheld = ledger.file("withheld");
  ASSERT_EQ(ledger.ask({"prove", "@122", "--to", whole}).exit, 0);
  ASSERT_EQ(ledger.ask({"prove", "@122", "--without-payload", "--to", withheld}).exit, 0);
  const auto shown = proof::Evidence::parse(text_of(whole));
  const auto hidden = proof::Evidence::parse(text_of(withheld));
  ASSERT_TRUE(shown && hidden);
  const auto envelope = proof::Envelope::parse(hidden->events[0].envelope);
  ASSERT_TRUE(envelope);
  const auto& content = shown->events[0].content;
  ASSERT_TRUE(content);
  ASSERT_EQ(proof::payload_digest(content->salt, content->payload), envelope->payload_digest);
  // Every value of every byte of the payload, the right ones among them; without a salt, and with
  // those that somebody could think of.
  std::vector<Salt> salts(3);
  std::ranges::copy(std::span(envelope->id.bytes), salts[1].bytes.begin());
  salts[2].bytes.fill(0xFF);
  std::size_t guesses = 0;
  for (std::size_t at = 0; at < content->payload.size(); ++at) {
    for (unsigned value = 0; value < 256; ++value) {
      auto guess = content->payload;
      guess[at] = static_cast<std::uint8_t>(value);
      for (const Salt& salt : salts) {
        ASSERT_NE(proof::payload_digest(salt, guess), envelope->payload_digest);
      }
      ASSERT_NE(proof::sha256({proof::Bytes(guess)}), envelope->payload_digest);
      guesses += salts.size() + 1;
    }
  }
  EXPECT_GT(guesses, 50'000);
  EXPECT_EQ(text_of(withheld).find(proof::base64_encode(content->salt.bytes)), std::string::npos);
}

TEST(Prove, SaysWhatIsNotSealedYet) {
  const Sealed ledger;
  ledger.update();
  const Ran ran = ledger.ask({"prove", "@220"});
  EXPECT_EQ(ran.exit, 4) << ran.out;
  EXPECT_NE(ran.err.find("probity checkpoint"), std::string::npos) << ran.err;
}

TEST(Export, PublishesATreeThatAnybodyVerifies) {
  const Sealed ledger;
  const std::string tiles = ledger.file("tiles");
  ASSERT_EQ(ledger.ask({"export", "tiles", tiles}).exit, 0);
  EXPECT_EQ(test::probity({"verify", "--tiles", tiles, "--key", ledger.key()}).exit, 0);
  const std::string entries = tiles + "/tile/entries/000.p/220";
  ASSERT_TRUE(fs::exists(entries));
  EXPECT_EQ(text_of(entries).find("Section 22"), std::string::npos) << "a payload was published";
  flip(entries, "em-soc-2023", 1);
  EXPECT_EQ(test::probity({"verify", "--tiles", tiles, "--key", ledger.key()}).exit, 3);
  ledger.update();
  ASSERT_EQ(ledger.ask({"checkpoint"}).exit, 0);
  fs::remove_all(tiles);
  ASSERT_EQ(ledger.ask({"export", "tiles", tiles}).exit, 0);
  EXPECT_EQ(test::probity({"verify", "--tiles", tiles, "--key", ledger.key()}).exit, 0);
  EXPECT_EQ(test::probity({"verify", "--tiles", tiles}).exit, 4) << "no key";
}

TEST(Export, ImportsIntoAFreshLedgerThatAnswersAlike) {
  const DemoLedger ledger;
  const std::string lines = (ledger.folder() / "lines.jsonl").string();
  ASSERT_EQ(ledger.ask({"export", "jsonl", lines}).exit, 0);
  const DemoLedger fresh(false);
  const Ran imported = fresh.ask({"import", lines});
  ASSERT_EQ(imported.exit, 0) << imported.err;
  for (const std::string question :
       {"status em-soc-2023-coc-1", "totals", "disruptions", "list", "inspections", "grades",
        "practice", "responses", "monitoring", "agreements", "priorities", "plans", "meetings",
        "roles", "measures", "evidence", "bodies"}) {
    std::vector<std::string> words{question.substr(0, question.find(' '))};
    if (question.find(' ') != std::string::npos) {
      words.push_back(question.substr(question.find(' ') + 1));
    }
    words.insert(words.end(), {"--effective", "2024-04-17", "-o", "csv"});
    EXPECT_EQ(fresh.ask(words).out, ledger.ask(words).out) << question;
  }
}

TEST(Checkpoint, IsRefusedToAKeyThatSignsNoMore) {
  const Sealed ledger;
  const fs::path key = fs::path(ledger.path()) / "keys/signing";
  fs::copy_file(key, ledger.file("old-key"));
  ASSERT_EQ(ledger.ask({"key", "rotate", "--reason", "yearly"}).exit, 0);
  EXPECT_EQ(ledger.ask({"checkpoint", "--key", ledger.file("old-key")}).exit, 6);
  EXPECT_EQ(ledger.ask({"checkpoint"}).exit, 0);
  const std::string next = ledger.ask({"key", "show", "--bare"}).out;
  const Ran both =
      ledger.ask({"verify", "--key", ledger.key(), "--key", next.substr(0, next.size() - 1)});
  EXPECT_EQ(both.exit, 0) << both.out << both.err;
  fs::permissions(key, fs::perms::group_read, fs::perm_options::add);
  ledger.update();
  EXPECT_EQ(ledger.ask({"checkpoint"}).exit, 6) << "the key is open to others";
}

TEST(Checkpoint, IsSignedByACommandWhoseKeyIsOnRecord) {
  const Sealed ledger;
  ledger.update();
  const Ran refused = ledger.ask({"checkpoint", "--sign-with", "cat"});
  EXPECT_EQ(refused.exit, 6) << refused.err;
  EXPECT_EQ(ledger.ask({"checkpoint", "--sign-with", "false"}).exit, 4);
  EXPECT_EQ(ledger.ask({"checkpoint"}).exit, 0);
}

TEST(Checkpoint, NamesAreUniqueAndMomentsOfTheirOwn) {
  const Sealed ledger;
  const Ran again = ledger.ask({"checkpoint", "--name", "first", "--note", "-"});
  EXPECT_EQ(again.out, text_of(ledger.note()))
      << "nothing was recorded since: it is asked for again";
  ledger.update();
  EXPECT_EQ(ledger.ask({"checkpoint", "--name", "first"}).exit, 7);
  const Ran then = ledger.ask({"stat", "-o", "json"});
  EXPECT_EQ(json::parse(then.out).at("size"), 221) << "nothing was sealed for a name that is taken";
  const Ran asked =
      ledger.ask({"status", "em-soc-2023-rec-2", "--as-of", "@checkpoint:first", "-o", "json"});
  EXPECT_EQ(asked.exit, 0) << asked.err;
  EXPECT_EQ(ledger.ask({"list", "--as-of", "@checkpoint:nosuch"}).exit, 1);
}

}  // namespace
}  // namespace probity
