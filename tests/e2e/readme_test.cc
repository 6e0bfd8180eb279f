// The README's sessions are real: each `$ probity …` in it runs on the demo ledger and prints the
// lines shown behind it, in that order (`…` stands for lines left out).

#include <gtest/gtest.h>

#include <sstream>
#include <utility>

#include "tests/e2e/demo_ledger.h"

namespace probity {
namespace {

struct Session {
  std::string command;
  std::vector<std::string> lines;
};

std::vector<Session> sessions_of(const std::string& readme) {
  std::vector<Session> sessions;
  std::istringstream lines(readme);
  std::string line;
  bool inside = false;
  while (std::getline(lines, line)) {
    if (line.starts_with("```")) {
      inside = line == "```console";
    } else if (inside && line.starts_with("$ ")) {
      sessions.push_back({line.substr(2), {}});
    } else if (inside && !sessions.empty() && line != "…" && !line.empty()) {
      sessions.back().lines.push_back(line);
    }
  }
  return sessions;
}

/// The words of a command line as a shell would split them; the README uses single quotes alone.
std::vector<std::string> words_of(const std::string& command) {
  std::vector<std::string> words;
  std::string word;
  bool quoted = false;
  for (const char c : command) {
    if (c == '\'') {
      quoted = !quoted;
    } else if (c == ' ' && !quoted) {
      if (!word.empty()) words.push_back(std::exchange(word, {}));
    } else {
      word += c;
    }
  }
  if (!word.empty()) words.push_back(word);
  return words;
}

TEST(Readme, ShowsWhatTheCommandsPrint) {
  const test::DemoLedger ledger;
  int run = 0;
  for (const Session& session : sessions_of(test::read_file(PROBITY_SOURCE "/README.md"))) {
    std::vector<std::string> words = words_of(session.command);
    if (words.empty() || words.front() != "probity") continue;
    words.erase(words.begin());
    const test::Ran ran = ledger.ask(words);
    ++run;
    std::size_t from = 0;
    const std::string printed = ran.out + ran.err;
    for (const std::string& line : session.lines) {
      const std::size_t at = printed.find(line + "\n", from);
      ASSERT_NE(at, std::string::npos)
          << session.command << "\nlacks, or has elsewhere: " << line << "\nin\n"
          << printed;
      from = at + line.size();
    }
  }
  EXPECT_GE(run, 4);
}

}  // namespace
}  // namespace probity
