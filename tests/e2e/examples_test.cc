// Every example that a command's help shows runs on the demo ledger; and what questions answer does
// not hang on anything derived.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "cli/command.h"
#include "tests/e2e/demo_ledger.h"

namespace probity {
namespace {

using test::DemoLedger;
using test::Ran;

std::vector<std::string> words_of(const std::string& name) {
  std::istringstream in(name);
  std::vector<std::string> words;
  for (std::string word; in >> word;) words.push_back(word);
  return words;
}

/// The example as `--help` prints it; empty if it prints none.
std::string example_of(const DemoLedger& ledger, const cli::CommandSpec& command) {
  auto words = words_of(command.name);
  words.emplace_back("--help");
  const Ran ran = ledger.ask(words);
  EXPECT_EQ(ran.exit, 0) << command.name << ran.err;
  const std::string heading = "\nExample\n  ";
  const auto at = ran.out.find(heading);
  if (at == std::string::npos) return {};
  const auto begin = at + heading.size();
  return ran.out.substr(begin, ran.out.find('\n', begin) - begin);
}

/// As a person types it in the source's folder; what it would put into /tmp goes beside the ledger.
Ran run_as_typed(const DemoLedger& ledger, std::string line) {
  const std::string beside = ledger.folder().path().string() + "/";
  for (std::size_t at = line.find("/tmp/"); at != std::string::npos;
       at = line.find("/tmp/", at + beside.size())) {
    line.replace(at, 5, beside);
  }
  const std::string folder = std::filesystem::path(PROBITY_BINARY).parent_path().string();
  const std::string script =
      "cd '" PROBITY_SOURCE "' && PATH='" + folder + "':$PATH && export PATH && " + line;
  return test::run({"/bin/sh", "-c", script}, {"PROBITY_LEDGER=" + ledger.path()});
}

/// What the log alone decides: derived data may be rebuilt and take more or less room.
std::string log_of(const DemoLedger& ledger) {
  const auto stat = nlohmann::json::parse(ledger.state());
  return stat.at("size").dump() + ' ' + stat.at("fingerprint").get<std::string>();
}

TEST(Examples, OfEveryCommandRunOnTheDemoLedgerAndLeaveItAsItWas) {
  const DemoLedger ledger;
  const std::string before = log_of(ledger);
  for (const auto& command : cli::all_commands()) {
    if (command.name.empty()) continue;
    const std::string example = example_of(ledger, command);
    EXPECT_TRUE(example.starts_with("probity " + command.name)) << command.name;
    const Ran ran = run_as_typed(ledger, example);
    EXPECT_EQ(ran.exit, 0) << example << '\n' << ran.err;
    EXPECT_FALSE(ran.out.empty() && ran.err.empty()) << example << " says nothing";
  }
  EXPECT_EQ(log_of(ledger), before);
}

TEST(Examples, InTheTableOfAnswersAnswerFromTheDemoLedger) {
  const DemoLedger ledger;
  std::ifstream table(PROBITY_TEST_DATA "/answers.tsv");
  unsigned asked = 0;
  for (std::string line; std::getline(table, line);) {
    const std::string example = line.substr(line.rfind('\t') + 1);
    if (example == "-") continue;
    const Ran ran = run_as_typed(ledger, example + " --fail-empty -o json");
    EXPECT_EQ(ran.exit, 0) << line << '\n' << ran.err;
    ++asked;
  }
  EXPECT_GE(asked, 30U);
}

TEST(Examples, OfQuestionsPrintTheSameBytesOnceIndexAndViewsAreGone) {
  const DemoLedger ledger;
  unsigned asked = 0;
  for (const auto& command : cli::all_commands()) {
    if (command.group != "ask") continue;
    for (const char* format : {"table", "json"}) {
      const std::string line = command.example + " -o " + format;
      const Ran before = run_as_typed(ledger, line);
      ASSERT_EQ(before.exit, 0) << line << before.err;
      EXPECT_FALSE(before.out.empty()) << line;
      for (const char* derived : {"index", "views"}) {
        const auto folder = std::filesystem::path(ledger.path()) / derived;
        ASSERT_GT(std::filesystem::remove_all(folder), 0U) << folder << " was not there";
      }
      EXPECT_EQ(run_as_typed(ledger, line).out, before.out) << line;
      ++asked;
    }
  }
  EXPECT_GE(asked, 2U * 20U);
}

}  // namespace
}  // namespace probity
