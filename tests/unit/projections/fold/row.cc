#include <capnp/any.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "projections/fold/fold.h"
#include "projections/fold/stream_fold.h"
#include "tests/support/events.h"
#include "tests/support/toy_fold.h"

namespace probity::projections {
namespace {

using test::kToyView;
using test::Stream;
using test::toy_row;
using testing::ElementsAre;

constexpr std::string_view kRaised =
    R"({"inspection": "em-soc-2023", "title": "t", "text": "x", "addressees": ["derbyshire"]})";
constexpr std::string_view kUpdate =
    R"({"body": "derbyshire", "narrative": "n", "rag": "amber", "percentComplete": 10})";

Day day(std::string_view text) { return *day_from_text(text); }

std::vector<std::string> texts(capnp::List<schema::Mention>::Reader mentions) {
  std::vector<std::string> out;
  for (const auto mention : mentions) {
    out.push_back(fmt::format("@{} {} by {}", mention.getPosition(), mention.getText().cStr(),
                              mention.getActor().cStr()));
  }
  return out;
}

/// Raised; updated; updated by the end of 2024; remarked upon; a first update struck.
Stream finding() {
  Stream stream("finding/f-1");
  stream.at(40).add("RecommendationRaised", "2023-03-02", "hmicfrs", kRaised);
  stream.add("UpdateSubmitted", "2023-05-01", "derbyshire", kUpdate);
  stream.add("UpdateSubmitted", "2023-06-01", "derbyshire", kUpdate);
  stream.add("UpdateSubmitted", "2024-01/2024-12", "derbyshire", kUpdate);
  stream.add("NoteAdded", "2024-02-01", "auditor", R"({"text": "see the minutes"})");
  stream.strike(Position{41}, "derbyshire");
  return stream;
}

TEST(Row, CarriesAHeadThatSaysWhatItWasFoldedFrom) {
  const Stream stream = finding();
  const auto words = fold_row(kToyView, stream.history(), day("2024-04-17"), 6);
  const auto row = toy_row(words);
  const auto head = row.getHead();
  EXPECT_EQ(row.getLastType(), "@40 RecommendationRaised; @42 UpdateSubmitted; ");
  EXPECT_EQ(head.getPosition(), 45u);
  EXPECT_EQ(head.getVersion(), 6u);
  EXPECT_EQ(head.getFoldedFor(), day("2024-04-17").value);
  EXPECT_EQ(head.getRightFrom(), day("2024-01-01").value);
  EXPECT_EQ(head.getRightUntil(), day("2024-12-30").value);
  EXPECT_EQ(head.getStream(), "finding/f-1");
  EXPECT_EQ(head.getMarking(), schema::Marking::OFFICIAL);
  EXPECT_TRUE(head.getBegun());
  EXPECT_FALSE(head.getWithdrawn());
  EXPECT_THAT(texts(head.getPossible()), ElementsAre("@43 UpdateSubmitted by derbyshire"));
  EXPECT_THAT(texts(head.getNotes()), ElementsAre("@42 an update, and @41 struck by derbyshire"));
  EXPECT_THAT(texts(head.getRemarks()), ElementsAre("@44 see the minutes by auditor"));
}

TEST(Row, IsAsOfThePrefixAlone) {
  const Stream stream = finding();
  const auto words = fold_row(kToyView, stream.history(), day("2024-04-17"), 2);
  const auto row = toy_row(words);
  EXPECT_EQ(row.getLastType(), "@40 RecommendationRaised; @41 UpdateSubmitted; ");
  EXPECT_EQ(row.getHead().getVersion(), 2u);
  EXPECT_THAT(texts(row.getHead().getNotes()), ElementsAre("@41 an update by derbyshire"));
  EXPECT_EQ(row.getHead().getRemarks().size(), 0u);
}

TEST(Row, HasNotBegunBeforeAnythingHolds) {
  const Stream stream = finding();
  const auto words = fold_row(kToyView, stream.history(), day("2023-03-01"), 6);
  EXPECT_FALSE(toy_row(words).getHead().getBegun());
  EXPECT_EQ(toy_row(words).getLastType(), "");
}

TEST(Row, NotesACorrectionWhoseContentWasErased) {
  Stream stream("finding/f-1");
  stream.add("RecommendationRaised", "2023-03-02", "hmicfrs", kRaised);
  stream.add_erased("CorrectionMade", "2023-06-01", "hmicfrs",
                    R"({"event": "7a1f4f6e-7c1b-5d0a-9d5e-2f3b8a6c4e21", "reason": "r"})");
  const auto words = fold_row(kToyView, stream.history(), day("2024-01-01"), 2);
  EXPECT_THAT(texts(toy_row(words).getHead().getNotes()),
              ElementsAre("@1 its content was erased, so what it corrected or marked is as it was "
                          "by hmicfrs"));
}

TEST(Row, IsCanonical) {
  const Stream stream = finding();
  const auto words = fold_row(kToyView, stream.history(), day("2024-04-17"), 6);
  const auto* begin = reinterpret_cast<const capnp::word*>(words.data());
  const kj::ArrayPtr<const capnp::word> segments[] = {kj::arrayPtr(begin, words.size())};
  capnp::SegmentArrayMessageReader reader(segments);
  EXPECT_TRUE(reader.isCanonical());
}

TEST(Act, NamesTheEventItsDayAndWhoseActItIs) {
  Stream stream("finding/f-1");
  stream.at(9).add("RecommendationRaised", "2023-03", "hmicfrs", kRaised);
  capnp::MallocMessageBuilder message;
  auto act = message.initRoot<schema::Act>();
  set_act(act, *stream.history().events()[0]);
  EXPECT_EQ(act.getPosition(), 9u);
  EXPECT_EQ(act.getDay(), day("2023-03-31").value);
  EXPECT_EQ(act.getActor(), "hmicfrs");
  EXPECT_EQ(act.getEffective(), "2023-03");
  EXPECT_EQ(act.getStanding(), schema::Standing::OPERATOR);
}

/// The first `count` events of a stream, as a log would give them again.
StreamHistory first_of(const Stream& stream, std::size_t count) {
  StreamHistory history;
  for (std::size_t i = 0; i < count; ++i) {
    EXPECT_TRUE(history.append(stream.history().events()[i]->stored));
  }
  return history;
}

TEST(StreamFold, GivesTheRowsThatAFoldFromNothingGives) {
  const Stream stream = finding();
  const ViewDefinition* const views[] = {&kToyView};
  StreamFold fold(views);
  std::size_t prefix = 0;
  for (const auto& event : stream.history().events()) {
    ASSERT_TRUE(
        fold.append(eventstore::Event(event->stored), [&] { return first_of(stream, prefix); }));
    ++prefix;
    EXPECT_EQ(fold.row(0), fold_row(kToyView, stream.history(), event->recorded_day, prefix))
        << prefix;
  }
}

TEST(StreamFold, KeepsAsMuchOfALongStreamAsOfAShortOneAndReadsNothingAgain) {
  Stream stream("finding/f-1");
  stream.add("RecommendationRaised", "2023-03-02", "hmicfrs", kRaised);
  for (int i = 0; i < 200; ++i) {
    const bool remark = i % 50 == 0;
    stream.add(remark ? "NoteAdded" : "UpdateSubmitted", "2023-05-01", "derbyshire",
               remark ? R"({"text": "see the minutes"})" : kUpdate);
  }
  const ViewDefinition* const views[] = {&kToyView};
  StreamFold fold(views);
  std::size_t prefix = 0;
  std::size_t most = 0;
  for (const auto& event : stream.history().events()) {
    ASSERT_TRUE(fold.append(eventstore::Event(event->stored), [&]() -> Result<StreamHistory> {
      EXPECT_EQ(prefix, 0U);
      return StreamHistory();
    }));
    ++prefix;
    ASSERT_EQ(fold.row(0), fold_row(kToyView, stream.history(), event->recorded_day, prefix));
    if (prefix == 20) most = 2 * fold.weight();
  }
  EXPECT_LT(fold.weight(), most);
}

TEST(StreamFold, HasNoRowsFromAnEventOnThatIsNewer) {
  const Stream stream = finding();
  const ViewDefinition* const views[] = {&kToyView};
  StreamFold fold(views);
  const auto& events = stream.history().events();
  const auto nothing = [] { return StreamHistory(); };
  ASSERT_TRUE(fold.append(eventstore::Event(events[0]->stored), nothing));
  EXPECT_FALSE(fold.row(0).empty());
  auto newer = events[1]->stored;
  newer.header.type = "FindingPainted";
  ASSERT_TRUE(fold.append(std::move(newer), nothing));
  EXPECT_TRUE(fold.row(0).empty());
  ASSERT_TRUE(fold.append(eventstore::Event(events[2]->stored), nothing));
  EXPECT_TRUE(fold.row(0).empty());
}

}  // namespace
}  // namespace probity::projections
