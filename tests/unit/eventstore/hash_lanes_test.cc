#include "eventstore/hash_lanes.h"

#include <gtest/gtest.h>

#include <random>
#include <thread>

namespace probity::eventstore::testing {
namespace {

std::vector<std::vector<std::uint8_t>> texts(std::size_t count, std::size_t longest) {
  std::mt19937 random(5);
  std::vector<std::vector<std::uint8_t>> made(count);
  for (auto& text : made) {
    text.resize(random() % (longest + 1));
    for (auto& byte : text) byte = static_cast<std::uint8_t>(random());
  }
  return made;
}

void expect_same_digests(const std::vector<std::vector<std::uint8_t>>& texts) {
  std::vector<proof::Message> messages;
  for (const auto& text : texts) {
    const proof::Bytes whole(text);
    messages.push_back({whole.first(text.size() / 3), whole.subspan(text.size() / 3)});
  }
  std::vector<Hash> digests(messages.size());
  hash_many()(messages, digests);
  for (std::size_t i = 0; i < texts.size(); ++i) {
    ASSERT_EQ(digests[i], proof::sha256({texts[i]})) << "message " << i << " of " << texts.size();
  }
}

TEST(HashLanes, GiveTheDigestsOfOneAfterTheOther) {
  for (const std::size_t count : {0U, 1U, 5U, 6U, 7U, 15U, 16U, 17U, 127U, 128U, 129U, 700U}) {
    expect_same_digests(texts(count, 300));
  }
  expect_same_digests(texts(40, 70'000));
}

TEST(HashLanes, TakeEmptyMessages) {
  expect_same_digests(std::vector<std::vector<std::uint8_t>>(30));
}

TEST(HashLanes, AreEachThreadsOwn) {
  std::jthread other([] { expect_same_digests(texts(500, 900)); });
  expect_same_digests(texts(500, 900));
}

}  // namespace
}  // namespace probity::eventstore::testing
