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
  test::write_file(state, kept);
  const Sealed other;  // of the same name, and of another history
  EXPECT_EQ(other.ask({"verify", "--key", other.key(), "--log", "--resume", state}).exit, 3);
}

/// A ledger and a copy of it, keys and all, that went another way: who holds a checkpoint of the
/// copy and who holds one of the ledger were shown two histories.
class Forked : public Sealed {
 public:
  Forked() {
    fs::copy(path(), copy(), fs::copy_options::recursive);
    EXPECT_EQ(in_copy({"note", "em-soc-2023-rec-2", "--actor", "emsou", "--text", "elsewhere"}), 0);
    EXPECT_EQ(in_copy({"checkpoint", "--note", other_note()}), 0);
    update();
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

TEST(Contradiction, OfTwoSizesIsProvedByAConsistencyProof) {
  const Forked ledger;
  ledger.update();
  ASSERT_EQ(ledger.ask({"checkpoint"}).exit, 0);
  // The ledger keeps none of the size that is held.
  const Ran found = ledger.verify_against_other();
  EXPECT_EQ(found.exit, 3) << found.out << found.err;
  const Ran proved = ledger.check_evidence();
  EXPECT_EQ(proved.exit, 0) << proved.err;
  const Sealed other;
  EXPECT_EQ(test::probity({"verify-proof", ledger.evidence(), "--key", other.key()}).exit, 4)
      << "a key that signed neither";
  std::string text = text_of(ledger.evidence());
  test::write_file(ledger.evidence(), text.substr(0, text.size() - 1));
  EXPECT_EQ(ledger.check_evidence().exit, 2) << "cut short";
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
}

}  // namespace
}  // namespace probity
