#include "cli/submission.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>

#include "eventstore/base/text.h"
#include "eventstore/envelope.h"
#include "eventstore/proof/hash.h"
#include "tests/support/lines.h"

namespace probity::cli {
namespace {

using eventstore::Event;
using eventstore::NewEvent;
using nlohmann::ordered_json;
using testing::ElementsAre;

/// Counts up, so that a test knows what was drawn.
class CountingEntropy final : public Entropy {
 public:
  void fill(std::span<std::uint8_t> out) override {
    for (std::uint8_t& byte : out) byte = next_++;
  }

 private:
  std::uint8_t next_ = 0;
};

/// The bytes 0 to 31.
ImportKey test_key() {
  ImportKey key;
  std::ranges::generate(key.bytes, [byte = std::uint8_t{0}]() mutable { return byte++; });
  return key;
}

constexpr std::string_view kNote =
    R"({"stream": "finding/a", "type": "NoteAdded", "effective": "2023", "actor": "emsou", "data": {"text": "One"}})";

json::Line line_of(std::string_view text) {
  auto line = test::parse(text);
  if (!line) throw std::runtime_error(test::told(line.error()));
  return std::move(*line);
}

json::Line line_with(std::string_view field, const ordered_json& value) {
  auto document = ordered_json::parse(kNote);
  document[std::string(field)] = value;
  return line_of(document.dump());
}

// Computed with Python's hmac and uuid modules from the bytes 0 to 31 as key.
TEST(DerivedId, IsAUuidVersion8OfTheHmacOfTheLinesCanonicalForm) {
  EXPECT_EQ(to_text(derived_id(test_key(), line_of(kNote).canonical)),
            "a14787cd-331a-8dda-838e-42fb2cf852cd");
  EXPECT_EQ(to_text(derived_id(test_key(), line_of(kNote).canonical, 2)),
            "5c9ac5b2-2206-896c-8ddf-f0ed17bf3f80");
  EXPECT_EQ(to_text(derived_id(test_key(), "row 12")), "fc527adf-802d-8b60-b208-41037a411d1e");
  EXPECT_EQ(to_text(derived_id(test_key(), "row 12", 2)), "f561a485-d36b-8790-b64c-6e2c125cbb28");
}

TEST(DerivedId, IsAnotherUnderAnotherKey) {
  ImportKey other = test_key();
  other.bytes[31] ^= 1;
  EXPECT_NE(derived_id(other, "row 12"), derived_id(test_key(), "row 12"));
}

TEST(LineIds, CountEqualLinesOfOneFileHoweverTheyAreWritten) {
  LineIds ids(test_key());
  const auto first = ids.next(line_of(kNote));
  const auto second =
      ids.next(line_of(R"({"data": {"text": "One"}, "type": "NoteAdded", "stream": "finding/a",
      "actor": "emsou", "effective": "2023"})"));
  const auto third = ids.next(line_of(kNote));
  EXPECT_EQ(first.repeat, 1U);
  EXPECT_EQ(second.repeat, 2U);
  EXPECT_EQ(third.repeat, 3U);
  EXPECT_EQ(to_text(first.id), "a14787cd-331a-8dda-838e-42fb2cf852cd");
  EXPECT_EQ(to_text(second.id), "5c9ac5b2-2206-896c-8ddf-f0ed17bf3f80");
  EXPECT_EQ(to_text(third.id), "20255c67-6a3d-89c6-8842-ddb7f033aefb");
}

TEST(LineIds, GiveTheSameFileTheSameIdsAgain) {
  LineIds once(test_key());
  LineIds again(test_key());
  for (int i = 0; i < 3; ++i)
    EXPECT_EQ(once.next(line_of(kNote)).id, again.next(line_of(kNote)).id);
}

TEST(LineIds, DeriveFromAKeyInPlaceOfTheLine) {
  LineIds ids(test_key());
  EXPECT_EQ(to_text(ids.next(line_with("key", "row 12")).id),
            "fc527adf-802d-8b60-b208-41037a411d1e");
  auto changed = line_with("key", "row 12");
  changed.canonical += ' ';
  const auto again = ids.next(changed);
  EXPECT_EQ(to_text(again.id), "fc527adf-802d-8b60-b208-41037a411d1e");
  EXPECT_EQ(again.repeat, 1U);
}

TEST(LineIds, KeepTheIdThatALineGives) {
  LineIds ids(test_key());
  const std::string id = "0190f5fe-7c00-7a00-8000-000000000001";
  EXPECT_EQ(to_text(ids.next(line_with("id", id)).id), id);
}

TEST(RandomId, IsAUuidVersion4) {
  CountingEntropy entropy;
  EXPECT_EQ(to_text(random_id(entropy)), "00010203-0405-4607-8809-0a0b0c0d0e0f");
  EXPECT_NE(random_id(entropy), random_id(entropy));
}

TEST(EnteredHere, IsRecordedByTheOperatorWithAFreshSaltAndItsDigest) {
  CountingEntropy entropy;
  const auto line = line_of(
      R"({"stream": "finding/a", "type": "NoteAdded", "effective": "2023~", "actor": "emsou",
      "marking": "officialSensitive", "audience": ["emsou"], "correlation": "0190f5fe-7c00-7a00-8000-000000000001",
      "causation": "0190f5fe-7c00-7a00-8000-000000000002", "data": {"text": "One"}})");
  const NewEvent event = entered_here(line, derived_id(test_key(), "x"), entropy);
  EXPECT_EQ(event.header.id, derived_id(test_key(), "x"));
  EXPECT_EQ(event.header.stream.text(), "finding/a");
  EXPECT_EQ(event.header.type, "NoteAdded");
  EXPECT_EQ(event.header.effective, "2023~");
  EXPECT_EQ(event.header.actor, "emsou");
  EXPECT_EQ(event.header.recorded_by, "operator");
  EXPECT_EQ(event.header.standing, eventstore::Standing::kOperator);
  EXPECT_TRUE(event.header.client.is_zero());
  EXPECT_EQ(event.header.marking, eventstore::Marking::kOfficialSensitive);
  EXPECT_THAT(event.header.audience, ElementsAre("emsou"));
  EXPECT_EQ(to_text(event.header.correlation), "0190f5fe-7c00-7a00-8000-000000000001");
  EXPECT_EQ(to_text(event.header.causation), "0190f5fe-7c00-7a00-8000-000000000002");
  EXPECT_TRUE(event.header.concerns.empty());
  EXPECT_EQ(event.salt.bytes[15], 15);
  EXPECT_EQ(event.payload, line.payload);
  const auto* const bytes = reinterpret_cast<const std::uint8_t*>(event.payload.data());
  EXPECT_EQ(event.payload_digest,
            proof::sha256({event.salt.bytes, {bytes, event.payload.size() * 8}}));
}

TEST(EnteredHere, IsOfficialForEverybodyUnlessTheLineSaysSo) {
  CountingEntropy entropy;
  const NewEvent event = entered_here(line_of(kNote), random_id(entropy), entropy);
  EXPECT_EQ(event.header.marking, eventstore::Marking::kOfficial);
  EXPECT_TRUE(event.header.audience.empty());
  EXPECT_TRUE(event.header.correlation.is_nil());
  EXPECT_TRUE(event.header.causation.is_nil());
}

Event stored(NewEvent event) {
  Event out{.header = std::move(event.header),
            .placement = {.position = {7},
                          .version = {2},
                          .recorded_at = *instant_from_text("2026-01-02T03:04:05.000006Z"),
                          .previous = Position{3},
                          .previous_leaf = {},
                          .clock_held = false},
            .payload_digest = event.payload_digest,
            .leaf = {},
            .salt = event.salt,
            .payload = std::move(event.payload)};
  out.leaf.bytes.fill(0xAB);
  return out;
}

TEST(EventToJson, ShowsTheLineAndWhatTheLedgerAdds) {
  CountingEntropy entropy;
  auto line = line_of(
      R"({"stream": "finding/a", "type": "DueDateSet", "effective": "2023", "actor": "emsou",
      "audience": ["emsou"], "source": {"document": "Letter"}, "person": "4711",
      "data": {"due": "2024-03", "basis": "internal"}})");
  Event event = stored(entered_here(line, random_id(entropy), entropy));
  event.header.concerns = {"emsou", "derbyshire"};
  event.placement.clock_held = true;
  auto shown = event_to_json(event);
  EXPECT_EQ(shown["payloadDigest"], to_hex(event.payload_digest.bytes));
  shown.erase("payloadDigest");
  EXPECT_EQ(
      shown.dump(),
      R"({"id":"00010203-0405-4607-8809-0a0b0c0d0e0f","stream":"finding/a","type":"DueDateSet",)"
      R"("effective":"2023","actor":"emsou","marking":"official","audience":["emsou"],)"
      R"("source":{"document":"Letter"},"person":"4711","data":{"due":"2024-03","basis":"internal"},)"
      R"("position":7,"version":2,"recordedAt":"2026-01-02T03:04:05.000006Z","recordedBy":"operator",)"
      R"("standing":"operator","concerns":["emsou","derbyshire"],"clockHeld":true,"fingerprint":")" +
          std::string("abababababababababababababababababababababababababababababababab") + "\"}");
}

TEST(EventToJson, GivesAgainTheLineThatWasTaken) {
  CountingEntropy entropy;
  for (const std::string& text : test::lines_of(PROBITY_TEST_DATA "/golden/events.jsonl")) {
    const auto document = ordered_json::parse(text);
    const auto line = line_of(text);
    const auto shown = event_to_json(stored(entered_here(line, *line.id, entropy)));
    for (auto member = document.begin(); member != document.end(); ++member) {
      if (member.key() == "key") continue;  // only its id is kept
      EXPECT_EQ(shown[member.key()].dump(), member->dump()) << line.type;
    }
  }
}

TEST(EventToJson, ShowsAnEventOfAnUnknownTypeWithItsEnvelopeAndNoData) {
  CountingEntropy entropy;
  Event event = stored(entered_here(line_of(kNote), random_id(entropy), entropy));
  event.header.type = "MadeUpLater";
  const auto shown = event_to_json(event);
  EXPECT_EQ(shown["type"], "MadeUpLater");
  EXPECT_EQ(shown["position"], 7);
  EXPECT_FALSE(shown.contains("data"));
}

TEST(EventToJson, SaysThatAPayloadIsErased) {
  CountingEntropy entropy;
  Event event = stored(entered_here(line_of(kNote), random_id(entropy), entropy));
  event.payload.clear();
  const auto shown = event_to_json(event);
  EXPECT_EQ(shown["erased"], true);
  EXPECT_EQ(shown["effective"], "2023");
  EXPECT_FALSE(shown.contains("data"));
}

}  // namespace
}  // namespace probity::cli
