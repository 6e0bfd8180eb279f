// Bytes that ledgers hold already: one full example of every event type, in tests/data/golden.
// events.jsonl has the lines, payloads.txt the canonical words that they made when their type was
// released.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "eventstore/base/text.h"
#include "schema/rules.h"
#include "tests/support/lines.h"
#include "tests/unit/schema/released.h"

namespace probity::json {
namespace {

using nlohmann::ordered_json;

std::vector<std::string> golden_lines() {
  return test::lines_of(PROBITY_TEST_DATA "/golden/events.jsonl");
}

std::string hex_of(const std::vector<std::uint64_t>& words) {
  return to_hex(
      {reinterpret_cast<const std::uint8_t*>(words.data()), words.size() * sizeof(std::uint64_t)});
}

std::vector<std::uint64_t> words_from(std::string_view hex) {
  std::vector<std::uint64_t> words(hex.size() / 16);
  for (std::size_t i = 0; i < words.size() * 8; ++i) {
    const auto byte =
        static_cast<std::uint8_t>(std::stoi(std::string(hex.substr(2 * i, 2)), nullptr, 16));
    std::memcpy(reinterpret_cast<std::uint8_t*>(words.data()) + i, &byte, 1);
  }
  return words;
}

struct Released {
  std::string type;
  std::string hex;
};

std::vector<Released> released_payloads() {
  std::vector<Released> out;
  for (const std::string& line : test::lines_of(PROBITY_TEST_DATA "/golden/payloads.txt")) {
    std::istringstream words(line);
    Released released;
    words >> released.type >> released.hex;
    out.push_back(std::move(released));
  }
  return out;
}

void expect_all_set(const capnp::DynamicStruct::Reader& value, const std::string& path) {
  for (const auto field : value.getSchema().getFields()) {
    const std::string name = path + '.' + field.getProto().getName().cStr();
    EXPECT_TRUE(schema::is_set(value, field)) << name;
    if (!field.getType().isList()) continue;
    for (const auto item : value.get(field).as<capnp::DynamicList>()) {
      if (item.getType() == capnp::DynamicValue::STRUCT)
        expect_all_set(item.as<capnp::DynamicStruct>(), name);
    }
  }
}

TEST(Golden, HoldsOneLineOfEveryEventType) {
  std::vector<std::string> types;
  for (const std::string& text : golden_lines()) types.push_back(ordered_json::parse(text)["type"]);
  std::vector<std::string> wanted;
  for (const schema::EventType& type : schema::event_types()) wanted.emplace_back(type.name);
  EXPECT_THAT(types, testing::UnorderedElementsAreArray(wanted));
}

TEST(Golden, SetsEveryFieldOfEveryEventType) {
  for (const std::string& text : golden_lines()) {
    const auto line = test::parse(text);
    ASSERT_TRUE(line) << test::told(line.error()) << '\n' << text;
    const auto content = schema::content_of(line->payload);
    expect_all_set(content.getSource(), "source");
    EXPECT_TRUE(content.hasPerson());
    expect_all_set(
        content.getData().getAs<capnp::DynamicStruct>(schema::find_event_type(line->type)->fields),
        line->type);
  }
}

TEST(Golden, GivesTheReleasedBytesForEveryLine) {
  std::vector<std::string> made;
  for (const std::string& text : golden_lines()) {
    const auto line = test::parse(text);
    ASSERT_TRUE(line) << test::told(line.error());
    made.push_back(line->type + ' ' + hex_of(line->payload));
  }
  test::expect_released(PROBITY_TEST_DATA "/golden/payloads.txt", made);
}

TEST(Golden, ReadsTheReleasedBytesOfEveryEventType) {
  const auto lines = golden_lines();
  const auto payloads = released_payloads();
  ASSERT_EQ(payloads.size(), lines.size());
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const auto document = ordered_json::parse(lines[i]);
    ASSERT_EQ(payloads[i].type, document["type"]);
    const auto words = words_from(payloads[i].hex);
    const auto content = schema::content_of(words);
    const auto fields = schema::find_event_type(payloads[i].type)->fields;
    EXPECT_EQ(to_json(content.getData().getAs<capnp::DynamicStruct>(fields)).dump(),
              document["data"].dump());
    EXPECT_EQ(to_json(content.getSource()).dump(), document["source"].dump());
    EXPECT_EQ(content.getPerson().cStr(), document["person"]);
  }
}

}  // namespace
}  // namespace probity::json
