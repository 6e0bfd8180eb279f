// The log followed as events come, and gone on with from a place kept in a file. The release binary
// on real ledgers.

#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <thread>

#include "tests/e2e/demo_ledger.h"

namespace probity {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using test::DemoLedger;
using test::Ran;

void add_note(const DemoLedger& ledger, const std::string& text) {
  const Ran ran = ledger.ask({"note", "em-soc-2023-rec-2", "--actor", "emsou", "--text", text});
  ASSERT_EQ(ran.exit, 0) << ran.err;
}

std::vector<std::string> types_of(const Ran& ran) {
  std::vector<std::string> types;
  const json answer = json::parse(ran.out);
  for (const auto& row : answer.at("events")) types.push_back(row.at("event"));
  return types;
}

TEST(LogCursor, ShowsWhatCameSince) {
  const DemoLedger ledger;
  const std::string cursor = (ledger.folder() / "cursor").string();
  const std::vector<std::string> since{"log", "--cursor", cursor, "-o", "json"};
  const Ran all = ledger.ask(since);
  ASSERT_EQ(all.exit, 0) << all.err;
  EXPECT_EQ(types_of(all).size(), 218U) << "a cursor leaves nothing out";
  const std::string again = json::parse(all.out).at("again");
  EXPECT_NE(again.find(" --from @0 -n 0 --as-of @217 "), std::string::npos) << again;
  EXPECT_EQ(again.find("--cursor"), std::string::npos) << again;
  EXPECT_EQ(types_of(ledger.ask(since)).size(), 0U);
  add_note(ledger, "one");
  add_note(ledger, "two");
  EXPECT_EQ(types_of(ledger.ask(since)), (std::vector<std::string>{"NoteAdded", "NoteAdded"}));
  for (const char* option : {"--from", "--to", "--as-of"}) {
    EXPECT_EQ(ledger.ask({"log", "--cursor", cursor, option, "@3"}).exit, 2) << option;
  }
  EXPECT_EQ(ledger.ask({"log", "--cursor", cursor, "-n", "1"}).exit, 2);
}

TEST(LogCursor, NoticesALedgerThatWasRolledBackOrRewritten) {
  const DemoLedger ledger;
  const std::string cursor = (ledger.folder() / "cursor").string();
  const fs::path older = ledger.folder() / "older";
  fs::copy(ledger.path(), older, fs::copy_options::recursive);
  add_note(ledger, "one");
  ASSERT_EQ(ledger.ask({"log", "--cursor", cursor}).exit, 0);
  const std::string kept = test::read_file(cursor);
  fs::remove_all(ledger.path());
  fs::rename(older, ledger.path());
  const Ran back = ledger.ask({"log", "--cursor", cursor});
  EXPECT_EQ(back.exit, 3);
  EXPECT_NE(back.err.find("rolled back"), std::string::npos) << back.err;
  add_note(ledger, "another");
  const Ran rewritten = ledger.ask({"log", "--cursor", cursor});
  EXPECT_EQ(rewritten.exit, 3);
  EXPECT_NE(rewritten.err.find("rewritten"), std::string::npos) << rewritten.err;
  EXPECT_EQ(test::read_file(cursor), kept) << "what was read stays known";
}

TEST(LogCursor, OfAnotherLedgerOrNoneIsRefused) {
  const DemoLedger ledger(false);
  const DemoLedger other(false, "probity.invalid/other");
  const std::string cursor = (ledger.folder() / "cursor").string();
  ASSERT_EQ(other.ask({"log", "--cursor", cursor}).exit, 0);
  EXPECT_EQ(ledger.ask({"log", "--cursor", cursor}).exit, 2);
  test::write_file(cursor, "read up to here\n");
  EXPECT_EQ(ledger.ask({"log", "--cursor", cursor}).exit, 2);
  EXPECT_EQ(test::read_file(cursor), "read up to here\n");
}

/// What was not delivered is shown the next time.
TEST(LogCursor, StaysWhereItIsUntilEverythingHasGoneOut) {
  const DemoLedger ledger;
  const std::string cursor = (ledger.folder() / "cursor").string();
  const std::string ask = std::string(PROBITY_BINARY) + " log -o jsonl --ledger '" + ledger.path() +
                          "' --cursor '" + cursor + "'";
  const auto run = [](const std::string& line) { return test::run({"/bin/sh", "-c", line}).exit; };
  EXPECT_EQ(run(ask + " >/dev/full"), 8);
  EXPECT_FALSE(fs::exists(cursor));
  EXPECT_EQ(run(ask + " --out /nonexistent/x"), 2);
  EXPECT_FALSE(fs::exists(cursor));
  EXPECT_EQ(run(ask + " >/dev/null"), 0);
  EXPECT_TRUE(fs::exists(cursor));
  EXPECT_EQ(run(ask + std::string(300, 'x')), 2) << "a name that no file can have";
}

TEST(LogRange, ThatEndsBeforeItBeginsIsRefused) {
  const DemoLedger ledger(false);
  EXPECT_EQ(ledger.ask({"log", "--from", "@5", "--to", "@3"}).exit, 2);
  EXPECT_EQ(ledger.ask({"log", "--from", "2024-03-02", "--to", "2024-03-01"}).exit, 2);
  EXPECT_EQ(
      ledger.ask({"log", "--happened-from", "2024-03-02", "--happened-to", "2024-03-01"}).exit, 2);
  EXPECT_EQ(ledger.ask({"log", "--from", "@0", "--to", "@0"}).exit, 0);
  EXPECT_EQ(ledger.ask({"log", "--from", "2024-03-02", "--to", "2024-03-02"}).exit, 0);
}

TEST(LogFollow, EndsWhereTheLogIsReplaced) {
  const DemoLedger ledger;
  const fs::path older = ledger.folder() / "older";
  const std::string cursor = (ledger.folder() / "cursor").string();
  fs::copy(ledger.path(), older, fs::copy_options::recursive);
  auto following = test::Child::run(
      {PROBITY_BINARY, "log", "--follow", "--cursor", cursor, "--ledger", ledger.path()},
      ledger.folder() / "followed");
  for (int tries = 0; tries < 500 && !fs::exists(cursor); ++tries) {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  fs::rename(ledger.path(), ledger.folder() / "away");
  fs::rename(older, ledger.path());
  EXPECT_EQ(following.wait(), 3);
}

/// What the child has printed once it holds `text`; all of it after ten seconds.
std::string printed(const fs::path& output, const std::string& text) {
  std::string all;
  for (int tries = 0; tries < 200; ++tries) {
    all = test::read_file(output);
    if (all.find(text) != std::string::npos) break;
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  return all;
}

TEST(LogFollow, ShowsEachEventAsItIsRecorded) {
  const DemoLedger ledger;
  const fs::path output = ledger.folder() / "followed";
  const std::string cursor = (ledger.folder() / "cursor").string();
  test::write_file(output, "");
  auto following = test::Child::run({PROBITY_BINARY, "log", "--follow", "--type", "NoteAdded", "-o",
                                     "jsonl", "--cursor", cursor, "--ledger", ledger.path()},
                                    output);
  for (int tries = 0; tries < 500 && !fs::exists(cursor); ++tries) {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  add_note(ledger, "first");
  EXPECT_NE(printed(output, "\"position\":218").find("NoteAdded"), std::string::npos);
  add_note(ledger, "second");
  const std::string all = printed(output, "\"position\":219");
  EXPECT_NE(all.find("\"position\":219"), std::string::npos) << all;
  EXPECT_TRUE(following.running());
  following.kill_hard();
  EXPECT_EQ(ledger.ask({"log", "--follow", "--as-of", "@3"}).exit, 2);
  EXPECT_EQ(ledger.ask({"log", "--follow", "-o", "csv"}).exit, 2);
}

}  // namespace
}  // namespace probity
