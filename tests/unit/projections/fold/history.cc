#include "projections/fold/history.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/events.h"

namespace probity::projections {
namespace {

using test::Stream;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::string_view kUpdate =
    R"({"body": "derbyshire", "narrative": "n", "rag": "amber", "percentComplete": 10})";
constexpr std::string_view kRaised =
    R"({"inspection": "em-soc-2023", "title": "t", "text": "x", "addressees": ["derbyshire"]})";
constexpr std::string_view kGrade =
    R"({"inspection": "i", "body": "b", "question": "q", "grade": "good", "scale": "fiveTier"})";

Day day(std::string_view text) { return *day_from_text(text); }

std::vector<std::uint64_t> positions(const std::vector<const FoldEvent*>& events) {
  std::vector<std::uint64_t> out;
  for (const FoldEvent* event : events) out.push_back(event->position().value);
  return out;
}

StreamOnDay on(const Stream& stream, std::string_view when) {
  return stream.history().on(day(when), stream.history().events().size());
}

/// A finding raised on 2 March 2023, at position 0.
Stream finding() {
  Stream stream("finding/f-1");
  stream.add("RecommendationRaised", "2023-03-02", "hmicfrs", kRaised);
  return stream;
}

TEST(History, OrdersBySortDayThenPosition) {
  Stream stream = finding();
  stream.add("UpdateSubmitted", "2023-09-01", "derbyshire", kUpdate);
  stream.add("UpdateSubmitted", "2023-05-01", "derbyshire", kUpdate);  // learnt late
  stream.add("UpdateSubmitted", "2023-09-01", "derbyshire", kUpdate);
  stream.add("UpdateSubmitted", "..", "derbyshire", kUpdate);
  EXPECT_THAT(positions(on(stream, "2024-01-01").held), ElementsAre(4, 0, 2, 1, 3));
}

TEST(History, HoldsAnEventFromItsLatestDayOn) {
  Stream stream = finding();
  stream.add("UpdateSubmitted", "2023-06", "derbyshire", kUpdate);
  EXPECT_THAT(positions(on(stream, "2023-06-29").held), ElementsAre(0));
  EXPECT_THAT(positions(on(stream, "2023-06-30").held), ElementsAre(0, 1));
}

TEST(History, CallsAnEventPossibleFromItsEarliestDayUntilItHolds) {
  Stream stream = finding();
  stream.add("UpdateSubmitted", "2023-06", "derbyshire", kUpdate);
  EXPECT_THAT(positions(on(stream, "2023-05-31").possible), IsEmpty());
  EXPECT_THAT(positions(on(stream, "2023-06-01").possible), ElementsAre(1));
  EXPECT_THAT(positions(on(stream, "2023-06-29").possible), ElementsAre(1));
  EXPECT_THAT(positions(on(stream, "2023-06-30").possible), IsEmpty());
}

TEST(History, CallsNothingPossibleBeforeTheFirstEventIs) {
  Stream stream = finding();
  stream.add("UpdateSubmitted", "../2023-06-30", "derbyshire", kUpdate);
  EXPECT_THAT(positions(on(stream, "2023-03-01").possible), IsEmpty());
  EXPECT_THAT(positions(on(stream, "2023-03-02").possible), ElementsAre(1));

  Stream vague("finding/f-2");
  vague.add("RecommendationRaised", "2023-03", "hmicfrs", kRaised);
  vague.add("UpdateSubmitted", "../2023-06-30", "derbyshire", kUpdate);
  EXPECT_THAT(positions(on(vague, "2023-02-28").possible), IsEmpty());
  EXPECT_THAT(positions(on(vague, "2023-03-01").possible), ElementsAre(0, 1));
  EXPECT_THAT(positions(on(vague, "2023-03-31").possible), ElementsAre(1));
}

TEST(History, EndsAnOpenIntervalOnTheLondonDayOfRecording) {
  Stream stream = finding();
  stream.add("UpdateSubmitted", "2023-06-01/..", "derbyshire", kUpdate, {.recorded = "2023-08-01"});
  EXPECT_THAT(positions(on(stream, "2023-07-31").held), ElementsAre(0));
  EXPECT_THAT(positions(on(stream, "2023-07-31").possible), ElementsAre(1));
  EXPECT_THAT(positions(on(stream, "2023-08-01").held), ElementsAre(0, 1));
}

TEST(History, SaysFromWhichDayUntilWhichItIsRight) {
  Stream stream = finding();
  stream.add("UpdateSubmitted", "2023-06", "derbyshire", kUpdate);
  const auto before = on(stream, "2023-01-01");
  EXPECT_EQ(before.right_from, kBeforeAllDays);
  EXPECT_EQ(before.right_until, day("2023-03-01"));
  const auto raised = on(stream, "2023-04-01");
  EXPECT_EQ(raised.right_from, day("2023-03-02"));
  EXPECT_EQ(raised.right_until, day("2023-05-31"));
  const auto possible = on(stream, "2023-06-15");
  EXPECT_EQ(possible.right_from, day("2023-06-01"));
  EXPECT_EQ(possible.right_until, day("2023-06-29"));
  const auto held = on(stream, "2024-01-01");
  EXPECT_EQ(held.right_from, day("2023-06-30"));
  EXPECT_EQ(held.right_until, kAfterAllDays);
}

TEST(History, CountsAnEventUnlessACorrectionThatCountsNamesIt) {
  Stream stream = finding();
  const Position update = stream.add("UpdateSubmitted", "2023-06-01", "derbyshire", kUpdate);
  const Position correction = stream.strike(update);
  EXPECT_THAT(stream.history().counting(2), ElementsAre(true, true));
  EXPECT_THAT(stream.history().counting(3), ElementsAre(true, false, true));
  stream.strike(correction);
  EXPECT_THAT(stream.history().counting(4), ElementsAre(true, true, false, true));
  stream.strike(update);
  EXPECT_THAT(stream.history().counting(5), ElementsAre(true, false, false, true, true));
  EXPECT_EQ(stream.history().struck_by(1, 5), stream.history().events()[4].get());
  EXPECT_EQ(stream.history().struck_by(1, 4), nullptr);
  EXPECT_EQ(stream.history().struck_by(2, 4), stream.history().events()[3].get());
}

TEST(History, DecidesChainsOfCorrectionsFromTheNewestBack) {
  Stream stream = finding();
  const Position a = stream.strike(Position{0});  // strikes the raising
  const Position b = stream.strike(a);
  const Position c = stream.strike(b);
  stream.strike(c);
  EXPECT_THAT(stream.history().counting(5), ElementsAre(true, false, true, false, true));
}

TEST(History, LetsACorrectionActWhateverItsDay) {
  Stream stream = finding();
  const Position update = stream.add("UpdateSubmitted", "2023-06-01", "derbyshire", kUpdate);
  stream.strike(update, "derbyshire", "2024-12-31");
  EXPECT_THAT(positions(on(stream, "2023-07-01").held), ElementsAre(0));
}

TEST(History, StrikesNothingThatIsUnknownOrYetToCome) {
  Stream stream = finding();
  stream.strike(Position{2});  // what will be at position 2
  stream.add("UpdateSubmitted", "2023-06-01", "derbyshire", kUpdate);
  stream.strike(Position{77});
  EXPECT_THAT(stream.history().counting(4), ElementsAre(true, true, true, true));
}

TEST(History, IsWithdrawnWhenItsOpeningEventIsStruck) {
  Stream stream = finding();
  stream.add("UpdateSubmitted", "2023-06/..", "derbyshire", kUpdate);
  EXPECT_FALSE(on(stream, "2024-01-01").withdrawn);
  stream.strike(Position{0});
  EXPECT_TRUE(on(stream, "2024-01-01").withdrawn);
  EXPECT_THAT(positions(on(stream, "2024-01-01").possible), IsEmpty());
  EXPECT_FALSE(stream.history().on(day("2024-01-01"), 2).withdrawn)
      << "as of before the correction";
}

TEST(History, GoesOnWhereTheOpeningWasStruckAndMadeAnew) {
  Stream stream("grade/i/b");
  stream.add("GradeIssued", "2023-03-02", "hmicfrs", kGrade);
  stream.strike(Position{0});
  EXPECT_TRUE(on(stream, "2023-03-02").withdrawn);
  stream.add("GradeIssued", "2023-03-02", "hmicfrs", kGrade);
  EXPECT_FALSE(on(stream, "2023-03-02").withdrawn);
  EXPECT_THAT(positions(on(stream, "2023-03-02").held), ElementsAre(2));
}

TEST(History, KeepsRemarksApartAndStrikesThemToo) {
  Stream stream = finding();
  const Position note = stream.add("NoteAdded", "2030-01-01", "derbyshire", R"({"text": "n"})");
  EXPECT_THAT(positions(on(stream, "2023-04-01").remarks), ElementsAre(1));
  EXPECT_THAT(positions(on(stream, "2023-04-01").held), ElementsAre(0));
  EXPECT_EQ(on(stream, "2023-04-01").right_until, kAfterAllDays);
  stream.strike(note);
  EXPECT_THAT(positions(on(stream, "2023-04-01").remarks), IsEmpty());
}

TEST(History, TakesTheLastMarkingThatCounts) {
  Stream stream = finding();
  stream.add("MarkingChanged", "2023-04-01", "hmicfrs",
             fmt::format(R"({{"event": "{}", "marking": "officialSensitive", "reason": "r"}})",
                         to_text(test::id_at(0))));
  const auto& history = stream.history();
  EXPECT_EQ(history.marking(0, 1), eventstore::Marking::kOfficial);
  EXPECT_EQ(history.marking(0, 2), eventstore::Marking::kOfficialSensitive);
  EXPECT_EQ(on(stream, "2024-01-01").marking, eventstore::Marking::kOfficialSensitive);
  stream.strike(Position{1});
  EXPECT_EQ(history.marking(0, 3), eventstore::Marking::kOfficial);
  EXPECT_EQ(on(stream, "2024-01-01").marking, eventstore::Marking::kOfficial);
}

TEST(History, CountsWithheldEventsAndFoldsThemNot) {
  StreamHistory history;
  const auto line = [](std::string_view type, std::string_view data) {
    return fmt::format(
        R"({{"stream": "finding/f-1", "type": "{}", "effective": "2023-03-02", "actor": "a", "data": {}}})",
        type, data);
  };
  ASSERT_TRUE(history.append(test::event_from(line("RecommendationRaised", kRaised), {0}, {1})));
  ASSERT_TRUE(history.append(test::event_from(line("UpdateSubmitted", kUpdate), {1}, {2}), true));
  const auto strikes = fmt::format(R"({{"event": "{}", "reason": "r"}})", to_text(test::id_at(0)));
  ASSERT_TRUE(history.append(test::event_from(line("CorrectionMade", strikes), {2}, {3}), true));
  const auto state = history.on(day("2024-01-01"), 3);
  EXPECT_EQ(state.withheld, 2u);
  EXPECT_THAT(positions(state.held), ElementsAre(0))
      << "a withheld correction is as if it had not happened";
}

TEST(History, LetsAnErasedEventCountByTypeAndTime) {
  Stream stream = finding();
  stream.add_erased("UpdateSubmitted", "2023-06-01", "derbyshire", kUpdate);
  EXPECT_THAT(positions(on(stream, "2023-06-01").held), ElementsAre(0, 1));
  EXPECT_EQ(stream.history().events()[1]->data<schema::UpdateSubmitted>().getNarrative(), "");
}

TEST(History, LetsAnErasedCorrectionStrikeNothing) {
  Stream stream = finding();
  stream.add_erased("CorrectionMade", "2023-06-01", "hmicfrs",
                    fmt::format(R"({{"event": "{}", "reason": "r"}})", to_text(test::id_at(0))));
  EXPECT_THAT(positions(on(stream, "2023-06-01").held), ElementsAre(0));
  EXPECT_THAT(positions(on(stream, "2023-06-01").emptied), ElementsAre(1));
}

TEST(History, CountsThePrefixUpToAPosition) {
  Stream stream = finding();
  stream.at(10).add("UpdateSubmitted", "2023-06-01", "derbyshire", kUpdate);
  EXPECT_EQ(stream.history().prefix({0}), 1u);
  EXPECT_EQ(stream.history().prefix({9}), 1u);
  EXPECT_EQ(stream.history().prefix({10}), 2u);
  EXPECT_EQ(stream.history().prefix({99}), 2u);
}

TEST(History, RefusesWhatIsNotNextAndWhatIsNewer) {
  StreamHistory history;
  const auto line = fmt::format(
      R"({{"stream": "finding/f-1", "type": "RecommendationRaised", "effective": "2023", "actor": "a", "data": {}}})",
      kRaised);
  EXPECT_EQ(history.append(test::event_from(line, {5}, {2})).error().kind, ErrorKind::kCorrupt);
  ASSERT_TRUE(history.append(test::event_from(line, {5}, {1})));
  EXPECT_EQ(history.append(test::event_from(line, {5}, {2})).error().kind, ErrorKind::kCorrupt);
  auto other = test::event_from(line, {6}, {2});
  other.header.stream = *StreamId::parse("finding/f-2");
  EXPECT_EQ(history.append(std::move(other)).error().kind, ErrorKind::kCorrupt);
  auto newer = test::event_from(line, {6}, {2});
  newer.header.type = "FindingPainted";
  EXPECT_EQ(history.append(std::move(newer)).error().kind, ErrorKind::kNewer);
  auto undated = test::event_from(line, {6}, {2});
  undated.header.effective = "soon";
  EXPECT_EQ(history.append(std::move(undated)).error().kind, ErrorKind::kCorrupt);
  EXPECT_EQ(history.events().size(), 1u);
}

}  // namespace
}  // namespace probity::projections
