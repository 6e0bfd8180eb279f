// How deep verify looks, what it writes of two histories, samples, and answers that leave evidence
// behind. The release binary on real ledgers.

#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>

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

json parsed(const Ran& ran) { return json::parse(ran.out); }

TEST(VerifyQuick, LooksAtTheSignaturesAndTheLastEvents) {
  const Sealed ledger;
  const Ran sound = ledger.verify({"--quick"});
  EXPECT_EQ(sound.exit, 0) << sound.out << sound.err;
  EXPECT_EQ(ledger.ask({"verify", "--quick"}).exit, 4) << "no key";
  EXPECT_EQ(ledger.verify({"--quick", "--deep"}).exit, 2);
  flip(fs::path(ledger.path()) / "log/data.mdb", "No current Section 22 agreement", 3);
  EXPECT_EQ(ledger.verify({"--quick"}).exit, 3);
}

TEST(VerifyDeep, FindsARowOfAViewThatWasEdited) {
  const Sealed ledger;
  ASSERT_EQ(ledger.ask({"list"}).exit, 0);
  const Ran sound = ledger.verify({"--deep"});
  EXPECT_EQ(sound.exit, 0) << sound.out << sound.err;
  EXPECT_EQ(parsed(sound).at("views"), true);
  const fs::path views = fs::path(ledger.path()) / "views/data.mdb";
  const std::string before = text_of(views.string());
  flip(views, "No current Section 22 agreement", 3);
  EXPECT_EQ(ledger.verify().exit, 0) << "what a view says is not looked at without --deep";
  const Ran found = ledger.verify({"--deep"});
  EXPECT_EQ(found.exit, 3) << found.out << found.err;
  const json finding = parsed(found).at("findings").at(0);
  EXPECT_EQ(finding.at("table"), "views");
  EXPECT_EQ(finding.at("key"), "findings");
  EXPECT_NE(finding.at("sentence").get<std::string>().find("probity rebuild"), std::string::npos);
  EXPECT_NE(text_of(views.string()), before) << "verify mends nothing";
  ASSERT_EQ(ledger.ask({"rebuild"}).exit, 0);
  EXPECT_EQ(ledger.verify({"--deep"}).exit, 0);
}

/// Every answer finds its rows by the names of their streams.
TEST(VerifyDeep, FindsANameThatWasEditedAndRebuildMendsIt) {
  const Sealed ledger;
  ASSERT_EQ(ledger.ask({"list"}).exit, 0);
  const std::vector<std::string> status{
      "status", "em-soc-2023-coc-1", "--effective", "2024-04-17", "-o", "csv"};
  const std::string before = ledger.ask(status).out;
  const fs::path views = fs::path(ledger.path()) / "views/data.mdb";
  std::string key = "finding/em-soc-2023-coc-1";
  key.resize((key.size() + 7) / 8 * 8);
  key += std::string("\0\0\0\0\0\0\0\xA5", 8);  // position 165
  flip(views, key, 24);
  const Ran found = ledger.verify({"--deep"});
  EXPECT_EQ(found.exit, 3) << found.out << found.err;
  EXPECT_EQ(parsed(found).at("findings").at(0).at("key"), "streams");
  ASSERT_EQ(ledger.ask({"rebuild"}).exit, 0);
  EXPECT_EQ(ledger.ask(status).out, before);
  EXPECT_EQ(ledger.verify({"--deep"}).exit, 0);
}

TEST(VerifyDeep, ClaimsNoReplayWithoutViews) {
  const Sealed ledger;
  fs::remove_all(fs::path(ledger.path()) / "views");
  const Ran ran = ledger.verify({"--deep"});
  EXPECT_EQ(ran.exit, 0) << ran.err;
  EXPECT_EQ(parsed(ran).at("views"), false);
  const Ran nowhere = test::probity(
      {"verify", "--key", ledger.key(), "--deep", "--ledger", ledger.path()}, {"TMPDIR=/nowhere"});
  EXPECT_EQ(nowhere.exit, 8) << nowhere.out << nowhere.err;
}

TEST(VerifyOptions, ThatSayNothingTogetherAreRefused) {
  const Sealed ledger;
  const std::string tiles = ledger.file("tiles");
  ASSERT_EQ(ledger.ask({"export", "tiles", tiles}).exit, 0);
  EXPECT_EQ(ledger.verify({"--tiles", tiles, "--against", ledger.note()}).exit, 2);
  EXPECT_EQ(ledger.verify({"--quick", "--all-seals"}).exit, 2);
  EXPECT_EQ(ledger.verify({"--against", ledger.path()}).exit, 2) << "a folder";
}

TEST(VerifyKeys, AreTakenInAnyOrderAndOfAnyLedger) {
  const Sealed ledger;
  const test::DemoLedger elsewhere(false, "probity.invalid/elsewhere");
  ASSERT_EQ(elsewhere.ask({"key", "new"}).exit, 0);
  std::string stranger = elsewhere.ask({"key", "show", "--bare"}).out;
  stranger.pop_back();
  const std::string note = ledger.file("elsewhere.note");
  ASSERT_EQ(elsewhere.ask({"checkpoint", "--note", note}).exit, 0);
  for (const auto& [one, other] : {std::pair(stranger, ledger.key()), {ledger.key(), stranger}}) {
    EXPECT_EQ(ledger.ask({"verify", "--key", one, "--key", other}).exit, 0);
  }
  EXPECT_EQ(ledger.ask({"verify", "--key", stranger}).exit, 4);
  EXPECT_EQ(
      ledger.ask({"verify", "--key", ledger.key(), "--key", stranger, "--against", note}).exit, 2)
      << "a checkpoint of another ledger proves nothing of this one";
}

TEST(VerifyKeys, CountUpToTheSizeThatStandsBehindThem) {
  const Sealed ledger;
  const std::string keys = ledger.file("keys.txt");
  test::write_file(keys, "# given away\n" + ledger.key() + " 220\n");
  EXPECT_EQ(ledger.ask({"verify", "--key", keys}).exit, 0);
  test::write_file(keys, ledger.key() + " 219\n");
  EXPECT_EQ(ledger.ask({"verify", "--key", keys}).exit, 4);
  test::write_file(keys, ledger.key() + " soon\n");
  EXPECT_EQ(ledger.ask({"verify", "--key", keys}).exit, 2);
}

TEST(VerifyResume, GoesOnFromWhereAnEarlierCheckEnded) {
  const Sealed ledger;
  for (int i = 0; i < 45; ++i) ledger.update();
  const std::string state = ledger.file("state");
  EXPECT_EQ(ledger.verify({"--resume", state}).exit, 2) << "without --log";
  const Ran first = ledger.verify({"--log", "--resume", state});
  ASSERT_EQ(first.exit, 0) << first.out << first.err;
  EXPECT_EQ(parsed(first).at("checked"), 265);
  const Ran again = ledger.verify({"--log", "--resume", state});
  ASSERT_EQ(again.exit, 0) << again.out << again.err;
  EXPECT_EQ(parsed(again).at("checked"), 265 - 256) << "what lies in a whole tile was checked";
  const std::string kept = text_of(state);
  test::write_file(state, kept.substr(0, kept.size() / 2));
  EXPECT_EQ(ledger.verify({"--log", "--resume", state}).exit, 2) << "cut short";
  std::string one_letter = kept;  // of its third line, which is base64
  char& letter = one_letter[one_letter.find('\n', one_letter.find('\n') + 1) + 60];
  letter = letter == 'A' ? 'B' : 'A';
  test::write_file(state, one_letter);
  EXPECT_EQ(ledger.verify({"--log", "--resume", state}).exit, 2) << "not what was written";
  test::write_file(state, kept);
  const DemoLedger elsewhere(false, "probity.invalid/elsewhere");
  const Ran foreign = elsewhere.ask({"verify", "--key", ledger.key(), "--log", "--resume", state});
  EXPECT_EQ(foreign.exit, 2);
  EXPECT_NE(foreign.err.find("this state is of"), std::string::npos) << foreign.err;
  const Sealed other;  // of the same name, and of another history
  EXPECT_EQ(other.ask({"verify", "--key", other.key(), "--log", "--resume", state}).exit, 3);
}

/// A note that is good, and of an older checkpoint.
TEST(SignWith, RefusesWhatIsSignedForAnotherText) {
  const Sealed ledger;
  ledger.update();
  const Ran ran = ledger.ask({"checkpoint", "--sign-with", "cat '" + ledger.note() + "'"});
  EXPECT_EQ(ran.exit, 6) << ran.out << ran.err;
  EXPECT_NE(ran.err.find("what the command signed is another text"), std::string::npos) << ran.err;
}

/// The log says something else than what was signed: a name in an envelope is altered.
TEST(AlteredEnvelope, IsNeitherSignedBesideNorDrawnFrom) {
  const Sealed ledger;
  ledger.update();
  const std::string name = "plan/leicestershire/4p";
  const fs::path log = fs::path(ledger.path()) / "log/data.mdb";
  // Old pages may have it too, which nobody reads.
  int altered = 0;
  for (; text_of(log.string()).find(name) != std::string::npos; ++altered) {
    ASSERT_LT(altered, 100);
    flip(log, name, 21);
  }
  ASSERT_GT(altered, 0);
  const Ran sample = ledger.ask({"sample", "3", "--of", "list", "--seed", "@checkpoint:first"});
  EXPECT_EQ(sample.exit, 3) << sample.out << sample.err;
  const Ran signed_again = ledger.ask({"checkpoint"});
  EXPECT_EQ(signed_again.exit, 3) << signed_again.out << signed_again.err;
  EXPECT_NE(signed_again.err.find("nothing was signed"), std::string::npos) << signed_again.err;
  EXPECT_EQ(ledger.verify().exit, 3);
}

/// A ledger and a copy of it, keys and all, that went another way: who holds a checkpoint of the
/// copy and who holds one of the ledger were shown two histories.
class Forked : public Sealed {
 public:
  /// `updates` of the ledger before its next checkpoint; the copy has one event more.
  explicit Forked(int updates = 1) {
    fs::copy(path(), copy(), fs::copy_options::recursive);
    EXPECT_EQ(in_copy({"note", "em-soc-2023-rec-2", "--actor", "emsou", "--text", "elsewhere"}), 0);
    EXPECT_EQ(in_copy({"checkpoint", "--note", other_note()}), 0);
    for (int i = 0; i < updates; ++i) update();
    EXPECT_EQ(ask({"checkpoint"}).exit, 0);
  }
  [[nodiscard]] std::string other_note() const { return file("other.note"); }
  [[nodiscard]] std::string evidence() const { return file("contradiction"); }
  [[nodiscard]] Ran verify_against_other() const {
    return verify({"--against", other_note(), "--contradiction", evidence()});
  }
  [[nodiscard]] Ran check_evidence() const {
    return test::probity({"verify-proof", evidence(), "--key", key(), "-o", "json"});
  }

 private:
  [[nodiscard]] std::string copy() const { return file("copy"); }
  [[nodiscard]] int in_copy(std::vector<std::string> words) const {
    words.insert(words.end(), {"--ledger", copy()});
    return test::probity(words).exit;
  }
};

TEST(Contradiction, OfTwoCheckpointsOfOneSizeIsWrittenOutAndProved) {
  const Forked ledger;
  const Ran found = ledger.verify_against_other();
  EXPECT_EQ(found.exit, 3) << found.out << found.err;
  EXPECT_NE(found.out.find("contradict"), std::string::npos) << found.out;
  const Ran proved = ledger.check_evidence();
  EXPECT_EQ(proved.exit, 0) << proved.err;
  EXPECT_EQ(parsed(proved).at("older"), parsed(proved).at("newer"));
}

/// The ledger keeps no checkpoint of the size that is held.
TEST(Contradiction, OfTwoSizesIsProvedByAConsistencyProof) {
  const Forked ledger(3);
  const Ran found = ledger.verify_against_other();
  EXPECT_EQ(found.exit, 3) << found.out << found.err;
  const Ran proved = ledger.check_evidence();
  ASSERT_EQ(proved.exit, 0) << proved.err;
  EXPECT_LT(parsed(proved).at("older"), parsed(proved).at("newer"));
  const Sealed other;
  EXPECT_EQ(test::probity({"verify-proof", ledger.evidence(), "--key", other.key()}).exit, 4)
      << "a key that signed neither";
  const std::string text = text_of(ledger.evidence());
  test::write_file(ledger.evidence(), text.substr(0, text.size() - 1));
  EXPECT_EQ(ledger.check_evidence().exit, 2) << "cut short";
}

/// Of a third ledger, which has neither of them.
TEST(Contradiction, OfTwoThatAreHeldNeedsNoThird) {
  const Forked ledger;
  const std::string own = ledger.file("own.note");
  ASSERT_EQ(ledger.ask({"checkpoint", "--note", own}).exit, 0);
  const DemoLedger third;
  const Ran found = third.ask({"verify", "--key", ledger.key(), "--against", own, "--against",
                               ledger.other_note(), "--contradiction", ledger.evidence()});
  EXPECT_EQ(found.exit, 3) << found.out << found.err;
  EXPECT_EQ(ledger.check_evidence().exit, 0);
}

TEST(Contradiction, StandsWhereItCannotBeWrittenAndWritesOverNothing) {
  const Forked ledger;
  test::write_file(ledger.evidence(), "somebody's own");
  const Ran found = ledger.verify_against_other();
  EXPECT_EQ(found.exit, 3) << found.err;
  EXPECT_NE(found.out.find("--contradiction"), std::string::npos) << found.out;
  EXPECT_EQ(text_of(ledger.evidence()), "somebody's own");
}

TEST(Contradiction, IsNotWrittenWhereThereIsNone) {
  const Sealed ledger;
  ledger.update();
  ASSERT_EQ(ledger.ask({"checkpoint"}).exit, 0);
  const std::string evidence = ledger.file("contradiction");
  EXPECT_EQ(ledger.verify({"--against", ledger.note(), "--contradiction", evidence}).exit, 0);
  EXPECT_FALSE(fs::exists(evidence));
}

TEST(Sample, FollowsFromTheCheckpointAndTheQuestionAlone) {
  const Sealed ledger;
  const std::vector<std::string> words{
      "sample", "5", "--of", "list --status open", "--seed", "@checkpoint:first", "-o", "json"};
  const Ran first = ledger.ask(words);
  ASSERT_EQ(first.exit, 0) << first.err;
  const json drawn = parsed(first).at("sample");
  ASSERT_EQ(drawn.size(), 5);
  for (std::size_t i = 1; i < drawn.size(); ++i) {
    EXPECT_LT(drawn[i - 1].at("ticket"), drawn[i].at("ticket"));
  }
  ledger.update();
  ASSERT_EQ(ledger.ask({"checkpoint", "--name", "second"}).exit, 0);
  EXPECT_EQ(parsed(ledger.ask(words)).at("sample"), drawn) << "later events change nothing";
  auto reworded = words;
  reworded[3] = "list  --status 'open'";
  EXPECT_EQ(parsed(ledger.ask(reworded)).at("sample"), drawn) << "one spelling of a question";
  auto reseeded = words;
  reseeded[5] = "@checkpoint:second";
  EXPECT_NE(parsed(ledger.ask(reseeded)).at("sample"), drawn);
}

TEST(Sample, RefusesASeedThatSomebodyChose) {
  const Sealed ledger;
  const auto exit_of = [&](const char* count, const char* of, const char* seed) {
    return ledger.ask({"sample", count, "--of", of, "--seed", seed}).exit;
  };
  EXPECT_EQ(exit_of("3", "list", "@checkpoint:first"), 0);
  EXPECT_EQ(exit_of("3", "list", "@12"), 2);
  EXPECT_EQ(exit_of("3", "list", "@checkpoint:nosuch"), 1);
  EXPECT_EQ(exit_of("0", "list", "@checkpoint:first"), 2);
  EXPECT_EQ(exit_of("3", "totals", "@checkpoint:first"), 2);
  EXPECT_EQ(exit_of("3", "list --nosuch", "@checkpoint:first"), 2);
  EXPECT_EQ(exit_of("3", "list --as-of @3", "@checkpoint:first"), 2);
  EXPECT_EQ(exit_of("3", "list 'open", "@checkpoint:first"), 2);
}

TEST(ProveAnswer, OfAStatusIsRefoldedAtTheMomentItWasAsked) {
  const Sealed ledger;
  const std::string evidence = ledger.file("evidence");
  for (const std::string as_of : {"@163", "@164"}) {
    const std::vector<std::string> moment{"--as-of", as_of, "--effective", "2024-04-17"};
    std::vector<std::string> asked{"status", "em-soc-2023-coc-1", "--prove", evidence, "-o",
                                   "json"};
    asked.insert(asked.end(), moment.begin(), moment.end());
    const Ran answer = ledger.ask(asked);
    ASSERT_EQ(answer.exit, 0) << answer.err;
    const Ran proved =
        test::probity({"verify-proof", evidence, "--key", ledger.key(), "-o", "json"});
    ASSERT_EQ(proved.exit, 0) << proved.err;
    EXPECT_EQ(parsed(proved).at("status"), parsed(answer).at("status")) << as_of;
    std::vector<std::string> one{"prove", "status", "em-soc-2023-coc-1", "--to", "-"};
    one.insert(one.end(), moment.begin(), moment.end());
    EXPECT_EQ(ledger.ask(one).out, text_of(evidence)) << "one evidence, however it is asked for";
  }
}

TEST(ProveAnswer, OfAnEventAndOfAHistory) {
  const Sealed ledger;
  const std::string evidence = ledger.file("evidence");
  const auto proved = [&] {
    return test::probity({"verify-proof", evidence, "--key", ledger.key()}).exit;
  };
  ASSERT_EQ(ledger.ask({"show", "@126", "--prove", evidence}).exit, 0);
  EXPECT_EQ(proved(), 0);
  ASSERT_EQ(ledger.ask({"history", "grade/em-soc-2023/lincolnshire", "--prove", evidence}).exit, 0);
  EXPECT_EQ(proved(), 0);
  EXPECT_EQ(ledger.ask({"show", "@126", "--prove", "/nowhere/evidence"}).exit, 2);
  ledger.update();
  const Ran open = ledger.ask({"status", "em-soc-2023-rec-2", "--prove", evidence});
  EXPECT_EQ(open.exit, 4) << "its last event is not sealed yet";
  EXPECT_NE(open.out.find("em-soc-2023-rec-2"), std::string::npos) << "the answer is given";
  EXPECT_EQ(ledger.ask({"prove", "em-soc-2023-coc-1", "--as-of", "@163"}).exit, 2);
  EXPECT_EQ(ledger.ask({"prove", "em-soc-2023-coc-1", "--none", "ActionClaimd"}).exit, 2);
  EXPECT_EQ(ledger.ask({"prove", "status", "grade/em-soc-2023/lincolnshire"}).exit, 2);
  EXPECT_EQ(ledger.ask({"prove", "status", "em-soc-2023-coc-1", "--as-of", "@1"}).exit, 1);
}

TEST(ProveAnswer, IsOfNoMomentBehindTheCheckpoint) {
  const Sealed ledger;
  const std::string evidence = ledger.file("evidence");
  ASSERT_EQ(ledger.ask({"prove", "em-soc-2023-coc-1", "--to", evidence}).exit, 0);
  const auto at = [&](const std::string& as_of) {
    return test::probity({"verify-proof", evidence, "--key", ledger.key(), "--as-of", as_of}).exit;
  };
  EXPECT_EQ(at("@219"), 0);
  EXPECT_EQ(at("@220"), 4);
  EXPECT_EQ(at("@18446744073709551615"), 4);
  EXPECT_EQ(ledger.ask({"prove", "@122", "--to", "/dev/full"}).exit, 8);
}

TEST(Key, ThatWasRetiredTwiceCountsUpToTheFirst) {
  const Sealed ledger;
  ASSERT_EQ(ledger.ask({"key", "rotate"}).exit, 0);
  const auto up_to = [&] {
    return parsed(ledger.ask({"key", "show", "-o", "json"})).at("keys").at(0).at("upTo");
  };
  const json before = up_to();
  ledger.update();
  (void)ledger.ask({"record", "KeyRetired", "ledger/self", "--actor", "operator",
                    "verifierKey=" + ledger.key()});
  EXPECT_EQ(up_to(), before);
}

TEST(Key, OfARotationThatWasEndedHalfWayTakesItsPlace) {
  const Sealed ledger;
  const fs::path keys = fs::path(ledger.path()) / "keys";
  fs::copy_file(keys / "signing", keys / "old");
  ASSERT_EQ(ledger.ask({"key", "rotate"}).exit, 0);
  const std::string next = ledger.ask({"key", "show", "--bare"}).out;
  // As a kill between the record and the rename leaves it.
  fs::rename(keys / "signing", keys / "signing.next");
  fs::rename(keys / "old", keys / "signing");
  const std::string state = ledger.state();
  ASSERT_EQ(ledger.ask({"key", "rotate"}).exit, 0);
  EXPECT_EQ(ledger.ask({"key", "show", "--bare"}).out, next);
  EXPECT_EQ(ledger.state(), state) << "nothing more was recorded";
  EXPECT_EQ(ledger.ask({"checkpoint"}).exit, 0);
}

TEST(CheckpointName, IsLookedAtBeforeAnythingIsSealed) {
  const Sealed ledger;
  ledger.update();
  const std::string state = ledger.state();
  for (const std::string& name :
       {std::string(101, 'a'), std::string("two\nlines"), std::string("\xff")}) {
    EXPECT_EQ(ledger.ask({"checkpoint", "--name", name}).exit, 2);
  }
  EXPECT_EQ(ledger.state(), state);
}

}  // namespace
}  // namespace probity
