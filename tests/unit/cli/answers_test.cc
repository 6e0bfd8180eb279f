// One table says which command answers from which event type: tests/data/answers.tsv.
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "cli/command.h"
#include "schema/payload.h"

namespace probity::cli {
namespace {

struct Answered {
  std::string command;
  std::string example;  // `-`: the demo ledger holds no such event
};

/// The table's rows by event type; throws on a line that is none.
std::map<std::string, Answered> table() {
  std::ifstream file(PROBITY_TEST_DATA "/answers.tsv");
  if (!file) throw std::runtime_error("cannot read answers.tsv");
  std::map<std::string, Answered> rows;
  for (std::string line; std::getline(file, line);) {
    std::istringstream cells(line);
    std::string type;
    Answered answered;
    std::getline(cells, type, '\t');
    std::getline(cells, answered.command, '\t');
    std::getline(cells, answered.example);
    if (answered.example.empty()) throw std::runtime_error("not three cells: " + line);
    if (!rows.emplace(type, answered).second) throw std::runtime_error("twice: " + type);
  }
  return rows;
}

const CommandSpec* find_command(const std::string& name) {
  for (const CommandSpec& command : all_commands()) {
    if (command.name == name) return &command;
  }
  return nullptr;
}

TEST(Answers, AreGivenFromEveryEventTypeAndFromNoOther) {
  const auto rows = table();
  for (const auto& type : schema::event_types()) {
    EXPECT_TRUE(rows.contains(std::string(type.name))) << type.name << " is answered by no command";
  }
  EXPECT_EQ(rows.size(), schema::event_types().size());
}

TEST(Answers, AreGivenByCommandsThatAskAndTakeTheMoment) {
  for (const auto& [type, answered] : table()) {
    const CommandSpec* command = find_command(answered.command);
    ASSERT_NE(command, nullptr) << type << ": " << answered.command;
    EXPECT_EQ(command->group, "ask") << answered.command;
    EXPECT_TRUE(command->takes_moment) << answered.command;
    EXPECT_TRUE(command->takes_format) << answered.command;
  }
}

TEST(Answers, HaveExamplesThatBeginWithTheirCommand) {
  for (const auto& [type, answered] : table()) {
    if (answered.example == "-") continue;
    EXPECT_TRUE(answered.example.starts_with("probity " + answered.command + ' ')) << type;
  }
}

TEST(Answers, HaveACommandForEveryQuestionOfTheDomain) {
  for (const char* name :
       {"status", "list", "totals", "history", "inspections", "grades", "practice", "responses",
        "monitoring", "agreements", "disruptions", "priorities", "plans", "meetings", "roles",
        "measures", "evidence", "bodies", "clients"}) {
    EXPECT_NE(find_command(name), nullptr) << name;
  }
}

TEST(Answers, HaveAnExampleInTheHelpOfEveryCommandThatAsks) {
  for (const CommandSpec& command : all_commands()) {
    if (command.group != "ask") continue;
    EXPECT_TRUE(command.example.starts_with("probity " + command.name)) << command.name;
    EXPECT_FALSE(command.help.empty()) << command.name;
  }
}

}  // namespace
}  // namespace probity::cli
