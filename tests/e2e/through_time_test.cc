// What was known when, and what became of it: replays, differences and totals between two moments.
// The release binary on real ledgers.

#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <set>

#include "tests/e2e/sealed_ledger.h"

namespace probity {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using test::DemoLedger;
using test::flip;
using test::Ran;

json parsed(const Ran& ran) { return json::parse(ran.out); }

TEST(Replay, FindsAViewThatIsNotWhatTheEventsGive) {
  const DemoLedger ledger;
  ASSERT_EQ(ledger.ask({"list"}).exit, 0);
  const Ran sound = ledger.ask({"replay", "--check", "-o", "json"});
  EXPECT_EQ(sound.exit, 0) << sound.out << sound.err;
  EXPECT_EQ(parsed(sound).at("different"), 0);
  EXPECT_EQ(parsed(sound).at("events"), 218);
  flip(fs::path(ledger.path()) / "views/data.mdb", "No current Section 22 agreement", 3);
  const Ran found = ledger.ask({"replay", "-o", "json"});
  EXPECT_EQ(found.exit, 1) << found.out << found.err;
  EXPECT_GT(parsed(found).at("different"), 0);
  EXPECT_EQ(ledger.ask({"replay", "--check"}).exit, 3);
  EXPECT_EQ(ledger.ask({"replay", "--check", "--to", "@1"}).exit, 0) << "before it was raised";
}

TEST(Replay, ThatComparesNothingIsNoPass) {
  const DemoLedger ledger;
  ASSERT_EQ(ledger.ask({"list"}).exit, 0);
  EXPECT_EQ(ledger.ask({"replay", "--check"}).exit, 0);
  ASSERT_EQ(ledger.ask({"note", "em-soc-2023-rec-2", "--actor", "emsou", "--text", "t"}).exit, 0);
  fs::remove_all(fs::path(ledger.path()) / "views");
  const Ran none = ledger.ask({"replay", "--check", "-o", "json"});
  EXPECT_EQ(none.exit, 4) << none.out << none.err;
  EXPECT_EQ(parsed(none).at("allCompared"), false);
  EXPECT_EQ(ledger.ask({"replay"}).exit, 0);
}

TEST(Replay, OfTheFirstEventsNamesTheirSizeAndRoot) {
  const DemoLedger ledger;
  ASSERT_EQ(ledger.ask({"list"}).exit, 0);
  const json part = parsed(ledger.ask({"replay", "--to", "@99", "-o", "json"}));
  EXPECT_EQ(part.at("size"), 100);
  EXPECT_NE(part.at("fingerprint"), parsed(ledger.ask({"stat", "-o", "json"})).at("fingerprint"));
  for (const auto& row : part.at("views")) {
    if (row.at("view") == "streams") {
      EXPECT_EQ(row.at("rows"), 100);
    }
  }
}

TEST(Replay, OfWhatIsNotThereSaysSo) {
  const DemoLedger ledger;
  const Ran beyond = ledger.ask({"replay", "--to", "@218"});
  EXPECT_EQ(beyond.exit, 1);
  EXPECT_NE(beyond.err.find("there is no event @218"), std::string::npos) << beyond.err;
  EXPECT_EQ(ledger.ask({"replay", "--to", "@217"}).exit, 0);
  EXPECT_EQ(ledger.ask({"replay", "--to", "yesterday"}).exit, 2);
  EXPECT_EQ(ledger.ask({"replay", "--from", "@3"}).exit, 2);
  EXPECT_EQ(ledger.ask({"replay", "--step", "--check"}).exit, 2);
}

TEST(Replay, StepsThroughEveryEvent) {
  const DemoLedger ledger;
  const json all = parsed(ledger.ask({"replay", "--step", "-n", "0", "-o", "json"}));
  EXPECT_EQ(all.at("events"), 218);
  std::set<int> positions;
  for (const auto& row : all.at("steps")) positions.insert(row.at("position").get<int>());
  EXPECT_EQ(positions.size(), 218U);
}

TEST(Diff, TellsWhatBecameOfFindings) {
  const DemoLedger ledger;
  const std::vector<std::string> between{"--from",  "2023-12-31", "--to", "2024-09-18",
                                         "--clock", "effective",  "-o",   "json"};
  const auto diff = [&](const std::string& what, std::vector<std::string> more = {}) {
    std::vector<std::string> words{"diff", what};
    words.insert(words.end(), between.begin(), between.end());
    words.insert(words.end(), more.begin(), more.end());
    return ledger.ask(words);
  };
  const json all = parsed(diff("all"));
  std::set<std::string> of_the_cause_of_concern;
  for (const auto& row : all.at("changes")) {
    if (row.at("ref") != "em-soc-2023-coc-1" || row.at("what") != "moved") continue;
    EXPECT_EQ(row.at("after"), "pendingSignOff");
    of_the_cause_of_concern.insert(row.at("body"));
  }
  EXPECT_EQ(of_the_cause_of_concern.size(), 6U);
  const json one = parsed(diff("leicestershire"));
  EXPECT_LT(one.at("changes").size(), all.at("changes").size());
  for (const auto& row : one.at("changes")) EXPECT_EQ(row.at("body"), "leicestershire");
  EXPECT_EQ(diff("all", {"--exit-code"}).exit, 1);
  EXPECT_EQ(ledger.ask({"diff", "all", "--from", "@217", "--exit-code"}).exit, 0);
  EXPECT_EQ(ledger.ask({"diff", "all", "--from", "@217", "--to", "@3"}).exit, 2);
  const Ran mistyped = diff("leicestershir");
  EXPECT_EQ(mistyped.exit, 1);
  EXPECT_NE(mistyped.err.find("did you mean leicestershire?"), std::string::npos) << mistyped.err;
}

TEST(Totals, BetweenTwoMomentsReconcile) {
  const DemoLedger ledger;
  for (const char* by : {"kind", "status", "inspection", "body", "rag", "owner", "level", "age"}) {
    const Ran ran = ledger.ask({"totals", "--by", by, "--from", "2023-12-31", "--to", "2024-09-18",
                                "--clock", "effective", "-o", "json"});
    ASSERT_EQ(ran.exit, 0) << by << ran.err;
    const json answer = parsed(ran);
    EXPECT_EQ(answer.at("reconciles"), true);
    std::int64_t after = 0;
    for (const auto& row : answer.at("stock")) {
      after += row.at("group") == "all" ? -row.at("after").get<std::int64_t>()
                                        : row.at("after").get<std::int64_t>();
    }
    EXPECT_EQ(after, 0) << by;
  }
  EXPECT_EQ(ledger.ask({"totals", "--to", "@3"}).exit, 2);
}

TEST(TwoMoments, KnowNoMoreThanTheQuestion) {
  const DemoLedger ledger;
  EXPECT_EQ(ledger.ask({"diff", "all", "--from", "@10", "--to", "@200", "--as-of", "@100"}).exit,
            2);
  const json known = parsed(ledger.ask({"diff", "all", "--from", "2023-12-31", "--to", "2024-09-18",
                                        "--clock", "effective", "--as-of", "@130", "-o", "json"}));
  for (const auto& row : known.at("changes")) EXPECT_FALSE(row.contains("restated"));
  EXPECT_EQ(known.at("asOf").at("position"), 130);
}

}  // namespace
}  // namespace probity
