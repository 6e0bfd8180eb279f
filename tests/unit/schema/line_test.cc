#include "schema/json/line.h"

#include <capnp/serialize.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <string>

#include "eventstore/base/text.h"
#include "tests/support/lines.h"

namespace probity::json {
namespace {

using nlohmann::ordered_json;
using test::parse;
using test::take;

ordered_json update() {
  return ordered_json::parse(R"({"stream": "finding/em-soc-2023-rec-1", "type": "UpdateSubmitted",
      "effective": "2023-12-31", "actor": "emsou",
      "data": {"body": "emsou", "narrative": "Under way", "rag": "amber"}})");
}

TEST(Line, TakesEverythingThatALineMaySay) {
  auto document = update();
  document["id"] = "0190F5FE-7C00-7A00-8000-0123456789AB";
  document["marking"] = "officialSensitive";
  document["audience"] = {"emsou", "hmicfrs"};
  document["source"] = {{"document", "Letter of 22 May 2025"}, {"locator", "page 2"}};
  document["person"] = "staff 4711";
  document["correlation"] = "0190f5fe-7c00-7a00-8000-000000000001";
  document["causation"] = "0190f5fe-7c00-7a00-8000-000000000002";
  document["key"] = "row 12";
  const auto line = take(document);
  ASSERT_TRUE(line) << test::told(line.error());
  EXPECT_EQ(line->stream, "finding/em-soc-2023-rec-1");
  EXPECT_EQ(line->type, "UpdateSubmitted");
  EXPECT_EQ(line->effective, "2023-12-31");
  EXPECT_EQ(line->actor, "emsou");
  EXPECT_EQ(to_text(line->id.value()), "0190f5fe-7c00-7a00-8000-0123456789ab");
  EXPECT_EQ(line->marking, "officialSensitive");
  EXPECT_EQ(line->audience, (std::vector<std::string>{"emsou", "hmicfrs"}));
  EXPECT_EQ(to_text(line->correlation.value()), "0190f5fe-7c00-7a00-8000-000000000001");
  EXPECT_EQ(to_text(line->causation.value()), "0190f5fe-7c00-7a00-8000-000000000002");
  EXPECT_EQ(line->key, "row 12");
  const auto content = schema::content_of(line->payload);
  EXPECT_STREQ(content.getSource().getDocument().cStr(), "Letter of 22 May 2025");
  EXPECT_STREQ(content.getSource().getLocator().cStr(), "page 2");
  EXPECT_FALSE(content.getSource().hasUrl());
  EXPECT_STREQ(content.getPerson().cStr(), "staff 4711");
  EXPECT_EQ(test::data_of(*line), document["data"]);
}

TEST(Line, IsOfficialWithoutAudienceIdOrKeyUnlessItSaysSo) {
  const auto line = take(update());
  ASSERT_TRUE(line);
  EXPECT_EQ(line->marking, "official");
  EXPECT_TRUE(line->audience.empty());
  EXPECT_FALSE(line->id || line->correlation || line->causation || line->key);
  EXPECT_FALSE(schema::content_of(line->payload).hasSource());
}

TEST(Line, TakesTheReservedActorsWhoseRightsAdmissionJudges) {
  for (const std::string actor : {"ledger", "operator"}) {
    auto document = update();
    document["actor"] = actor;
    EXPECT_TRUE(take(document)) << actor;
  }
}

TEST(Line, HasAPayloadInCanonicalFormWithoutASegmentTable) {
  auto line = take(update());
  ASSERT_TRUE(line);
  const auto* const words = reinterpret_cast<const capnp::word*>(line->payload.data());
  const kj::ArrayPtr<const capnp::word> segment(words, line->payload.size());
  capnp::SegmentArrayMessageReader message(kj::arrayPtr(&segment, 1));
  EXPECT_TRUE(message.isCanonical());
  EXPECT_STREQ(message.getRoot<schema::Content>()
                   .getData()
                   .getAs<schema::UpdateSubmitted>()
                   .getBody()
                   .cStr(),
               "emsou");
}

TEST(Line, HasTheSamePayloadWhateverTheOrderOfItsFields) {
  auto turned = update();
  turned["data"] = {{"rag", "amber"}, {"narrative", "Under way"}, {"body", "emsou"}};
  EXPECT_EQ(take(turned)->payload, take(update())->payload);
  EXPECT_EQ(take(turned)->canonical, take(update())->canonical);
}

TEST(Line, HasACanonicalFormOfTheLineAsGiven) {
  EXPECT_EQ(
      take(update())->canonical,
      R"({"actor":"emsou","data":{"body":"emsou","narrative":"Under way","rag":"amber"},)"
      R"("effective":"2023-12-31","stream":"finding/em-soc-2023-rec-1","type":"UpdateSubmitted"})");
}

TEST(Line, CountsAnEmptyOptionalTextOrListAsLeftOut) {
  auto document = update();
  document["data"]["statusAsSaid"] = "";
  document["person"] = "";
  document["audience"] = ordered_json::array();
  const auto line = take(document);
  ASSERT_TRUE(line) << test::told(line.error());
  EXPECT_EQ(line->payload, take(update())->payload);
}

TEST(Line, ShowsARequiredListThatIsEmpty) {
  const auto line = parse(
      R"({"stream": "body/emsou", "type": "MembershipSet", "effective": "2023", "actor": "registrar",
      "data": {"members": []}})");
  ASSERT_TRUE(line) << test::told(line.error());
  EXPECT_EQ(test::data_of(*line).dump(), R"({"members":[]})");
}

TEST(Line, KeepsNewlinesTabsAndLettersBeyondTheBasicPlane) {
  auto document = update();
  document["data"]["narrative"] = "One\n\ttwo \xf0\x9f\x92\xa1 été";
  EXPECT_EQ(test::data_of(*take(document)), document["data"]);
  const auto escaped =
      parse(R"({"stream": "finding/a", "type": "NoteAdded", "effective": "2023", "actor": "emsou",
      "data": {"text": "\ud83d\udca1\n\u00e9"}})");
  EXPECT_EQ(test::data_of(*escaped)["text"], "\xf0\x9f\x92\xa1\né");
}

TEST(Line, KeepsLargeIntegersExact) {
  for (const std::uint64_t count : {0ULL, 9'007'199'254'740'993ULL, 9'223'372'036'854'775'807ULL}) {
    const auto line =
        parse(R"({"stream": "measure/emsou/x", "type": "DisruptionsReported", "effective": "2023",
        "actor": "emsou", "data": {"lead": "emsou", "window": "2022", "threat": "drugs", "count": )" +
              std::to_string(count) + "}}");
    ASSERT_TRUE(line) << test::told(line.error());
    EXPECT_EQ(test::data_of(*line)["count"].get<std::uint64_t>(), count);
  }
}

TEST(Line, StoresDigestsAndIdsInLowerCase) {
  const auto line = parse(
      R"({"stream": "finding/a", "type": "EvidenceWithdrawn", "effective": "2023", "actor": "emsou",
      "data": {"reason": "superseded", "sha256": ")" +
      std::string(64, 'A') + "\"}}");
  EXPECT_EQ(test::data_of(*line)["sha256"], std::string(64, 'a'));
}

TEST(Line, HoldsATextOf65536Bytes) {
  auto document = update();
  document["data"]["narrative"] = std::string(65'536, 'n');
  EXPECT_TRUE(take(document));
}

TEST(PublicRecord, ParsesAndGivesBackTheDataOfEveryLine) {
  std::size_t lines = 0;
  for (const std::string file : {"bodies", "emsou", "engage"}) {
    for (const std::string& text : test::lines_of(PROBITY_TEST_DATA "/" + file + ".jsonl")) {
      const auto line = parse(text);
      ASSERT_TRUE(line) << file << ": " << test::told(line.error());
      const auto document = ordered_json::parse(text);
      EXPECT_EQ(nlohmann::json(test::data_of(*line)), nlohmann::json(document["data"])) << text;
      const auto source = schema::content_of(line->payload).getSource();
      EXPECT_EQ(nlohmann::json(to_json(source)),
                nlohmann::json(document.value("source", ordered_json::object())));
      ++lines;
    }
  }
  EXPECT_EQ(lines, 217U);
}

}  // namespace
}  // namespace probity::json
