#include "cli/render.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "cli/text.h"
#include "tests/unit/cli/fixture.h"

namespace probity::cli {
namespace {

using projections::Answer;
using projections::Table;
using projections::Value;
using Json = nlohmann::ordered_json;

/// One answer with a value of every kind, two tables, a struck row, and text that tries to get out.
Answer sample() {
  Answer answer;
  answer.schema = "probity.sample/1";
  answer.title = "A sample";
  answer.facts = {{"name", "name", std::string("emsou")},
                  {"count", "how many", std::int64_t{-3}},
                  {"open", "open", true},
                  {"themes", "themes", std::vector<std::string>{"funding", "people"}},
                  {"missing", "missing", Value{}}};
  answer.tables = {Table{"rows",
                         "Rows",
                         {{"ref", "finding"}, {"said", "said"}, {"inner", "inner", true}},
                         {{std::string("rec-1"), std::string("=HYPERLINK(\"x\")"), std::int64_t{1}},
                          {std::string("rec-2"), std::string("a,\"b\"\nc \u202E"), Value{}}},
                         "no rows",
                         {false, true}},
                   Table{"others", "Others", {{"ref", "finding"}}, {}, "no others", {}}};
  answer.remarks = {"sources disagree"};
  answer.moment = {.size = {218},
                   .recorded = Instant{0},
                   .day = Day{19'000},
                   .as_of = "yesterday",
                   .effective = {}};
  answer.size = {218};
  answer.root.bytes.fill(0xab);
  answer.marking = eventstore::Marking::kOfficialSensitive;
  answer.withheld = 2;
  return answer;
}

Invocation asked(const std::string& format) {
  Invocation invocation;
  invocation.words = {"sample", "--as-of", "yesterday", "it's"};
  if (!format.empty()) invocation.values["--format"] = {format};
  return invocation;
}

struct Printed {
  int exit;
  std::string out;
  std::string words;
};

Printed print(const Answer& answer, const Invocation& invocation) {
  test::Console console;
  const int exit = print_answer(answer, invocation, console.context);
  return {exit, console.out.str(), console.words.str()};
}

const std::string kFingerprint = [] {
  std::string hex;
  for (int i = 0; i < 32; ++i) hex += "ab";
  return hex;
}();
const std::string kAgain = "probity sample 'it'\\''s' --as-of @217 --effective 2022-01-08";

TEST(Table, ShowsFactsRowsAndWhatDescribesTheAnswer) {
  const Printed printed = print(sample(), asked(""));
  EXPECT_EQ(printed.exit, kYes);
  for (const std::string part :
       {"A sample", "how many  -3", "themes    funding, people", "missing   -", "struck  rec-2",
        "no others", "* sources disagree", "officialSensitive, 2 withheld", "position 217",
        "(asked: yesterday)", "on the day   2022-01-08"}) {
    EXPECT_NE(printed.out.find(part), std::string::npos) << part << " is not in:\n" << printed.out;
  }
  EXPECT_NE(printed.out.find(kFingerprint), std::string::npos);
  EXPECT_NE(printed.out.find(kAgain + '\n'), std::string::npos) << printed.out;
  EXPECT_EQ(printed.out.find("inner"), std::string::npos) << "a column for scripts is on the page";
  EXPECT_EQ(printed.out.find("\u202E"), std::string::npos);
}

TEST(Table, WrapsToThePage) {
  Answer answer = sample();
  answer.tables[0].rows[0][1] =
      std::string(40, 'w') + ' ' + std::string(200, 'x') + " and words that go on and on";
  test::Console console;
  console.context.width = 60;
  print_answer(answer, asked("table"), console.context);
  std::istringstream lines(console.out.str());
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("again") || line.starts_with("fingerprint")) continue;
    EXPECT_LE(columns_of(line), 60U) << line;
  }
}

TEST(Table, IsColouredOnlyWhereAskedFor) {
  EXPECT_EQ(print(sample(), asked("")).out.find('\033'), std::string::npos);
  test::Console console;
  console.context.colour = true;
  print_answer(sample(), asked(""), console.context);
  EXPECT_NE(console.out.str().find("\033[9m"), std::string::npos)
      << "a struck row is struck through";
}

TEST(Json, HasFactsThenTablesThenTheDescription) {
  const Json document = Json::parse(print(sample(), asked("json")).out);
  std::vector<std::string> keys;
  for (const auto& [key, value] : document.items()) keys.push_back(key);
  EXPECT_EQ(keys, (std::vector<std::string>{"schema", "name", "count", "open", "themes", "missing",
                                            "rows", "others", "remarks", "asOf", "size",
                                            "fingerprint", "marking", "withheld", "again"}));
  EXPECT_EQ(document["schema"], "probity.sample/1");
  EXPECT_EQ(document["count"], -3);
  EXPECT_EQ(document["open"], true);
  EXPECT_EQ(document["themes"], (Json{"funding", "people"}));
  EXPECT_TRUE(document["missing"].is_null());
  EXPECT_EQ(
      document["rows"][1],
      (Json{
          {"ref", "rec-2"}, {"said", "a,\"b\"\nc \u202E"}, {"inner", nullptr}, {"struck", true}}));
  EXPECT_EQ(document["others"], Json::array());
  EXPECT_EQ(document["asOf"], (Json{{"position", 217},
                                    {"recordedAt", "1970-01-01T00:00:00.000000Z"},
                                    {"day", "2022-01-08"},
                                    {"given", "yesterday"}}));
  EXPECT_EQ(document["size"], 218);
  EXPECT_EQ(document["fingerprint"], kFingerprint);
  EXPECT_EQ(document["marking"], "officialSensitive");
  EXPECT_EQ(document["withheld"], 2);
  EXPECT_EQ(document["again"], kAgain);
}

TEST(Json, HoldsNoInvisibleCharacterAsItself) {
  EXPECT_EQ(print(sample(), asked("json")).out.find("\u202E"), std::string::npos);
}

TEST(Json, OfAnAnswerWithoutAMomentHasNone) {
  Answer answer = sample();
  answer.moment = {};
  const Json document = Json::parse(print(answer, asked("json")).out);
  EXPECT_FALSE(document.contains("asOf"));
  EXPECT_EQ(document["again"], "probity sample --as-of yesterday 'it'\\''s'");
}

TEST(JsonLines, AreARowEachAndALastThatDescribes) {
  std::istringstream lines(print(sample(), asked("jsonl")).out);
  std::vector<Json> documents;
  for (std::string line; std::getline(lines, line);) documents.push_back(Json::parse(line));
  ASSERT_EQ(documents.size(), 3U);
  EXPECT_EQ(documents[0]["table"], "rows");
  EXPECT_EQ(documents[0]["ref"], "rec-1");
  EXPECT_EQ(documents[2]["schema"], "probity.sample/1");
  EXPECT_EQ(documents[2]["name"], "emsou");
  EXPECT_FALSE(documents[2].contains("rows"));
  EXPECT_EQ(documents[2]["again"], kAgain);
}

TEST(Csv, QuotesNeutralisesAndEndsLinesAsRfc4180) {
  Answer answer = sample();
  answer.tables.pop_back();
  const Printed printed = print(answer, asked("csv"));
  EXPECT_EQ(printed.out,
            "ref,said,inner,struck\r\n"
            "rec-1,\"'=HYPERLINK(\"\"x\"\")\",1,no\r\n"
            "rec-2,\"a,\"\"b\"\"\nc \",,yes\r\n");
  EXPECT_NE(printed.words.find("again\t" + kAgain), std::string::npos);
  EXPECT_NE(printed.words.find("fingerprint\t" + kFingerprint), std::string::npos);
  EXPECT_NE(printed.words.find("name\temsou"), std::string::npos)
      << "facts are told beside the rows";
}

TEST(Csv, NeutralisesEveryBeginningThatASpreadsheetComputes) {
  for (const std::string begin : {"=", "+", "-", "@"}) {
    Answer answer = sample();
    answer.tables = {Table{"rows", {}, {{"cell", "cell"}}, {{begin + "1"}}, {}, {}}};
    EXPECT_EQ(print(answer, asked("csv")).out, "cell\r\n'" + begin + "1\r\n");
  }
  Answer answer = sample();
  answer.tables = {Table{"rows", {}, {{"cell", "cell"}}, {{std::int64_t{-1}}}, {}, {}}};
  EXPECT_EQ(print(answer, asked("csv")).out, "cell\r\n-1\r\n") << "a number is no formula";
}

TEST(Csv, NamesTheTableWhereThereAreSeveralAndGivesFactsWhereThereIsNone) {
  Answer answer = sample();
  answer.tables[1].rows = {{std::string("rec-9")}};
  const std::string several = print(answer, asked("csv")).out;
  EXPECT_TRUE(several.starts_with("table,ref,said,inner,struck\r\nrows,rec-1,")) << several;
  EXPECT_NE(several.find("others,rec-9,,,\r\n"), std::string::npos) << several;
  answer.tables.clear();
  EXPECT_EQ(print(answer, asked("csv")).out,
            "name,count,open,themes,missing\r\nemsou,-3,yes,\"funding, people\",\r\n");
}

TEST(Plain, IsTabSeparatedOneLineARow) {
  const std::string out = print(sample(), asked("plain")).out;
  EXPECT_TRUE(out.starts_with(
      "name\temsou\ncount\t-3\nopen\tyes\nthemes\tfunding, people\nmissing\t\n\nrows:\n"
      "ref\tsaid\tinner\tstruck\nrec-1\t=HYPERLINK(\"x\")\t1\tno\nrec-2\ta,\"b\" c \t\tyes\n"))
      << out;
  EXPECT_TRUE(out.ends_with("withheld\t2\nagain\t" + kAgain + '\n')) << out;
}

TEST(Render, FailsWhereTheAnswerIsNo) {
  Answer answer = sample();
  answer.yes = false;
  EXPECT_EQ(print(answer, asked("json")).exit, kNo);
}

TEST(Render, FailsOnNoRowsOnlyWhereAskedTo) {
  Answer answer = sample();
  answer.tables[0].rows.clear();
  answer.tables[0].struck.clear();
  EXPECT_EQ(print(answer, asked("json")).exit, kYes);
  Invocation strict = asked("json");
  strict.values["--fail-empty"] = {"true"};
  EXPECT_EQ(print(answer, strict).exit, kNo);
  EXPECT_EQ(print(sample(), strict).exit, kYes) << "one table has rows";
}

TEST(Render, WritesIntoAFileAndSaysSo) {
  const auto file =
      std::filesystem::temp_directory_path() / ("probity-render-" + std::to_string(::getpid()));
  Invocation invocation = asked("json");
  invocation.values["--out"] = {file.string()};
  const Printed printed = print(sample(), invocation);
  EXPECT_EQ(printed.exit, kYes);
  EXPECT_EQ(printed.out, "");
  std::ifstream in(file);
  std::stringstream text;
  text << in.rdbuf();
  EXPECT_EQ(Json::parse(text.str())["name"], "emsou");
  std::filesystem::remove(file);
  invocation.values["--out"] = {"/no/such/folder/file"};
  EXPECT_EQ(print(sample(), invocation).exit, kUsage);
}

}  // namespace
}  // namespace probity::cli
