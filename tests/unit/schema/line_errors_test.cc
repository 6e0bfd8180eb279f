// Every way in which a line can be wrong, with what is said of it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "tests/support/lines.h"

namespace probity::json {
namespace {

using nlohmann::ordered_json;
using testing::HasSubstr;

/// Good lines, which a case makes wrong in one place.
ordered_json good(std::string_view name) {
  if (name == "raised") {
    return ordered_json::parse(
        R"({"stream": "finding/a", "type": "CauseOfConcernRaised", "effective": "2023-03-02",
        "actor": "hmicfrs", "source": {"document": "Report"}, "data": {"inspection": "em-soc-2023", "title": "Title",
        "text": "Text", "addressees": ["emsou", "derbyshire"], "accelerated": true, "verificationLevel": 2}})");
  }
  if (name == "update") {
    return ordered_json::parse(
        R"({"stream": "finding/a", "type": "UpdateSubmitted", "effective": "2023-03-02",
        "actor": "emsou", "data": {"body": "emsou", "narrative": "Well", "rag": "green", "percentComplete": 50}})");
  }
  if (name == "measure") {
    return ordered_json::parse(
        R"({"stream": "measure/emsou/x", "type": "MeasureRecorded", "effective": "2023-03-02",
        "actor": "emsou", "data": {"name": "x", "value": "1", "unit": "each"}})");
  }
  if (name == "evidence") {
    return ordered_json::parse(
        R"({"stream": "finding/a", "type": "EvidenceAttached", "effective": "2023-03-02",
        "actor": "emsou", "data": {"title": "Minutes", "uri": "https://example.org/a.pdf", "bytes": 12, "sha256":
        "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"}})");
  }
  if (name == "meeting") {
    return ordered_json::parse(
        R"({"stream": "meeting/board/2023", "type": "MeetingHeld", "effective": "2023-03-02",
        "actor": "emsou", "data": {"forum": "Board", "kind": "board", "attendees": [{"body": "emsou", "role": "Chair"}],
        "decisions": ["One"], "findings": ["a"]}})");
  }
  if (name == "key") {
    return ordered_json::parse(
        R"({"stream": "ledger/self", "type": "KeyIntroduced", "effective": "2023-03-02",
        "actor": "registrar", "data": {"verifierKey": "probity.example/em+0123abcd+AQID"}})");
  }
  if (name == "clock") {
    return ordered_json::parse(
        R"({"stream": "ledger/self", "type": "ClockAccepted", "effective": "2023-03-02",
        "actor": "operator", "data": {"from": "2023-03-02T10:00:00Z", "to": "2023-03-02T11:00:00+01:00",
        "reason": "set right"}})");
  }
  return ordered_json::parse(
      R"({"stream": "finding/a", "type": "MarkingChanged", "effective": "2023-03-02",
      "actor": "emsou", "data": {"event": "0190f5fe-7c00-7a00-8000-000000000001", "marking": "official",
      "reason": "settled"}})");
}

constexpr std::string_view kLeftOut = "(left out)";

struct Wrong {
  std::string_view line;   // of good()
  std::string_view at;     // JSON pointer
  std::string_view value;  // JSON text, or kLeftOut
  std::string_view where;
  std::string_view what;
  std::string_view mend = "";
};

ordered_json spoilt(const Wrong& wrong) {
  ordered_json line = good(wrong.line);
  const ordered_json::json_pointer at{std::string(wrong.at)};
  if (wrong.value == kLeftOut) {
    line[at.parent_pointer()].erase(at.back());
  } else {
    line[at] = ordered_json::parse(wrong.value);
  }
  return line;
}

void expect_refused(const std::vector<Wrong>& cases) {
  for (const Wrong& wrong : cases) {
    SCOPED_TRACE(std::string(wrong.line) + " with " + std::string(wrong.at) + " = " +
                 std::string(wrong.value.substr(0, 80)));
    ASSERT_TRUE(test::take(good(wrong.line))) << test::told(test::take(good(wrong.line)).error());
    for (const auto& line : {test::take(spoilt(wrong)), test::parse(spoilt(wrong).dump())}) {
      ASSERT_FALSE(line);
      EXPECT_EQ(line.error().where, wrong.where);
      EXPECT_THAT(line.error().what, HasSubstr(wrong.what));
      EXPECT_THAT(line.error().mend, HasSubstr(wrong.mend));
    }
  }
}

TEST(LineErrors, NameFieldsThatAreUnknownOrMissing) {
  expect_refused({
      {"update", "/acter", "\"emsou\"", "", "has the unknown field \"acter\"",
       "did you mean \"actor\"?"},
      {"update", "/data/bodi", "\"emsou\"", "data", "has the unknown field \"bodi\"",
       "did you mean \"body\"?"},
      {"update", "/data/zzzzzz", "1", "data", "has the unknown field \"zzzzzz\"",
       "one of: body, narrative, rag"},
      {"raised", "/source/page", "\"1\"", "source", "has the unknown field \"page\"",
       "one of: document, locator"},
      {"meeting", "/data/attendees/0/name", "\"A\"", "data.attendees[0]",
       "has the unknown field \"name\""},
      {"update", "/actor", kLeftOut, "", "lacks the field actor"},
      {"update", "/data", "{}", "data", "lacks the fields body, narrative, rag"},
      {"update", "/data/rag", kLeftOut, "data", "lacks the field rag"},
      {"raised", "/source/document", kLeftOut, "source", "lacks the field document"},
      {"meeting", "/data/attendees/0/role", kLeftOut, "data.attendees[0]", "lacks the field role"},
  });
}

TEST(LineErrors, NameEveryMissingFieldOfALine) {
  const auto line = test::parse("{}");
  ASSERT_FALSE(line);
  EXPECT_EQ(line.error().what, "lacks the fields stream, type, effective, actor, data");
}

TEST(LineErrors, NameWrongTypes) {
  expect_refused({
      {"update", "/data", "[]", "data", "is a list; an object is wanted"},
      {"update", "/data/body", "7", "data.body", "is a whole number; a text is wanted"},
      {"update", "/data/narrative", "null", "data.narrative", "is null; a text is wanted",
       "leave the field out"},
      {"update", "/data/narrative", "true", "data.narrative", "is a truth value; a text is wanted"},
      {"update", "/data/rag", "1", "data.rag", "is a whole number; a text is wanted"},
      {"update", "/data/percentComplete", "\"50\"", "data.percentComplete",
       "is a text; a whole number is wanted"},
      {"raised", "/data/accelerated", "\"yes\"", "data.accelerated",
       "is a text; true or false is wanted"},
      {"raised", "/data/addressees", "\"emsou\"", "data.addressees", "is a text; a list is wanted"},
      {"raised", "/data/addressees/1", "{}", "data.addressees[1]",
       "is an object; a text is wanted"},
      {"raised", "/source", "\"Report\"", "source", "is a text; an object is wanted"},
      {"meeting", "/data/attendees/0", "\"emsou\"", "data.attendees[0]",
       "is a text; an object is wanted"},
      {"update", "/stream", "1", "stream", "is a whole number; a text is wanted"},
      {"update", "/type", "[]", "type", "is a list; a text is wanted"},
      {"update", "/effective", "2023", "effective", "is a whole number; a text is wanted"},
      {"update", "/audience", "\"emsou\"", "audience", "is a text; a list is wanted"},
  });
}

TEST(LineErrors, SayThatALineIsAnObject) {
  const auto line = test::parse("[1]");
  ASSERT_FALSE(line);
  EXPECT_EQ(line.error().what, "is a list; an object is wanted");
}

TEST(LineErrors, NameNumbersThatAreNotWholeOrDoNotFit) {
  expect_refused({
      {"update", "/data/percentComplete", "101", "data.percentComplete", "101 does not fit",
       "from 0 to 100"},
      {"update", "/data/percentComplete", "-1", "data.percentComplete", "-1 does not fit",
       "from 0 to 100"},
      {"update", "/data/percentComplete", "255", "data.percentComplete", "255 does not fit",
       "from 0 to 100"},
      {"update", "/data/percentComplete", "4294967346", "data.percentComplete",
       "4294967346 does not fit"},
      {"raised", "/data/verificationLevel", "0", "data.verificationLevel", "0 does not fit",
       "from 1 to 3"},
      {"evidence", "/data/bytes", "9223372036854775808", "data.bytes",
       "9223372036854775808 does not fit", "from 0 to 9223372036854775807"},
      {"evidence", "/data/bytes", "-9223372036854775808", "data.bytes",
       "-9223372036854775808 does not fit"},
  });
  auto fraction = good("update");
  fraction["data"]["percentComplete"] = 50.0;
  EXPECT_EQ(test::take(fraction).error().what,
            "is a number with a point or exponent; a whole number is wanted");
  EXPECT_THAT(test::parse(fraction.dump()).error().what,
              HasSubstr("\"50.0\" is not written as a whole number"));
}

TEST(LineErrors, NameWrongValuesWithTheAllowedOnesAndTheNearest) {
  expect_refused({
      {"update", "/data/rag", "\"gren\"", "data.rag", "\"gren\" is none of its values",
       "did you mean \"green\"? one of: red, amber, green, blue, none"},
      {"update", "/data/rag", "\"Green\"", "data.rag", "\"Green\" is none of its values",
       "did you mean \"green\"?"},
      {"update", "/data/rag", "\"unset\"", "data.rag", "\"unset\" is none of its values",
       "one of: red"},
      {"update", "/data/rag", "\"\"", "data.rag", "\"\" is none of its values", "one of: red"},
      {"update", "/marking", "\"OFFICIAL-SENSITIVE\"", "marking", "is none of its values",
       "did you mean \"officialSensitive\"?"},
      {"update", "/type", "\"UpdateSubmited\"", "type", "\"UpdateSubmited\" is no event type",
       "did you mean \"UpdateSubmitted\"?"},
      {"update", "/type", "\"Nonsense\"", "type", "\"Nonsense\" is no event type", "record --list"},
  });
}

TEST(LineErrors, RefuseMarkingsAboveOfficialSensitiveByName) {
  for (const std::string name :
       {"secret", "SECRET", "topSecret", "TOP SECRET", "top-secret", "Top_Secret", "UK SECRET"}) {
    const std::string value = '"' + name + '"';
    expect_refused({
        {"update", "/marking", value, "marking", "SECRET and above never belong in this ledger",
         "one of: official, officialSensitive"},
        {"marking", "/data/marking", value, "data.marking",
         "SECRET and above never belong in this ledger"},
    });
  }
}

TEST(LineErrors, NameStreamsThatAreNoneOrDoNotFitTheEvent) {
  expect_refused({
      {"update", "/stream", "\"finding/../a\"", "stream", "segment 2", "two to six segments"},
      {"update", "/stream", "\"finding/A\"", "stream", "segment 2"},
      {"update", "/stream", "\"finding\"", "stream", "1 segment"},
      {"update", "/stream", "\"finding/a\\u0007\"", "stream", "\"finding/a\\x07\""},
      {"update", "/stream", "\"grade/a/b\"", "stream",
       "\"grade/a/b\" is no stream for UpdateSubmitted", "a stream of the form finding/REF"},
      {"update", "/stream", "\"finding/a/b\"", "stream", "is no stream for UpdateSubmitted",
       "finding/REF"},
      {"measure", "/stream", "\"measure/a1234567890123456789012345678901234567890/x\"", "stream",
       "names a body of 41 bytes; the limit is 40"},
  });
}

TEST(LineErrors, NameTextsThatAreNotOfTheirForm) {
  expect_refused({
      {"update", "/actor", "\"Emsou\"", "actor", "\"Emsou\" is not of the form \"body\"",
       "the id of a body"},
      {"update", "/actor", "\"\"", "actor", "is empty"},
      {"update", "/data/body", "\"\"", "data.body", "is empty", "the id of a body"},
      {"update", "/data/body", "\"a/b\"", "data.body", "is not of the form \"body\""},
      {"update", "/data/body", "\"a1234567890123456789012345678901234567890\"", "data.body",
       "is 41 bytes long; the limit is 40"},
      {"raised", "/data/inspection", "\"em soc\"", "data.inspection",
       "is not of the form \"inspection\""},
      {"raised", "/data/addressees/0", "\"-x\"", "data.addressees[0]",
       "is not of the form \"body\""},
      {"raised", "/data/themes", "[\"Big\"]", "data.themes[0]", "is not of the form \"slug\""},
      {"meeting", "/data/findings/0", "\"finding/a\"", "data.findings[0]",
       "is not of the form \"ref\"", "without '/'"},
      {"marking", "/data/event", "\"0190f5fe\"", "data.event", "is not of the form \"uuid\""},
      {"marking", "/data/event", "\"00000000-0000-0000-0000-000000000000\"", "data.event", "uuid",
       "not nil"},
      {"update", "/id", "\"x\"", "id", "is not of the form \"uuid\""},
      {"update", "/correlation", "\"x\"", "correlation", "is not of the form \"uuid\""},
      {"update", "/causation", "\"x\"", "causation", "is not of the form \"uuid\""},
      {"update", "/key", "\"\"", "key", "is empty"},
      {"evidence", "/data/sha256", "\"abc\"", "data.sha256", "is not of the form \"sha256\"",
       "64 hexadecimal digits"},
      {"evidence", "/data/uri", "\"a b\"", "data.uri", "is not of the form \"url\""},
      {"evidence", "/data/uri", "\"minutes\"", "data.uri", "is not of the form \"url\""},
      {"measure", "/data/value", "\"1,400\"", "data.value",
       "\"1,400\" is not of the form \"decimal\""},
      {"measure", "/data/value", "\"1.\"", "data.value", "decimal"},
      {"measure", "/data/value", "\".5\"", "data.value", "decimal"},
      {"measure", "/data/value", "\"+5\"", "data.value", "decimal"},
      {"measure", "/data/value", "\"1e5\"", "data.value", "decimal"},
      {"measure", "/data/value", "\"11111111111111111111111111111111111111111\"", "data.value",
       "41 bytes long; the limit is 40"},
      {"clock", "/data/from", "\"2023-03-02\"", "data.from", "is not of the form \"instant\""},
      {"clock", "/data/from", "\"2023-02-30T10:00:00Z\"", "data.from",
       "is not of the form \"instant\""},
      {"key", "/data/verifierKey", "\"probity.example/em+0123abcd\"", "data.verifierKey",
       "verifierKey"},
      {"key", "/data/verifierKey", "\"a b+0123abcd+AQID\"", "data.verifierKey", "verifierKey"},
      {"key", "/data/verifierKey", "\"em+0123abcx+AQID\"", "data.verifierKey", "verifierKey"},
      {"key", "/data/verifierKey", "\"em+0123abcd+AQI\"", "data.verifierKey", "verifierKey"},
  });
}

TEST(LineErrors, HandOnWhatIsWrongWithADate) {
  expect_refused({
      {"update", "/effective", "\"2024-02-30\"", "effective", ""},
      {"update", "/effective", "\"\"", "effective", "is empty"},
      {"update", "/effective", "\"yesterday\"", "effective", ""},
      {"measure", "/data/window", "\"2024-02-30\"", "data.window", ""},
      {"measure", "/data/window",
       "\"2020-02-21T10:00:00.000000+01:00/2020-03-13T10:00:00.000000+01:00\"", "data.window",
       "is 65 bytes long; the limit is 64"},
  });
}

TEST(LineErrors, NameControlCharacters) {
  expect_refused({
      {"update", "/data/narrative", "\"a\\u0000b\"", "data.narrative",
       "holds the control character U+0000 at byte 1"},
      {"update", "/data/narrative", "\"\\r\\n\"", "data.narrative",
       "holds the control character U+000D at byte 0"},
      {"update", "/data/narrative", "\"\\u001b[31m\"", "data.narrative", "U+001B"},
      {"update", "/data/narrative", "\"\\u007f\"", "data.narrative", "U+007F"},
      {"update", "/data/narrative", "\"\\u0080\"", "data.narrative", "U+0080"},
      {"update", "/data/narrative", "\"\\u009f\"", "data.narrative", "U+009F"},
      {"update", "/person", "\"\\u0001\"", "person", "U+0001"},
      {"update", "/data/body", "\"emsou\\n\"", "data.body", "U+000A"},
      {"evidence", "/data/uri", "\"https://example.org/\\t\"", "data.uri", "U+0009"},
      {"raised", "/source/document", "\"\\u0002\"", "source.document", "U+0002"},
      {"update", "/key", "\"\\u0003\"", "key", "U+0003"},
      {"meeting", "/data/decisions/0", "\"\\u0004\"", "data.decisions[0]", "U+0004"},
  });
}

TEST(LineErrors, NameWhatIsNoUtf8InADocumentFromElsewhere) {
  for (const std::string bytes :
       {"\xff", "\xc0\xaf", "\xe0\x80\xaf", "\xed\xa0\x80", "\xf0\x80\x80\xaf", "\xf4\x90\x80\x80",
        "\xe2\x82", "\x80", "\xf5\x80\x80\x80"}) {
    auto line = good("update");
    line["data"]["narrative"] = "ab" + bytes;
    const auto parsed = test::take(line);
    ASSERT_FALSE(parsed);
    EXPECT_EQ(parsed.error().where, "data.narrative");
    EXPECT_EQ(parsed.error().what, "is no UTF-8 at byte 2");
  }
}

std::string list_of(std::size_t count, std::string_view prefix) {
  std::string list = "[";
  for (std::size_t i = 0; i < count; ++i)
    list += (i == 0 ? "\"" : ",\"") + std::string(prefix) + std::to_string(i) + '"';
  return list + "]";
}

TEST(LineErrors, NameLimits) {
  const std::string long_text = '"' + std::string(70'000, 'a') + '"';
  const std::string long_title = '"' + std::string(1'025, 'a') + '"';
  const std::string bodies = list_of(129, "b");
  const std::string decisions = list_of(1'025, "d");
  const std::vector<Wrong> cases{
      {"update", "/data/narrative", long_text, "data.narrative",
       "is 70000 bytes long; the limit is 65536"},
      {"raised", "/source/document", long_title, "source.document",
       "is 1025 bytes long; the limit is 1024"},
      {"raised", "/source/locator", long_title, "source.locator",
       "is 1025 bytes long; the limit is 1024"},
      {"raised", "/data/addressees", bodies, "data.addressees", "has 129 items; the limit is 128"},
      {"update", "/audience", bodies, "audience", "has 129 items; the limit is 128"},
      {"meeting", "/data/decisions", decisions, "data.decisions",
       "has 1025 items; the limit is 1024"},
  };
  expect_refused(cases);
  for (const Wrong& wrong : cases)
    EXPECT_EQ(test::take(spoilt(wrong)).error().kind, ErrorKind::kTooLarge);
}

TEST(LineErrors, NameAPayloadThatIsTooLargeAsAWhole) {
  auto line = good("meeting");
  for (int i = 0; i < 5; ++i)
    line["data"]["decisions"].push_back(std::string(60'000, static_cast<char>('a' + i)));
  const auto parsed = test::take(line);
  ASSERT_FALSE(parsed);
  EXPECT_EQ(parsed.error().kind, ErrorKind::kTooLarge);
  EXPECT_EQ(parsed.error().where, "data");
  EXPECT_THAT(parsed.error().what, HasSubstr("the limit is 262144"));
}

TEST(LineErrors, NameEmptyListsAndTextsThatMustSaySomething) {
  expect_refused({
      {"raised", "/data/addressees", "[]", "data.addressees", "has no items"},
      {"raised", "/data/title", "\"\"", "data.title", "is empty"},
      {"raised", "/source/document", "\"\"", "source.document", "is empty"},
      {"meeting", "/data/decisions/0", "\"\"", "data.decisions[0]", "is empty"},
      {"meeting", "/data/findings/0", "\"\"", "data.findings[0]", "is empty"},
  });
}

TEST(LineErrors, NameWhatAListSaysTwice) {
  expect_refused({
      {"raised", "/data/addressees", R"(["emsou", "derbyshire", "emsou"])", "data.addressees[2]",
       "names \"emsou\" again"},
      {"update", "/audience", R"(["emsou", "emsou"])", "audience[1]", "names \"emsou\" again"},
  });
}

TEST(LineErrors, NameFieldsGivenTwice) {
  const auto line = test::parse(
      R"({"stream": "finding/a", "type": "NoteAdded", "effective": "2023", "actor": "emsou",
      "data": {"text": "One", "text": "Two"}})");
  ASSERT_FALSE(line);
  EXPECT_EQ(test::told(line.error()), "data.text | is given twice | leave one of the two out");
}

}  // namespace
}  // namespace probity::json
