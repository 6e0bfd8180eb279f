// Imports as people run them: rehearsed, corrected, and never at the cost of what they read or of
// other rows.

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "tests/e2e/demo_ledger.h"

namespace probity {
namespace {

using test::DemoLedger;
using test::Ran;

std::string event(const std::string& stream, const std::string& type, const std::string& actor,
                  const std::string& data, const std::string& more = {}) {
  return R"({"stream":")" + stream + R"(","type":")" + type +
         R"(","effective":"2024-05-01","actor":")" + actor + "\"" + more + R"(,"data":)" + data +
         "}\n";
}

TEST(Rehearsal, JudgesAFindingsWholeCourseAsTheImportDoes) {
  const DemoLedger ledger;
  const std::string stream = "finding/rehearsed-1";
  const std::string body = R"("body":"emsou")";
  test::write_file(
      ledger.folder() / "course.jsonl",
      event(stream, "AreaForImprovementRaised", "hmicfrs",
            R"({"inspection":"em-soc-2023","title":"t","text":"t","addressees":["emsou"]})") +
          event(stream, "FindingAllocated", "emsou",
                "{" + body + R"(,"owner":"Head of Intelligence"})") +
          event(stream, "CompletionClaimed", "emsou", "{" + body + R"(,"narrative":"done"})") +
          event(stream, "CompletionClaimed", "emsou",
                "{" + body + R"(,"narrative":"done again"})") +
          event(stream, "CompletionSignedOff", "emsou",
                "{" + body + R"(,"officer":"Chief Constable"})"));
  const std::string file = (ledger.folder() / "course.jsonl").string();
  const std::string before = ledger.state();
  const Ran rehearsed = ledger.ask({"import", "--dry-run", file});
  EXPECT_EQ(ledger.state(), before);
  EXPECT_EQ(rehearsed.exit, 9) << "the second claim is one too many";
  EXPECT_NE(rehearsed.err.find("course.jsonl:4"), std::string::npos) << rehearsed.err;
  EXPECT_EQ(rehearsed.err.find("course.jsonl:5"), std::string::npos) << rehearsed.err;
  const Ran imported = ledger.ask({"import", file});
  EXPECT_EQ(imported.exit, 9);
  EXPECT_NE(imported.err.find("course.jsonl:4"), std::string::npos) << imported.err;
  EXPECT_EQ(imported.err.find("course.jsonl:5"), std::string::npos) << imported.err;
}

std::string figure(const std::string& key, const std::string& value) {
  return event("measure/emsou/rows", "MeasureRecorded", "emsou",
               R"({"name":"n","value":")" + value + R"(","unit":"u"})", R"(,"key":")" + key + "\"");
}

TEST(Keys, NameARowWhoseChangeIsReportedAndCorrectedOnRequest) {
  const DemoLedger ledger;
  const auto file = ledger.folder() / "rows.jsonl";
  test::write_file(file, figure("R9", "1"));
  ASSERT_EQ(ledger.ask({"import", file.string()}).exit, 0);
  test::write_file(file, figure("R9", "2"));
  const Ran reported = ledger.ask({"import", file.string()});
  EXPECT_EQ(reported.exit, 9);
  EXPECT_NE(reported.err.find("--correct"), std::string::npos) << reported.err;
  EXPECT_EQ(ledger.ask({"import", "--correct", file.string()}).exit, 0);
  const std::string history = ledger.ask({"history", "measure/emsou/rows"}).out;
  EXPECT_NE(history.find("struck by"), std::string::npos) << history;
  const std::string after = ledger.state();
  EXPECT_EQ(ledger.ask({"import", "--correct", file.string()}).exit, 0);
  EXPECT_EQ(ledger.state(), after) << "the corrected file again appended something";
}

TEST(Keys, OfTheFormThatNamesCorrectionsAreRejected) {
  const DemoLedger ledger;
  const auto file = ledger.folder() / "rows.jsonl";
  test::write_file(file, figure("R9#2", "1"));
  const Ran ran = ledger.ask({"import", file.string()});
  EXPECT_EQ(ran.exit, 9);
  EXPECT_NE(ran.err.find("R9#2"), std::string::npos) << ran.err;
}

TEST(Rejects, NeverOverwriteTheFileThatIsImported) {
  const DemoLedger ledger;
  const auto file = ledger.folder() / "rows.jsonl";
  test::write_file(file, figure("R1", "1"));
  const std::string text = test::read_file(file);
  EXPECT_EQ(ledger.ask({"import", file.string(), "--rejects", file.string()}).exit, 2);
  EXPECT_EQ(test::read_file(file), text);
}

TEST(Import, ReadsAPipeOnceAndToItsEnd) {
  const DemoLedger ledger(false);
  const std::string pipe = (ledger.folder() / "pipe").string();
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  auto feeder = test::Child::fork_with([&] {
    test::write_file(pipe, test::read_file(PROBITY_TEST_DATA "/bodies.jsonl"));
    return 0;
  });
  const Ran ran = ledger.ask({"import", pipe});
  EXPECT_EQ(ran.exit, 0) << ran.err;
  EXPECT_EQ(feeder.wait(), 0);
  const DemoLedger from_file(false);
  ASSERT_EQ(from_file.ask({"import", PROBITY_TEST_DATA "/bodies.jsonl"}).exit, 0);
  EXPECT_EQ(ledger.ask({"bodies", "-o", "csv"}).out, from_file.ask({"bodies", "-o", "csv"}).out);
}

TEST(Recording, IsAcknowledgedAlthoughTheViewsCannotFollow) {
  const DemoLedger ledger;
  std::filesystem::remove_all(ledger.path() + "/views");
  test::write_file(ledger.path() + "/views", "in the way");
  const Ran ran =
      ledger.ask({"note", "em-soc-2023-rec-2", "--actor", "emsou", "--text", "durable"});
  EXPECT_EQ(ran.exit, 0) << ran.err;
  EXPECT_NE(ran.err.find("recorded all the same"), std::string::npos) << ran.err;
  std::filesystem::remove(ledger.path() + "/views");
  EXPECT_NE(ledger.ask({"history", "em-soc-2023-rec-2"}).out.find("durable"), std::string::npos);
}

}  // namespace
}  // namespace probity
