#include "projections/world.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/ledgers.h"

namespace probity::projections {
namespace {

using eventstore::Access;
using eventstore::Marking;
using test::must;
using test::RecordedLedger;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::string_view kRaised =
    R"({"inspection": "i", "title": "t", "text": "x", "addressees": ["derbyshire"]})";
constexpr std::string_view kUpdate =
    R"({"body": "derbyshire", "narrative": "n", "rag": "amber", "percentComplete": 10})";

StreamId stream(std::string_view name) { return must(StreamId::parse(name)); }

std::unique_ptr<World> ask(RecordedLedger& recorded, const ViewStore* views,
                           std::string_view as_of = {}, std::string_view effective = {}) {
  return must(World::open(*recorded.ledger, views, as_of, effective, recorded.clock));
}

std::unique_ptr<ViewStore> caught_up(const RecordedLedger& recorded) {
  auto store = must(ViewStore::open(*recorded.ledger, Access::kReadWrite));
  must(store->catch_up(*recorded.ledger, {}));
  return store;
}

/// What every row says but for the day it was folded for: `stream: fields`.
template <class Row>
std::vector<std::string> rows(World& world) {
  std::vector<std::string> out;
  must(world.each<Row>([&](const StreamId& id, typename Row::Reader row) {
    capnp::MallocMessageBuilder copy;
    copy.setRoot(row);
    auto head = copy.getRoot<Row>().getHead();
    head.setFoldedFor(0);
    out.push_back(id.text() + ": " + kj::str(copy.getRoot<Row>().asReader()).cStr());
    // Each stream asked for by itself is the same.
    const auto alone = must(world.row<Row>(id));
    ASSERT_TRUE(alone);
    EXPECT_EQ(kj::str(*alone), kj::str(row)) << id.text();
  }));
  return out;
}

std::vector<std::string> all_rows(World& world) {
  std::vector<std::string> out;
  const auto add = [&](std::vector<std::string> more) {
    out.insert(out.end(), more.begin(), more.end());
  };
  add(rows<schema::ActivityRow>(world));
  add(rows<schema::AgreementRow>(world));
  add(rows<schema::BodyRow>(world));
  add(rows<schema::DisruptionRow>(world));
  add(rows<schema::EvidenceRow>(world));
  add(rows<schema::FindingRow>(world));
  add(rows<schema::GradeRow>(world));
  add(rows<schema::InspectionRow>(world));
  add(rows<schema::MeasureRow>(world));
  add(rows<schema::MonitoringRow>(world));
  add(rows<schema::PracticeRow>(world));
  add(rows<schema::ResponseRow>(world));
  return out;
}

std::string data(std::string_view name) {
  return fmt::format("{}/{}.jsonl", PROBITY_TEST_DATA, name);
}

TEST(World, SaysTheSameWithViewsAsWithoutAtEveryMoment) {
  RecordedLedger recorded("2025-06-01");
  recorded.import(data("bodies"));
  recorded.clock.go_to("2025-07-01");
  recorded.import(data("emsou"));
  const auto views = caught_up(recorded);  // so that what follows is in the log alone
  recorded.clock.go_to("2025-08-01");
  recorded.import(data("engage"));
  ASSERT_EQ(recorded.size(), TreeSize{218});
  for (const std::string_view as_of :
       {"", "@217", "@177", "@176", "@150", "@90", "2025-07-15", "@0"}) {
    for (const std::string_view effective :
         {"", "2023-03-01", "2023-03-02", "2024-04-17", "1990-01-01", "2030-01-01"}) {
      const auto with = ask(recorded, views.get(), as_of, effective);
      const auto without = ask(recorded, nullptr, as_of, effective);
      EXPECT_EQ(all_rows(*with), all_rows(*without)) << as_of << " on " << effective;
    }
  }
}

/// A finding raised on 2 March 2023 (position 1) and updated (2); an inspection beside it (3).
class WorldTest : public testing::Test {
 protected:
  WorldTest() {
    recorded_.record("finding/f-1", "RecommendationRaised", "2023-03-02", "hmicfrs", kRaised);
    recorded_.clock.go_to("2023-04-01");
    recorded_.record("finding/f-1", "UpdateSubmitted", "2023-04-01", "derbyshire", kUpdate);
    recorded_.record("inspection/i", "NoteAdded", "2023-04-01", "hmicfrs", R"({"text": "t"})");
  }
  RecordedLedger recorded_;
};

TEST_F(WorldTest, KnowsNothingOfAStreamBeforeItsFirstEvent) {
  for (const bool stored : {false, true}) {
    const auto views = stored ? caught_up(recorded_) : nullptr;
    const auto world = ask(recorded_, views.get(), "@0");
    EXPECT_FALSE(*world->row<schema::FindingRow>(stream("finding/f-1")));
    EXPECT_FALSE(*world->row<schema::FindingRow>(stream("finding/f-2")));
    EXPECT_THAT(must(world->history(stream("finding/f-1")))->events(), IsEmpty());
    EXPECT_EQ(world->event({1}).error().kind, ErrorKind::kNotFound);
    EXPECT_THAT(rows<schema::FindingRow>(*world), IsEmpty());
  }
}

TEST_F(WorldTest, GivesNoRowOfAStreamThatTheViewDoesNotFold) {
  const auto world = ask(recorded_, nullptr);
  EXPECT_FALSE(*world->row<schema::FindingRow>(stream("inspection/i")));
  EXPECT_TRUE(*world->row<schema::ActivityRow>(stream("inspection/i")));
}

TEST_F(WorldTest, GivesARowToAStreamThatIsStillToCome) {
  const auto views = caught_up(recorded_);
  const auto world = ask(recorded_, views.get(), "", "2023-03-01");
  const auto row = must(world->row<schema::FindingRow>(stream("finding/f-1")));
  ASSERT_TRUE(row);
  EXPECT_FALSE(row->getHead().getBegun());
}

TEST_F(WorldTest, AnswersAsOfAMomentBeforeItsFirstRecord) {
  const auto world = ask(recorded_, nullptr, "2022-01-01");
  Answer answer;
  must(world->finish(answer));
  EXPECT_EQ(answer.size, TreeSize{0});
  EXPECT_THAT(rows<schema::FindingRow>(*world), IsEmpty());
}

TEST_F(WorldTest, FinishesAnAnswerWithItsMomentAndRoot) {
  const auto then = ask(recorded_, nullptr, "@1");
  Answer answer;
  must(then->finish(answer));
  EXPECT_EQ(answer.size, TreeSize{2});
  EXPECT_EQ(answer.root, must(recorded_.ledger->snapshot().root_at({2})));
  EXPECT_EQ(answer.moment.as_of, "@1");
  EXPECT_EQ(answer.marking, Marking::kOfficial);
  EXPECT_EQ(answer.withheld, 0u);
}

TEST_F(WorldTest, CarriesTheHighestMarkingThatItUsed) {
  recorded_.record(R"({"stream": "finding/f-1", "type": "UpdateSubmitted", "effective": "2023-05",
                       "actor": "derbyshire", "marking": "officialSensitive", "data":
                       {"body": "derbyshire", "narrative": "n", "rag": "red"}})");
  const auto views = caught_up(recorded_);
  const auto marking = [&](std::string_view as_of, const auto& use) {
    const auto world = ask(recorded_, views.get(), as_of, "2023-06-01");
    use(*world);
    Answer answer;
    must(world->finish(answer));
    return answer.marking;
  };
  const auto finding = [](World& world) {
    (void)must(world.row<schema::FindingRow>(stream("finding/f-1")));
  };
  EXPECT_EQ(marking("", finding), Marking::kOfficialSensitive);
  EXPECT_EQ(marking("@3", finding), Marking::kOfficial);
  EXPECT_EQ(marking("",
                    [](World& world) {
                      (void)must(world.row<schema::ActivityRow>(stream("inspection/i")));
                    }),
            Marking::kOfficial);
  EXPECT_EQ(marking("", [](World& world) { (void)must(world.event({4})); }),
            Marking::kOfficialSensitive);
  EXPECT_EQ(marking("", [](World& world) { (void)must(world.event({1})); }), Marking::kOfficial);
  EXPECT_EQ(marking("", [](World& world) { (void)must(world.history(stream("finding/f-1"))); }),
            Marking::kOfficialSensitive);
}

TEST_F(WorldTest, CarriesTheMarkingThatAnEventWasGivenLater) {
  recorded_.record(
      "finding/f-1", "MarkingChanged", "2023-05-01", "hmicfrs",
      fmt::format(R"({{"event": "{}", "marking": "officialSensitive", "reason": "r"}})",
                  to_text(test::id_at(1))));
  const auto world = ask(recorded_, nullptr);
  (void)must(world->event({1}));
  Answer answer;
  must(world->finish(answer));
  EXPECT_EQ(answer.marking, Marking::kOfficialSensitive);
}

TEST_F(WorldTest, TellsNothingOfAStreamThatIsNewerThanTheProgram) {
  auto newer = recorded_.new_event(
      R"({"stream": "finding/f-1", "type": "NoteAdded", "effective": "2023", "actor": "a",
          "data": {"text": "t"}})");
  newer.header.type = "FindingPainted";
  recorded_.append(std::move(newer));
  for (const bool stored : {false, true}) {
    const auto views = stored ? caught_up(recorded_) : nullptr;
    const auto world = ask(recorded_, views.get());
    EXPECT_EQ(world->row<schema::FindingRow>(stream("finding/f-1")).error().kind,
              ErrorKind::kNewer);
    EXPECT_EQ(world->history(stream("finding/f-1")).error().kind, ErrorKind::kNewer);
    EXPECT_EQ(world->each<schema::FindingRow>([](const auto&, auto) {}).error().kind,
              ErrorKind::kNewer);
    EXPECT_TRUE(world->event({4}));
    EXPECT_TRUE(*world->row<schema::ActivityRow>(stream("inspection/i")));
    const auto before = ask(recorded_, views.get(), "@3");
    EXPECT_TRUE(*before->row<schema::FindingRow>(stream("finding/f-1")));
  }
}

TEST_F(WorldTest, SeesTheSameAllItsLife) {
  const auto views = caught_up(recorded_);
  const auto world = ask(recorded_, views.get());
  recorded_.record("finding/f-2", "RecommendationRaised", "2023-03-02", "hmicfrs", kRaised);
  must(views->catch_up(*recorded_.ledger, {}));
  EXPECT_EQ(rows<schema::FindingRow>(*world).size(), 1u);
  EXPECT_EQ(world->moment().size, TreeSize{4});
}

TEST_F(WorldTest, PassesOverViewsOfAnotherLog) {
  RecordedLedger other;
  other.record("finding/f-7", "RecommendationRaised", "2023-03-02", "hmicfrs", kRaised);
  caught_up(other).reset();
  std::filesystem::copy(other.path() / "views", recorded_.path() / "views");
  const auto views = must(ViewStore::open(*recorded_.ledger, Access::kReadOnly));
  ASSERT_TRUE(views->snapshot()->checkpoint("findings"));
  // A day for which the other ledger's row is right, so that nothing but its root speaks against
  // it.
  const auto world = ask(recorded_, views.get(), "", "2023-01-15");
  const auto folded = ask(recorded_, nullptr, "", "2023-01-15");
  EXPECT_EQ(rows<schema::FindingRow>(*world), rows<schema::FindingRow>(*folded));
}

}  // namespace
}  // namespace probity::projections
