#include "schema/payload.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "schema/json/formats.h"
#include "schema/rules.h"
#include "tests/support/lines.h"

namespace probity::schema {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

TEST(EventTypes, AreThoseOfTheCatalogueInItsOrder) {
  ASSERT_EQ(event_types().size(), 65U);
  EXPECT_EQ(event_types().front().name, "LedgerCreated");
  EXPECT_EQ(event_types().back().name, "PayloadErased");
}

TEST(EventTypes, EachNamesItselfItsStreamAndWhatItMeans) {
  std::set<std::string_view> names;
  for (const EventType& type : event_types()) {
    EXPECT_TRUE(names.insert(type.name).second) << type.name;
    EXPECT_FALSE(type.stream.empty()) << type.name;
    EXPECT_FALSE(type.says.empty()) << type.name;
    EXPECT_EQ(find_event_type(type.name), &type);
  }
}

TEST(EventTypes, TellWhichOnesMayOpenAStream) {
  EXPECT_TRUE(find_event_type("RecommendationRaised")->opening);
  EXPECT_FALSE(find_event_type("CompletionClaimed")->opening);
  EXPECT_EQ(find_event_type("RecommendationRaised")->stream, "finding/REF");
}

TEST(EventTypes, AreUnknownUnderAnyOtherName) {
  EXPECT_EQ(find_event_type("recommendationRaised"), nullptr);
  EXPECT_EQ(find_event_type(""), nullptr);
  EXPECT_EQ(find_event_type("Zzz"), nullptr);
}

TEST(EventTypes, HaveFieldsThatAllSayWhatTheyAreInAFormatThatIsKnown) {
  for (const EventType& type : event_types()) {
    for (const auto field : type.fields.getFields()) {
      const FieldRules rules = rules_of(field);
      EXPECT_FALSE(rules.says.empty()) << type.name << ' ' << field.getProto().getName().cStr();
      EXPECT_TRUE(rules.format.empty() || json::find_format(rules.format) != nullptr)
          << rules.format;
    }
  }
}

TEST(EventTypes, GiveEveryOptionalIntegerADefaultOutsideItsRange) {
  for (const EventType& type : event_types()) {
    capnp::MallocMessageBuilder message;
    const auto nothing_said = message.initRoot<capnp::DynamicStruct>(type.fields).asReader();
    for (const auto field : type.fields.getFields()) {
      const FieldRules rules = rules_of(field);
      if (!rules.range || rules.required) continue;
      EXPECT_FALSE(is_set(nothing_said, field)) << type.name;
    }
  }
}

TEST(StreamFits, AsksForTheSameCategoryAndAsManySegments) {
  const EventType& grade = *find_event_type("GradeIssued");
  EXPECT_TRUE(stream_fits(grade, "grade/em-soc-2023/emsou"));
  EXPECT_FALSE(stream_fits(grade, "grade/em-soc-2023"));
  EXPECT_FALSE(stream_fits(grade, "grade/em-soc-2023/emsou/x"));
  EXPECT_FALSE(stream_fits(grade, "finding/em-soc-2023/emsou"));
  EXPECT_FALSE(stream_fits(grade, "gradex/em-soc-2023/emsou"));
}

TEST(StreamFits, TakesASmallSegmentOfAPatternLiterally) {
  EXPECT_TRUE(stream_fits(*find_event_type("HeadsSealed"), "ledger/self"));
  EXPECT_FALSE(stream_fits(*find_event_type("HeadsSealed"), "ledger/other"));
}

TEST(StreamFits, TakesAnyStreamForAStar) {
  EXPECT_TRUE(stream_fits(*find_event_type("NoteAdded"), "finding/x"));
  EXPECT_TRUE(stream_fits(*find_event_type("NoteAdded"), "grade/x/y"));
}

TEST(ContentOf, IsEmptyWhereThePayloadIsErased) {
  const std::vector<std::uint64_t> memory(4, 0xFFFF'FFFF'FFFF'FFFF);
  const Content::Reader content = content_of(std::span(memory).first(0));
  EXPECT_FALSE(content.hasSource());
  EXPECT_FALSE(content.hasPerson());
  EXPECT_TRUE(content.getData().isNull());
}

auto fields_of(std::string_view line) {
  const auto parsed = test::parse(line);
  if (!parsed) throw std::runtime_error(test::told(parsed.error()));
  const auto data = content_of(parsed->payload).getData();
  return set_fields(data.getAs<capnp::DynamicStruct>(find_event_type(parsed->type)->fields));
}

TEST(SetFields, ShowTruthsEnumsIntegersTextsAndListsInTheOrderOfTheSchema) {
  EXPECT_THAT(
      fields_of(R"({"stream": "finding/a", "type": "CauseOfConcernRaised", "effective": "2023",
      "actor": "hmicfrs", "data": {"themes": ["threats", "funding"], "verificationLevel": 3,
      "accelerated": false, "addressees": ["emsou", "derbyshire"], "text": "Text, with a comma",
      "title": "Title", "inspection": "em-soc-2023"}})"),
      ElementsAre(Pair("inspection", "em-soc-2023"), Pair("title", "Title"),
                  Pair("text", "Text, with a comma"), Pair("addressees", "emsou,derbyshire"),
                  Pair("accelerated", "false"), Pair("verificationLevel", "3"),
                  Pair("themes", "threats,funding")));
}

TEST(SetFields, ShowNestedStructsByIndexAndFreeTextsOneByOne) {
  EXPECT_THAT(
      fields_of(R"({"stream": "meeting/board/2023-03", "type": "MeetingHeld", "effective": "2023",
      "actor": "emsou", "data": {"forum": "Board", "kind": "board", "attendees": [
      {"body": "emsou", "role": "Chair"}, {"body": "derbyshire", "role": "Member"}],
      "decisions": ["One, two", "Three"], "findings": []}})"),
      ElementsAre(Pair("forum", "Board"), Pair("kind", "board"), Pair("attendees[0].body", "emsou"),
                  Pair("attendees[0].role", "Chair"), Pair("attendees[1].body", "derbyshire"),
                  Pair("attendees[1].role", "Member"), Pair("decisions[0]", "One, two"),
                  Pair("decisions[1]", "Three")));
}

TEST(SetFields, LeaveOutWhatWasLeftOut) {
  EXPECT_THAT(
      fields_of(R"({"stream": "finding/a", "type": "UpdateSubmitted", "effective": "2023",
      "actor": "emsou", "data": {"body": "emsou", "narrative": "All well", "rag": "green"}})"),
      ElementsAre(Pair("body", "emsou"), Pair("narrative", "All well"), Pair("rag", "green")));
  EXPECT_THAT(
      fields_of(R"({"stream": "agreement/a", "type": "AgreementCommenced", "effective": "2023",
      "actor": "emsou", "data": {}})"),
      IsEmpty());
}

TEST(SetFields, ShowAnIntegerOfNoughtThatWasGiven) {
  EXPECT_THAT(fields_of(R"({"stream": "finding/a", "type": "UpdateSubmitted", "effective": "2023",
      "actor": "emsou", "data": {"body": "emsou", "narrative": "All well", "rag": "green",
      "percentComplete": 0}})"),
              ElementsAre(Pair("body", "emsou"), Pair("narrative", "All well"),
                          Pair("rag", "green"), Pair("percentComplete", "0")));
}

}  // namespace
}  // namespace probity::schema
