// Bad input, driven through the binary: each case ends with its documented exit code, words that
// name what is wrong and how to mend it, and a ledger that is unchanged.

#include <gtest/gtest.h>

#include <fstream>

#include "tests/e2e/demo_ledger.h"

namespace probity {
namespace {

using test::DemoLedger;
using test::Ran;

std::string unbroken(std::string text) {
  for (char& c : text) {
    if (c == '\n') c = ' ';
  }
  return text;
}

/// Every word is in what was said on stderr.
void expect_says(const Ran& ran, int exit, const std::vector<std::string>& words) {
  EXPECT_EQ(ran.exit, exit) << ran.out << ran.err;
  const std::string said = unbroken(ran.err);
  for (const std::string& word : words)
    EXPECT_NE(said.find(word), std::string::npos) << word << " is not in: " << said;
}

class BadInput : public testing::Test {
 protected:
  static void SetUpTestSuite() { ledger_ = new DemoLedger; }
  static void TearDownTestSuite() {
    delete ledger_;
    ledger_ = nullptr;
  }
  void SetUp() override { before_ = ledger_->state(); }
  void TearDown() override { EXPECT_EQ(ledger_->state(), before_) << "the ledger changed"; }

  void refuses(const std::vector<std::string>& command, int exit,
               const std::vector<std::string>& words) {
    expect_says(ledger_->ask(command), exit, words);
  }
  /// Imports one line and expects exit 9 with the words, the file's name and the line's number.
  void rejects(const std::string& line, std::vector<std::string> words) {
    const auto file = ledger_->folder() / "bad.jsonl";
    test::write_file(file, line);
    words.push_back("bad.jsonl:1");
    refuses({"import", file.string()}, 9, words);
  }

  static DemoLedger* ledger_;
  std::string before_;
};
DemoLedger* BadInput::ledger_ = nullptr;

const std::string kUpdate =
    R"({"stream":"finding/em-soc-2023-rec-2","type":"UpdateSubmitted","effective":"2024-05-01","actor":"emsou","data":{"body":"emsou","narrative":"n","rag":"amber")";

TEST_F(BadInput, AFolderThatIsNoLedger) {
  const auto folder = ledger_->folder() / "empty";
  std::filesystem::create_directories(folder);
  const Ran ran = test::probity({"status", "em-soc-2023-coc-1", "--ledger", folder.string()});
  expect_says(ran, 2, {"ledger", "init"});
}

TEST_F(BadInput, ALineCutInHalf) { rejects(kUpdate.substr(0, 120), {"cut"}); }

TEST_F(BadInput, TextOfSeventyKilobytes) {
  rejects(kUpdate + R"(,"statusAsSaid":")" + std::string(70'000, 'x') + "\"}}\n",
          {"data.statusAsSaid", "65536"});
}

TEST_F(BadInput, StreamNames) {
  for (const char* stream : {"finding/../x", "finding/Capital", "finding/a\\u0007b", "finding"}) {
    rejects(std::string(R"({"stream":")") + stream +
                R"(","type":"NoteAdded","effective":"2024","actor":"emsou","data":{"text":"t"}})"
                "\n",
            {"stream"});
  }
  refuses({"record", "NoteAdded", "finding/../x", "--actor", "emsou", "text=t"}, 2, {"stream"});
}

TEST_F(BadInput, AnUnknownEventType) {
  rejects(
      R"({"stream":"finding/x","type":"RecomendationRaised","effective":"2024","actor":"hmicfrs","data":{}})"
      "\n",
      {"RecomendationRaised", "RecommendationRaised"});
  refuses({"record", "RecomendationRaised", "finding/x", "--actor", "hmicfrs"}, 2,
          {"RecommendationRaised"});
}

TEST_F(BadInput, AnUnknownFindingBodyOrActor) {
  refuses(
      {"update", "em-soc-2023-rec-22", "--actor", "emsou", "--narrative", "n", "--rag", "amber"}, 6,
      {"em-soc-2023-rec-2"});
  refuses({"update", "em-soc-2023-rec-2", "--actor", "emsou", "--body", "emsoux", "--narrative",
           "n", "--rag", "amber"},
          6, {"emsoux"});
  refuses(
      {"update", "em-soc-2023-rec-2", "--actor", "nobody", "--narrative", "n", "--rag", "amber"}, 6,
      {"nobody"});
}

TEST_F(BadInput, AClosingWithoutVerification) {
  refuses({"close", "em-soc-2023-coc-1", "--actor", "hmicfrs", "--reason", "verified"}, 6,
          {"verified", "pendingSignOff"});
}

TEST_F(BadInput, ACompletionClaimedTwice) {
  refuses({"claim", "em-soc-2023-coc-1", "--actor", "emsou", "--narrative", "again"}, 6,
          {"CompletionClaimed", "pendingSignOff"});
}

TEST_F(BadInput, ASignOffByABodyThatTheClaimDoesNotName) {
  refuses({"sign-off", "em-soc-2023-coc-1", "--actor", "derbyshire", "--body", "emsou", "--officer",
           "Chief Constable"},
          6, {"emsou"});
}

TEST_F(BadInput, StrikingAnotherBodysWords) {
  refuses({"record", "CorrectionMade", "grade/em-soc-2023/lincolnshire", "--actor", "lincolnshire",
           "event=7a1f4f6e-7c1b-5d0a-9d5e-2f3b8a6c4e21", "reason=we like it better"},
          6, {"hmicfrs"});
}

TEST_F(BadInput, ADayThatIsNone) {
  refuses({"due", "em-soc-2023-rec-2", "--actor", "hmicfrs", "--due", "2024-02-30", "--basis",
           "inspectorate"},
          2, {"2024-02-30"});
  rejects(
      R"({"stream":"finding/em-soc-2023-rec-2","type":"DueDateSet","effective":"2024","actor":"hmicfrs","data":{"due":"2024-02-30","basis":"inspectorate"}})"
      "\n",
      {"data.due", "2024-02-30"});
}

TEST_F(BadInput, AMarkingAboveWhatALedgerTakes) {
  refuses({"note", "em-soc-2023-rec-2", "--actor", "emsou", "--text", "t", "--marking", "secret"},
          2, {"secret"});
  rejects(
      R"({"stream":"finding/em-soc-2023-rec-2","type":"NoteAdded","effective":"2024","actor":"emsou","marking":"secret","data":{"text":"t"}})"
      "\n",
      {"marking", "secret"});
}

TEST_F(BadInput, AnUnknownFlagAndAMistypedCommand) {
  refuses({"status", "em-soc-2023-coc-1", "--as-off", "@10"}, 2, {"--as-of"});
  refuses({"statsu", "em-soc-2023-coc-1"}, 2, {"status"});
  refuses({"verify", "em-soc-2023-rec-1"}, 2, {"verification"});
}

TEST_F(BadInput, AStaleExpectedVersion) {
  refuses({"note", "em-soc-2023-rec-2", "--actor", "emsou", "--text", "t", "--expect", "1"}, 7,
          {"version"});
  refuses({"note", "em-soc-2023-rec-2", "--actor", "emsou", "--text", "t", "--expect", "none"}, 7,
          {"version"});
}

TEST_F(BadInput, OneIdWithTwoContents) {
  refuses({"record", "NoteAdded", "grade/em-soc-2023/lincolnshire", "--actor", "hmicfrs", "--id",
           "7a1f4f6e-7c1b-5d0a-9d5e-2f3b8a6c4e21", "text=other"},
          7, {"7a1f4f6e-7c1b-5d0a-9d5e-2f3b8a6c4e21"});
}

TEST_F(BadInput, AnUnreadableInputFile) {
  refuses({"import", "/no/such/file.jsonl"}, 2, {"/no/such/file.jsonl"});
}

TEST(BadLines, DoNotLoseTheGoodOnes) {
  const DemoLedger ledger;
  const auto file = ledger.folder() / "mixed.jsonl";
  test::write_file(
      file,
      kUpdate + "}}\n" + "{\"stream\": \"find\n" +
          R"({"stream":"finding/em-soc-2023-rec-2","type":"NoteAdded","effective":"2024","actor":"emsou","data":{"text":"after"}})"
          "\n");
  const auto rejects = ledger.folder() / "rejects.jsonl";
  const Ran ran = ledger.ask({"import", file.string(), "--rejects", rejects.string()});
  expect_says(ran, 9, {"mixed.jsonl:2"});
  EXPECT_NE(ledger.state().find("220"), std::string::npos)
      << "218 events and two good lines: " << ledger.state();
  EXPECT_NE(test::read_file(rejects).find("find"), std::string::npos);
}

TEST(EqualLines, AreBothRecordedAndReported) {
  const DemoLedger ledger;
  const auto file = ledger.folder() / "equal.jsonl";
  const std::string line = kUpdate + "}}\n";
  test::write_file(file, line + line);
  const Ran ran = ledger.ask({"import", file.string()});
  expect_says(ran, 0, {"equal"});
  EXPECT_NE(ledger.state().find("220"), std::string::npos);
  const std::string before = ledger.state();
  EXPECT_EQ(ledger.ask({"import", file.string()}).exit, 0);
  EXPECT_EQ(ledger.state(), before) << "the same file again appended something";
}

class Mounted {
 public:
  explicit Mounted(std::filesystem::path at) : at_(std::move(at)) {
    std::filesystem::create_directories(at_);
  }
  ~Mounted() { test::run({"umount", at_.string()}); }
  Mounted(const Mounted&) = delete;
  Mounted& operator=(const Mounted&) = delete;
  [[nodiscard]] bool mount(std::vector<std::string> words) const {
    words.insert(words.begin(), "mount");
    words.push_back(at_.string());
    return test::run(words).exit == 0;
  }
  [[nodiscard]] std::string path() const { return at_.string(); }

 private:
  std::filesystem::path at_;
};

TEST(ReadOnlyMedium, AnswersQuestionsAndRefusesToRecord) {
  const DemoLedger ledger;
  const Mounted medium(ledger.folder() / "medium");
  if (!medium.mount({"--bind", ledger.folder().path().string()}))
    GTEST_SKIP() << "mounting needs root";
  ASSERT_EQ(test::run({"mount", "-o", "remount,ro,bind", medium.path()}).exit, 0);
  const std::string copy = medium.path() + "/ledger";
  const Ran status = test::probity({"status", "em-soc-2023-coc-1", "--ledger", copy});
  EXPECT_EQ(status.exit, 0) << status.err;
  EXPECT_NE(status.out.find("pendingSignOff"), std::string::npos);
  const Ran note = test::probity(
      {"note", "em-soc-2023-rec-2", "--actor", "emsou", "--text", "t", "--ledger", copy});
  expect_says(note, 8, {"read-only"});
}

TEST(FullDisk, RefusesAndKeepsWhatWasAcknowledged) {
  const test::Folder folder;
  const auto image = folder / "image";
  test::write_file(image, std::string(6 << 20, '\0'));
  ASSERT_EQ(test::run({"mkfs.ext4", "-q", "-m", "0", "-b", "4096", image.string()}).exit, 0);
  const Mounted disk(folder / "disk");
  if (!disk.mount({"-o", "loop", image.string()})) GTEST_SKIP() << "mounting needs root";
  const std::string ledger = disk.path() + "/ledger";
  ASSERT_EQ(test::probity({"init", "--ledger", ledger}).exit, 0);
  ASSERT_EQ(test::probity({"import", PROBITY_TEST_DATA "/bodies.jsonl", "--ledger", ledger}).exit,
            0);
  std::string lines;
  for (int i = 0; i < 10'000; ++i) {
    lines +=
        R"({"stream":"measure/emsou/full-)" + std::to_string(i % 50) +
        R"(","type":"MeasureRecorded","effective":"2024","actor":"emsou","data":{"name":"n","value":")" +
        std::to_string(i) + R"(","unit":"u","note":")" + std::string(1'500, 'x') + "\"}}\n";
  }
  test::write_file(folder / "many.jsonl", lines);
  const Ran full = test::probity({"import", (folder / "many.jsonl").string(), "--ledger", ledger});
  expect_says(full, 8, {"full"});
  // What was acknowledged before the disk was full can still be asked for; nothing is damaged.
  const Ran bodies = test::probity({"bodies", "--ledger", ledger});
  EXPECT_EQ(bodies.exit, 0) << bodies.err;
  EXPECT_NE(bodies.out.find("emsou"), std::string::npos);
}

TEST(Clock, AYearAheadIsRefusedUntilItIsAccepted) {
  const DemoLedger ledger;
  const std::string before = ledger.state();
  const std::vector<std::string> note = {
      "faketime", "-f",    "+365d",  PROBITY_BINARY, "note",     "em-soc-2023-rec-2",
      "--actor",  "emsou", "--text", "late",         "--ledger", ledger.path()};
  const Ran refused = test::run(note);
  expect_says(refused, 8, {"clock", "--accept-clock"});
  EXPECT_EQ(ledger.state(), before);
  std::vector<std::string> accepted = note;
  accepted.insert(accepted.end(), {"--accept-clock", "the host was moved"});
  const Ran ran = test::run(accepted);
  EXPECT_EQ(ran.exit, 0) << ran.err;
  EXPECT_NE(test::run({"faketime", "-f", "+365d", PROBITY_BINARY, "history", "ledger/self",
                       "--ledger", ledger.path()})
                .out.find("ClockAccepted"),
            std::string::npos);
}

TEST(Clock, AcceptedForAnEventThatIsRecordedAlreadyAppendsNothing) {
  const DemoLedger ledger;
  const std::vector<std::string> note = {"faketime",       "-f",
                                         "+365d",          PROBITY_BINARY,
                                         "note",           "em-soc-2023-rec-2",
                                         "--actor",        "emsou",
                                         "--text",         "late",
                                         "--id",           "01893a3e-8f00-7000-8000-000000000001",
                                         "--accept-clock", "the host was moved",
                                         "--ledger",       ledger.path()};
  ASSERT_EQ(test::run(note).exit, 0);
  const std::string state = ledger.state();
  const Ran again = test::run(note);
  EXPECT_EQ(again.exit, 0) << again.err;
  EXPECT_EQ(ledger.state(), state);
}

TEST(ImportKey, MissingIsSaidBeforeAnythingIsAppended) {
  const DemoLedger ledger;
  const std::string before = ledger.state();
  std::filesystem::remove(ledger.path() + "/keys/import");
  const Ran ran = ledger.ask({"import", PROBITY_TEST_DATA "/engage.jsonl"});
  expect_says(ran, 4, {"keys/import", "copy keys/import from where the ledger was made"});
  EXPECT_EQ(ledger.state(), before);
}

}  // namespace
}  // namespace probity
