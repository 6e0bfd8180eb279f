#include "projections/questions/time/blame.h"
#include "projections/questions/time/course.h"
#include "projections/questions/time/diff.h"
#include "projections/questions/time/movement.h"
#include "projections/questions/time/steps.h"
#include "projections/questions/time/when.h"
#include "tests/unit/projections/questions/findings_support.h"

namespace probity::test {
namespace {

using namespace projections;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class ThroughTime : public Findings {
 protected:
  ThroughTime() {
    raised_ = raise("r-1", R"("north", "south")");
    updated_ = act("UpdateSubmitted", "north", "2024-02-01", R"("narrative": "n", "rag": "amber")");
    due_ = on_finding("r-1", "DueDateSet", "2024-02-05", "hmicfrs",
                      R"({"body": "north", "due": "2024-09-30", "basis": "inspectorate"})",
                      {.concerns = {"north"}});
    claimed_ = act("CompletionClaimed", "north", "2024-03-01", R"("narrative": "done")");
  }
  Position act(std::string_view type, const std::string& body, std::string_view effective,
               std::string_view more) {
    return on_finding("r-1", type, effective, body,
                      fmt::format(R"({{"body": "{}", {}}})", body, more), {.concerns = {body}});
  }
  Answer blame(std::string_view field = {}, std::string_view effective = {}) {
    return ask(ask_blame, {.stream = "r-1", .field = std::string(field)}, effective);
  }
  Answer when(std::string_view field, Comparison comparison, std::string_view value,
              TimeClock clock) {
    return ask(ask_when, {.stream = "r-1",
                          .field = std::string(field),
                          .comparison = comparison,
                          .value = std::string(value),
                          .clock = clock});
  }
  static std::string at(Position position) { return fmt::to_string(position.value); }

  Position raised_;
  Position updated_;
  Position due_;
  Position claimed_;
};

constexpr const char* kStatus = "addressees[north].status";

TEST_F(ThroughTime, BlameNamesTheEventThatSetEachField) {
  const auto of = [&](std::string_view field) {
    return column(blame(field), "fields", "position");
  };
  EXPECT_THAT(of("title"), ElementsAre(at(raised_)));
  EXPECT_THAT(of(kStatus), ElementsAre(at(claimed_)));
  EXPECT_THAT(of("addressees[north].rag"), ElementsAre(at(updated_)));
  EXPECT_THAT(of("addressees[south].status"), ElementsAre(at(raised_)));
  EXPECT_THAT(of("addressees[north].dues[inspectorate].due"), ElementsAre(at(due_)));
  EXPECT_THAT(column(blame("addressees[north].claimed"), "fields", "value"),
              ElementsAre("2024-03-01", "north"));
}

TEST_F(ThroughTime, BlameIsOfTheDayAndOfWhatWasNotStruck) {
  EXPECT_THAT(column(blame(kStatus, "2024-02-10"), "fields", "position"),
              ElementsAre(at(updated_)));
  const auto event = must(ledger_.ledger->snapshot().event(claimed_));
  record("finding/r-1", "CorrectionMade", "2024-03-02", "north",
         fmt::format(R"({{"event": "{}", "reason": "too early"}})", to_text(event.header.id)));
  EXPECT_THAT(column(blame(kStatus), "fields", "position"), ElementsAre(at(updated_)));
  EXPECT_THAT(column(blame(kStatus), "fields", "value"), ElementsAre("inProgress"));
}

TEST_F(ThroughTime, BlameOfAFieldThatIsNoneNamesTheNearest) {
  const auto answer = try_ask(ask_blame, {.stream = "r-1", .field = "titel"});
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, ErrorKind::kNotFound);
  EXPECT_THAT(answer.error().mend, HasSubstr("title"));
}

/// What blame says, by its definition: with the events up to the one it names the field has its
/// value, and without that one it had not.
TEST_F(ThroughTime, BlameHoldsForEveryField) {
  const StreamId stream = *StreamId::parse("finding/r-1");
  auto world = must(World::open(*ledger_.ledger, nullptr, {}, {}, ledger_.clock));
  const StreamHistory& history = *must(world->history(stream));
  const std::size_t all = history.events().size();
  const auto on = history.on(world->moment().day, all);
  const auto value_after = [&](std::size_t count, const std::string& path) -> std::string {
    FoldContext context(on.struck);
    const auto fold = find_view("findings")->make();
    if (count == 0) return {};
    for (std::size_t i = 0; i < count; ++i) fold->apply(*on.held[i], context);
    for (const RowField& field : row_fields(*find_view("findings"), *fold)) {
      if (field.path == path) return field.value;
    }
    return {};
  };
  std::size_t checked = 0;
  for (const FieldSet& field : fields_on(stream, history, world->moment().day, all)) {
    if (field.path.starts_with("evidence.")) continue;
    const auto by = std::ranges::find(on.held, field.by) - on.held.begin();
    ASSERT_LT(static_cast<std::size_t>(by), on.held.size());
    EXPECT_EQ(value_after(static_cast<std::size_t>(by) + 1, field.path), field.value) << field.path;
    EXPECT_NE(value_after(static_cast<std::size_t>(by), field.path), field.value) << field.path;
    ++checked;
  }
  EXPECT_GT(checked, 15);
}

TEST_F(ThroughTime, WhenTellsSpansOnEitherClock) {
  const Answer world = when(kStatus, Comparison::kIs, "in-progress", TimeClock::kEffective);
  EXPECT_THAT(column(world, "spans", "from"), ElementsAre("2024-02-01"));
  EXPECT_THAT(column(world, "spans", "until"), ElementsAre("2024-03-01"));
  EXPECT_THAT(column(world, "spans", "openedBy"), ElementsAre(at(updated_)));
  EXPECT_THAT(column(world, "spans", "closedBy"), ElementsAre(at(claimed_)));
  const Answer record = when(kStatus, Comparison::kIs, "inProgress", TimeClock::kRecorded);
  const auto recorded_at = [&](Position position) {
    return to_text(must(ledger_.ledger->snapshot().event(position)).placement.recorded_at);
  };
  EXPECT_THAT(column(record, "spans", "from"), ElementsAre(recorded_at(updated_)));
  EXPECT_THAT(column(record, "spans", "until"), ElementsAre(recorded_at(claimed_)));
}

TEST_F(ThroughTime, WhenTakesNotAboveAndBelow) {
  const Answer unless = when(kStatus, Comparison::kNot, "inProgress", TimeClock::kEffective);
  EXPECT_THAT(column(unless, "spans", "from"), ElementsAre("2024-01-10", "2024-03-01"));
  EXPECT_THAT(column(unless, "spans", "until"), ElementsAre("2024-02-01", ""));
  EXPECT_THAT(
      column(when(kStatus, Comparison::kNot, "closed", TimeClock::kEffective), "spans", "value"),
      ElementsAre("several"));
  constexpr const char* kDue = "addressees[north].dues[inspectorate].due";
  EXPECT_TRUE(when(kDue, Comparison::kAbove, "2024-09-29", TimeClock::kEffective).yes);
  EXPECT_FALSE(when(kDue, Comparison::kAbove, "2024-09-30", TimeClock::kEffective).yes);
  EXPECT_TRUE(when(kDue, Comparison::kBelow, "2024-10-01", TimeClock::kEffective).yes);
  EXPECT_FALSE(when(kStatus, Comparison::kIs, "closed", TimeClock::kRecorded).yes);
  EXPECT_EQ(
      try_ask(ask_when,
              {.stream = "r-1", .field = kDue, .comparison = Comparison::kAbove, .value = "soon"})
          .error()
          .kind,
      ErrorKind::kMalformed);
  EXPECT_TRUE(when("raised", Comparison::kBelow, "2024-02-01", TimeClock::kRecorded).yes);
  EXPECT_TRUE(when("raised.by", Comparison::kIs, "hmicfrs", TimeClock::kRecorded).yes);
  EXPECT_TRUE(
      remarks(when(kStatus, Comparison::kIs, "clsoed", TimeClock::kEffective), "inProgress"));
  EXPECT_EQ(try_ask(ask_when, {.stream = "r-1", .field = "nosuch", .value = "1"}).error().kind,
            ErrorKind::kNotFound);
}

TEST_F(ThroughTime, DiffTellsEachFieldThatChanged) {
  const auto diff = [&](const DiffQuery& query) {
    auto world = must(World::open(*ledger_.ledger, nullptr, {}, {}, ledger_.clock));
    return must(ask_diff(*world, query, ledger_.clock));
  };
  const std::string from = "@" + at(due_);
  const Answer recorded = diff({.stream = "r-1", .from = from});
  const auto fields = column(recorded, "changes", "field");
  EXPECT_THAT(fields, Contains(kStatus));
  EXPECT_THAT(fields, Contains("addressees[north].claimed"));
  EXPECT_THAT(fields, testing::Not(Contains("title")));
  for (const auto& position : column(recorded, "changes", "position")) {
    EXPECT_EQ(position, at(claimed_));
  }
  const Answer world = diff(
      {.stream = "r-1", .from = "2024-01-20", .to = "2024-02-02", .clock = TimeClock::kEffective});
  EXPECT_THAT(column(world, "changes", "field"), Contains("addressees[north].rag"));
  EXPECT_THAT(column(world, "changes", "field"),
              testing::Not(Contains("addressees[north].claimed")));
  auto world_now = must(World::open(*ledger_.ledger, nullptr, {}, {}, ledger_.clock));
  EXPECT_EQ(
      ask_diff(*world_now, {.stream = "r-1", .from = from, .to = "@" + at(raised_)}, ledger_.clock)
          .error()
          .kind,
      ErrorKind::kMalformed);
  EXPECT_THAT(column(diff({.stream = "r-1", .from = from, .to = from}), "changes", "field"),
              IsEmpty());
}

TEST_F(ThroughTime, StepsTellWhatEachEventChanged) {
  const auto steps = [&](const StepsQuery& query) { return ask(ask_steps, query); };
  const Answer all = steps({.stream = "r-1"});
  EXPECT_EQ(fact(all, "events"), "4");
  const auto of = [&](Position position, std::string_view field) {
    std::string told;
    for (auto& row : rows_of(all, "steps")) {
      if (row["position"] == at(position) && row["field"] == field) {
        told += row["before"] + " -> " + row["after"];
      }
    }
    return told;
  };
  EXPECT_EQ(of(raised_, kStatus), " -> awaitingAllocation");
  EXPECT_EQ(of(updated_, kStatus), "awaitingAllocation -> inProgress");
  EXPECT_EQ(of(due_, kStatus), "");
  EXPECT_EQ(of(due_, "addressees[north].dues[inspectorate].due"), " -> 2024-09-30");
  EXPECT_EQ(of(claimed_, kStatus), "inProgress -> pendingSignOff");
}

TEST_F(ThroughTime, StepsBeginAndEndWhereTheyAreTold) {
  const auto positions = [&](const StepsQuery& query) {
    std::vector<std::string> each = column(ask(ask_steps, query), "steps", "position");
    each.erase(std::ranges::unique(each).begin(), each.end());
    return each;
  };
  EXPECT_THAT(positions({.from = updated_, .to = due_}), ElementsAre(at(updated_), at(due_)));
  EXPECT_THAT(positions({.stream = "r-1", .from = updated_, .at_most = 1}),
              ElementsAre(at(updated_)));
  EXPECT_TRUE(remarks(ask(ask_steps, {.stream = "r-1", .from = updated_, .at_most = 1}),
                      fmt::format("--from @{} goes on", due_.value)));
  EXPECT_FALSE(remarks(ask(ask_steps, {.stream = "r-1"}), "goes on"));
}

TEST_F(ThroughTime, StepsShowAnEventThatChangedNothingByThen) {
  const Position later =
      act("UpdateSubmitted", "south", "2030-01-01", R"("narrative": "n", "rag": "red")");
  const auto rows = rows_of(ask(ask_steps, {.from = later}), "steps");
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows.front().at("field"), "");
}

class Movement : public ThroughTime {
 protected:
  std::vector<std::string> moved(std::string_view from, std::string_view to, bool recorded,
                                 const FindingFilter& filter = {}) {
    const auto open = [&](std::string_view moment) {
      return must(World::open(*ledger_.ledger, nullptr, recorded ? moment : std::string_view(),
                              recorded ? std::string_view() : moment, ledger_.clock));
    };
    const auto before = open(from);
    const auto after = open(to);
    std::vector<std::string> changes;
    for (auto& row : rows_of(must(ask_movement(*before, *after, filter)), "changes")) {
      changes.push_back(row["ref"] + " " + row["body"] + " " + row["what"] + ": " + row["before"] +
                        " -> " + row["after"] + (row["restated"] == "yes" ? ", restated" : ""));
    }
    return changes;
  }
};

TEST_F(Movement, TellsEachAddresseeOnItsOwn) {
  EXPECT_THAT(moved("2023-12-31", "2024-01-31", false),
              ElementsAre("r-1 north opened:  -> awaitingAllocation",
                          "r-1 south opened:  -> awaitingAllocation"));
  EXPECT_THAT(moved("2024-01-31", "2024-03-31", false),
              ElementsAre("r-1 north moved: awaitingAllocation -> pendingSignOff",
                          "r-1 north recoloured:  -> amber",
                          "r-1 north dueSet:  -> 2024-09-30 (inspectorate)"));
  EXPECT_THAT(moved("2024-03-31", "2024-04-30", false), IsEmpty());
  EXPECT_THAT(moved("2024-04-30", "2024-10-02", false),
              ElementsAre("r-1 north newlyOverdue: 2024-09-30 (inspectorate) -> "
                          "2024-09-30 (inspectorate)"));
  body("south", "territorialForce");
  EXPECT_THAT(moved("2023-12-31", "2024-03-31", false, {.body = "south"}),
              ElementsAre("r-1 south opened:  -> awaitingAllocation"));
}

TEST_F(Movement, TellsEndsAndReturns) {
  on_finding("r-1", "DueDateSet", "2024-04-01", "hmicfrs",
             R"({"body": "north", "due": "2024-12-31", "basis": "inspectorate"})",
             {.concerns = {"north"}});
  act("FindingClosed", "north", "2024-05-01", R"("reason": "verified")");
  on_finding("r-1", "FindingReopened", "2024-05-03", "hmicfrs",
             R"({"body": "north", "reason": "r"})", {.concerns = {"north"}});
  EXPECT_THAT(
      moved("2024-03-31", "2024-04-02", false),
      ElementsAre("r-1 north extended: 2024-09-30 (inspectorate) -> 2024-12-31 (inspectorate)"));
  EXPECT_THAT(moved("2024-04-02", "2024-05-02", false),
              testing::Contains("r-1 north closed: pendingSignOff -> closed"));
  EXPECT_THAT(moved("2024-05-02", "2024-05-04", false),
              testing::Contains("r-1 north reopened: closed -> inProgress"));
}

TEST_F(Movement, KeepsTheDatesOfEachBasisApart) {
  on_finding("r-1", "DueDateSet", "2024-04-01", "north",
             R"({"body": "north", "due": "2024-06-30", "basis": "internal"})",
             {.concerns = {"north"}});
  on_finding("r-1", "DueDateSet", "2024-04-03", "hmicfrs",
             R"({"body": "north", "due": "2024-08", "basis": "inspectorate"})",
             {.concerns = {"north"}});
  EXPECT_THAT(moved("2024-03-31", "2024-04-02", false),
              ElementsAre("r-1 north dueSet:  -> 2024-06-30 (internal)"));
  EXPECT_THAT(moved("2024-04-02", "2024-04-04", false),
              ElementsAre("r-1 north broughtForward: 2024-09-30 (inspectorate) -> 2024-08 "
                          "(inspectorate)"));
}

TEST_F(Movement, MarksWhatACorrectionMadeOfAnEarlierAnswer) {
  const std::string before = "@" + at(claimed_);
  const Position corrected = on_finding(
      "r-1", "CorrectionMade", "2024-05-01", "north",
      fmt::format(R"({{"event": "{}", "reason": "wrong"}})", to_text(id_at(claimed_.value))));
  EXPECT_THAT(moved(before, "@" + at(corrected), true),
              ElementsAre("r-1 north moved: pendingSignOff -> inProgress, restated"));
  EXPECT_THAT(moved("@" + at(due_), before, true),
              ElementsAre("r-1 north moved: inProgress -> pendingSignOff"));
}

TEST_F(Movement, OfAFindingThatWasWithdrawnSaysSo) {
  const std::string before = "@" + at(claimed_);
  const Position struck = on_finding(
      "r-1", "CorrectionMade", "2024-05-01", "hmicfrs",
      fmt::format(R"({{"event": "{}", "reason": "wrong"}})", to_text(id_at(raised_.value))));
  EXPECT_THAT(moved(before, "@" + at(struck), true),
              ElementsAre("r-1 north withdrawn: pendingSignOff -> , restated",
                          "r-1 south withdrawn: awaitingAllocation -> , restated"));
}

}  // namespace
}  // namespace probity::test
