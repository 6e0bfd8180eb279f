#include "projections/fold/canonical.h"

#include <capnp/any.h>
#include <gtest/gtest.h>

#include <cstring>

#include "schema/inspection.capnp.h"
#include "schema/views.capnp.h"

namespace probity::projections {
namespace {

eventstore::Words by_the_library(capnp::MessageBuilder& message) {
  const auto words = message.getRoot<capnp::AnyStruct>().asReader().canonicalize();
  eventstore::Words out(words.size());
  std::memcpy(out.data(), words.begin(), words.size() * sizeof(capnp::word));
  return out;
}

void expect_as_the_library_has_it(capnp::MessageBuilder& message) {
  const auto expected = by_the_library(message);
  eventstore::Words words(3, 7);  // of an earlier row
  canonical_words(message, words);
  EXPECT_EQ(words, expected);
}

TEST(Canonical, IsEmptyForAnEmptyStruct) {
  capnp::MallocMessageBuilder message;
  message.initRoot<schema::FindingRow>();
  expect_as_the_library_has_it(message);
}

TEST(Canonical, LeavesOutTrailingZerosAndKeepsZerosBetween) {
  capnp::MallocMessageBuilder message;
  auto row = message.initRoot<schema::FindingRow>();
  row.initHead();               // an empty struct
  row.initRaised().setDay(-1);  // data without pointers
  row.setText("seven..");       // a word, the closing zero included
  row.setTitle("");
  row.setInspection("eight...");
  expect_as_the_library_has_it(message);
}

TEST(Canonical, MakesTheStructsOfAListAsLargeAsTheLargest) {
  capnp::MallocMessageBuilder message;
  auto row = message.initRoot<schema::FindingRow>();
  auto addressees = row.initAddressees(3);
  addressees[1].setBody("derbyshire");
  addressees[1].initSince().setActor("hmicfrs");
  addressees[2].setStatus(schema::FindingStatus::CLOSED);
  addressees[2].initDues(2)[1].setMoved(7);
  expect_as_the_library_has_it(message);
}

TEST(Canonical, KeepsListsOfEveryKind) {
  capnp::MallocMessageBuilder message;
  auto row = message.initRoot<schema::DisruptionRow>();
  auto texts = row.initSupporting(3);  // of which one is not there
  texts.set(0, "emsou");
  texts.set(2, "");
  auto approaches = row.initApproaches(5);
  approaches.set(4, schema::Approach::PREPARE);
  row.initHead().initPossible(0);
  row.getHead().initNotes(2);  // of nothing but zeros
  expect_as_the_library_has_it(message);
}

TEST(Canonical, IsTheSameWhereAMessageWasBuiltInSeveralSegments) {
  capnp::MallocMessageBuilder message(1, capnp::AllocationStrategy::FIXED_SIZE);
  auto row = message.initRoot<schema::FindingRow>();
  row.setTitle("a title");
  row.initAddressees(2)[1].setNarrative("a narrative");
  ASSERT_GT(message.getSegmentsForOutput().size(), 1U);
  expect_as_the_library_has_it(message);
}

TEST(Canonical, HoldsThroughRandomlyFilledRows) {
  std::uint32_t seed = 1;
  const auto pick = [&](unsigned below) {
    seed = seed * 1'664'525 + 1'013'904'223;
    return (seed >> 16) % below;
  };
  for (int round = 0; round < 500; ++round) {
    capnp::MallocMessageBuilder message(4'096);
    auto row = message.initRoot<schema::FindingRow>();
    auto head = row.initHead();
    if (pick(2) == 0) head.setPosition(pick(3));
    if (pick(2) == 0) head.setStream(std::string(pick(20), 's'));
    auto notes = head.initNotes(pick(4));
    for (auto note : notes) {
      if (pick(2) == 0) note.setText(std::string(pick(12), 'n'));
      if (pick(2) == 0) note.setPosition(pick(2));
    }
    if (pick(2) == 0) row.initThemes(pick(3));
    auto addressees = row.initAddressees(pick(4));
    for (auto addressee : addressees) {
      if (pick(2) == 0) addressee.setPercentComplete(static_cast<std::uint8_t>(pick(100)));
      if (pick(2) == 0) addressee.initSince().setActor(std::string(pick(9), 'a'));
      if (pick(3) == 0) addressee.initDues(pick(3));
      if (pick(3) == 0) addressee.setDisputeGrounds("grounds");
    }
    ASSERT_EQ(message.getSegmentsForOutput().size(), 1U);
    expect_as_the_library_has_it(message);
  }
}

}  // namespace
}  // namespace probity::projections
