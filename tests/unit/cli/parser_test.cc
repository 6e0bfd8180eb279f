#include "cli/parser.h"

#include <gtest/gtest.h>

#include <set>

#include "cli/help.h"
#include "tests/unit/cli/fixture.h"

namespace probity::cli {
namespace {

/// Commands that keep what they were called with.
class Parser : public testing::Test {
 protected:
  Parser() {
    CommandSpec status{
        .group = "ask",
        .name = "status",
        .help = "where a finding stands",
        .details = {},
        .example = "probity status x",
        .arguments = {{"REF", "the finding", true, false}},
        .options = {{"--body", "BODY", "that body's", false, {}},
                    {"--theme", "T", "a theme", true, {}},
                    {"--kind", "KIND", "its kind", false, {"recommendation", "causeOfConcern"}},
                    {"--flag", "", "a flag", false, {}}},
        .takes_moment = true,
        .takes_format = true,
        .run = keep("status")};
    CommandSpec record{
        .group = "record",
        .name = "record",
        .help = "record",
        .details = {},
        .example = "probity record",
        .arguments = {{"EVENT", "the event", false, false}, {"field=value", "fields", false, true}},
        .options = {},
        .run = keep("record"),
        .more_help = [](const Invocation& i) { return "fields of " + i.get("EVENT") + "\n"; }};
    CommandSpec key{.group = "set up",
                    .name = "key show",
                    .help = "show the key",
                    .details = {},
                    .example = "probity key show",
                    .arguments = {},
                    .options = {},
                    .run = keep("key show")};
    CommandSpec bare{.group = {},
                     .name = {},
                     .help = "what is here",
                     .details = {},
                     .example = "probity",
                     .arguments = {},
                     .options = {},
                     .takes_moment = true,
                     .run = keep("bare")};
    commands_ = {status, record, key, bare};
  }

  std::function<int(const Invocation&, Context&)> keep(std::string name) {
    return [this, name](const Invocation& invocation, Context&) {
      ran_ = name;
      called_ = invocation;
      return 7;
    };
  }
  int run(const std::vector<std::string>& words) {
    ran_.clear();
    console_.words.str({});
    console_.out.str({});
    return run_words(commands_, words, console_.context);
  }
  void refuses(const std::vector<std::string>& words, const std::string& says) {
    EXPECT_EQ(run(words), kUsage);
    EXPECT_EQ(ran_, "") << "it ran all the same";
    EXPECT_NE(console_.words.str().find(says), std::string::npos)
        << says << " is not in: " << console_.words.str();
  }

  test::Console console_;
  std::vector<CommandSpec> commands_;
  std::string ran_;
  Invocation called_;
};

TEST_F(Parser, HandsOverWhatWasTyped) {
  EXPECT_EQ(run({"status", "rec-1", "--body", "emsou", "--theme", "a", "--theme", "b", "--flag",
                 "-o", "json"}),
            7);
  EXPECT_EQ(ran_, "status");
  EXPECT_EQ(called_.get("REF"), "rec-1");
  EXPECT_EQ(called_.get("--body"), "emsou");
  EXPECT_EQ(called_.all("--theme"), (std::vector<std::string>{"a", "b"}));
  EXPECT_TRUE(called_.has("--flag"));
  EXPECT_EQ(called_.get("--format"), "json");
  EXPECT_FALSE(called_.has("--as-of"));
  EXPECT_EQ(called_.words.size(), 11U);
}

TEST_F(Parser, TakesOptionsAnywhere) {
  EXPECT_EQ(run({"--ledger", "somewhere", "--as-of", "@12", "status", "--body=emsou", "rec-1"}), 7);
  EXPECT_EQ(called_.get("REF"), "rec-1");
  EXPECT_EQ(called_.get("--as-of"), "@12");
  EXPECT_EQ(called_.get("--body"), "emsou");
  EXPECT_EQ(console_.context.ledger, "somewhere");
}

TEST_F(Parser, LeavesValuesAsTheyAre) {
  EXPECT_EQ(run({"record", "NoteAdded", "text=-1", "a:=[1,2]", "b={x}", "c= d "}), 7);
  EXPECT_EQ(called_.all("field=value"),
            (std::vector<std::string>{"text=-1", "a:=[1,2]", "b={x}", "c= d "}));
  EXPECT_EQ(run({"status", "x", "--body", "[a,b]", "--theme", "--flag"}), 7);
  EXPECT_EQ(called_.get("--body"), "[a,b]");
  EXPECT_EQ(called_.get("--theme"), "--flag");
  EXPECT_EQ(run({"status", "-"}), 7);
  EXPECT_EQ(called_.get("REF"), "-");
  EXPECT_EQ(run({"status", "--", "-x"}), 7);
  EXPECT_EQ(called_.get("REF"), "-x");
}

TEST_F(Parser, RunsAVerbBelowANoun) {
  EXPECT_EQ(run({"key", "show"}), 7);
  EXPECT_EQ(ran_, "key show");
  refuses({"key"}, "key takes one of: show");
  refuses({"key", "shwo"}, "Did you mean show?");
}

TEST_F(Parser, RunsTheNamelessCommandWhereNothingIsTyped) {
  EXPECT_EQ(run({}), 7);
  EXPECT_EQ(ran_, "bare");
  EXPECT_EQ(run({"--ledger", "x", "--as-of", "@217"}), 7);
  EXPECT_EQ(ran_, "bare");
}

TEST_F(Parser, NamesTheNearestCommandOptionAndChoice) {
  refuses({"statsu", "x"}, "Did you mean status?");
  refuses({"status", "x", "--bodi", "emsou"}, "Did you mean --body?");
  refuses({"status", "x", "--as-off=@10"}, "Did you mean --as-of?");
  refuses({"status", "x", "--kind", "recomendation"}, "Did you mean recommendation?");
  refuses({"status", "x", "-o", "xml"}, "it takes table, plain, json, jsonl, csv");
  refuses({"frobnicate"}, "probity --help");
}

TEST_F(Parser, SaysWhatIsMissingDoubleOrTooMuch) {
  refuses({"status"}, "status needs REF: the finding");
  refuses({"status", "x", "--body"}, "--body needs a value: BODY");
  refuses({"status", "x", "-o"}, "-o needs a value: FORMAT");
  refuses({"status", "x", "y"}, "one word too many: y");
  refuses({"status", "x", "--body", "a", "--body", "b"}, "--body is given twice");
}

TEST_F(Parser, HelpsWithoutWhatIsRequired) {
  EXPECT_EQ(run({"status", "--help"}), kYes);
  EXPECT_EQ(ran_, "");
  for (const char* part :
       {"probity status REF [options]", "--body BODY", "recommendation, causeOfConcern",
        "(may be repeated)", "--as-of T", "-o, --format FORMAT", "Example\n  probity status x"}) {
    EXPECT_NE(console_.out.str().find(part), std::string::npos) << part << " is not in:\n"
                                                                << console_.out.str();
  }
  EXPECT_EQ(run({"help", "status"}), kYes);
  EXPECT_NE(console_.out.str().find("probity status REF"), std::string::npos);
  EXPECT_EQ(run({"record", "NoteAdded", "-h"}), kYes);
  EXPECT_NE(console_.out.str().find("fields of NoteAdded"), std::string::npos);
}

TEST_F(Parser, ListsCommandsByGroup) {
  EXPECT_EQ(run({"--help"}), kYes);
  const std::string help = console_.out.str();
  EXPECT_LT(help.find("\nset up\n"), help.find("\nrecord\n"));
  EXPECT_LT(help.find("\nrecord\n"), help.find("\nask\n"));
  EXPECT_NE(help.find("where a finding stands"), std::string::npos);
  EXPECT_EQ(run({"help"}), kYes);
  EXPECT_EQ(console_.out.str(), help);
}

TEST_F(Parser, TellsItsVersion) {
  EXPECT_EQ(run({"--version"}), kYes);
  EXPECT_TRUE(console_.out.str().starts_with("probity ")) << console_.out.str();
}

TEST(Commands, HaveHelpAnExampleAndOneNameEach) {
  std::set<std::string> names;
  for (const CommandSpec& command : all_commands()) {
    EXPECT_TRUE(names.insert(command.name).second) << command.name << " is there twice";
    EXPECT_FALSE(command.help.empty()) << command.name;
    EXPECT_TRUE(command.example.starts_with("probity " + command.name) || command.name.empty())
        << command.example;
    const std::string help = help_for(command, {}, 100);
    EXPECT_NE(help.find("\nExample\n"), std::string::npos) << command.name;
  }
}

TEST(Commands, TakeEachOptionOnce) {
  test::Console console;
  for (const CommandSpec& command : all_commands()) {
    // CLI11 throws where an option is declared twice; --help needs no ledger.
    std::vector<std::string> words;
    if (command.name.empty()) continue;
    const std::size_t space = command.name.find(' ');
    words.push_back(command.name.substr(0, space));
    if (space != std::string::npos) words.push_back(command.name.substr(space + 1));
    words.emplace_back("--help");
    EXPECT_EQ(run_words(all_commands(), words, console.context), kYes) << command.name;
  }
}

}  // namespace
}  // namespace probity::cli
