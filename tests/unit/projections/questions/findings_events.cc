// history, show, log and evidence.
#include "projections/questions/findings/stream_reading.h"
#include "tests/unit/projections/questions/findings_support.h"

namespace probity::test {
namespace {

using namespace projections;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class Events : public Findings {
 protected:
  Position note(std::string_view ref, std::string_view effective, std::string_view text) {
    return on_finding(ref, "NoteAdded", effective, "north",
                      fmt::format(R"({{"text": "{}"}})", text));
  }
  Position update(std::string_view ref, std::string_view effective) {
    return on_finding(ref, "UpdateSubmitted", effective, "north",
                      R"({"body": "north", "narrative": "n", "rag": "red"})");
  }
  Position strike(std::string_view ref, Position struck) {
    return on_finding(
        ref, "CorrectionMade", "2024-05-01", "hmicfrs",
        fmt::format(R"({{"event": "{}", "reason": "wrong"}})", to_text(id_at(struck.value))));
  }
  void append_of_newer_type(const std::string& line) {
    auto newer = ledger_.new_event(line);
    newer.header.type = "FindingSplit";
    ledger_.append(std::move(newer));
  }
};

TEST_F(Events, OfAStreamAreReadInTheOrderInWhichTheyWereRecorded) {
  raise("r-1", R"("north")");
  update("r-1", "2024-03-01");
  update("r-1", "2024-02-01");
  const Answer answer = ask(ask_history, {.stream = "r-1"});
  EXPECT_THAT(column(answer, "events", "effective"),
              ElementsAre("2024-01-10", "2024-03-01", "2024-02-01"));
  const Answer effective = ask(ask_history, {.stream = "r-1", .order = HistoryOrder::kEffective});
  EXPECT_THAT(column(effective, "events", "effective"),
              ElementsAre("2024-01-10", "2024-02-01", "2024-03-01"));
}

TEST_F(Events, SayHowTheyStandOnTheDay) {
  raise("r-1", R"("north")");
  update("r-1", "2024-02");
  update("r-1", "2024-03-01");
  const Answer answer = ask(ask_history, {.stream = "r-1"}, "2024-02-10");
  EXPECT_THAT(column(answer, "events", "state"), ElementsAre("holds", "possible", "notYet"));
}

TEST_F(Events, AreStruckAndACorrectionOfACorrectionUnstrikesThem) {
  raise("r-1", R"("north")");
  const Position updated = update("r-1", "2024-02-01");
  const Position struck_it = strike("r-1", updated);
  EXPECT_THAT(ask(ask_history, {.stream = "r-1"}).tables.front().struck,
              ElementsAre(false, true, false));
  strike("r-1", struck_it);
  const Answer answer = ask(ask_history, {.stream = "r-1"});
  EXPECT_THAT(answer.tables.front().struck, ElementsAre(false, false, true, false));
  EXPECT_EQ(fact(answer, "struckCount"), "1");
}

TEST_F(Events, AsOfBeforeTheCorrectionAreNotStruck) {
  raise("r-1", R"("north")");
  const Position updated = update("r-1", "2024-02-01");
  strike("r-1", updated);
  const Answer answer =
      ask(ask_history, {.stream = "r-1"}, "2024-06-01", fmt::format("@{}", updated.value));
  EXPECT_THAT(answer.tables.front().struck, ElementsAre(false, false));
}

TEST_F(Events, OfATypeNewerThanThisProgramAreShownAsUnknown) {
  raise("r-1", R"("north")");
  append_of_newer_type(
      R"({"stream": "finding/r-1", "type": "NoteAdded", "effective": "2024-02-01", "actor": "north",
          "data": {"text": "t"}})");
  const Answer answer = ask(ask_history, {.stream = "r-1"});
  EXPECT_THAT(column(answer, "events", "event"),
              ElementsAre("RecommendationRaised", "FindingSplit"));
  EXPECT_EQ(rows_of(answer, "events").back().at("notes"), "unknown: newer than this program");
  EXPECT_TRUE(remarks(answer, "an event type newer than this program"));
}

TEST(EventReading, OfAnErasedPayloadHasNoFieldsAndSaysSo) {
  auto event = event_from(
      R"({"stream": "finding/r-1", "type": "UpdateSubmitted", "effective": "2024-02-01", "actor": "north",
          "data": {"body": "north", "narrative": "n", "rag": "red"}})",
      Position{4}, StreamVersion{2});
  const EventReading whole{.event = event,
                           .sort_day = {},
                           .struck_by = {},
                           .names = {},
                           .marking = eventstore::Marking::kOfficial,
                           .state = "holds"};
  EXPECT_THAT(fields_of(whole.event), SizeIs(3));
  EXPECT_EQ(notes_of(whole), "");
  EventReading erased = whole;
  erased.event.payload.clear();
  EXPECT_THAT(fields_of(erased.event), IsEmpty());
  EXPECT_EQ(notes_of(erased), "payload erased");
  EXPECT_EQ(attribution(erased.event), "north (entered by the operator)");
}

TEST(EventReading, SaysEverythingThatIsSoOfIt) {
  EventReading reading{
      .event = event_from(
          R"({"stream": "finding/r-1", "type": "CorrectionMade", "effective": "2024-02-01",
                               "actor": "north", "data": {"event": "e0000000-0000-0000-0000-000000000001",
                               "reason": "r"}})",
          Position{4}, StreamVersion{2}),
      .sort_day = {},
      .struck_by = Position{9},
      .names = Position{1},
      .marking = eventstore::Marking::kOfficialSensitive,
      .state = "struck",
      .withheld = true};
  EXPECT_EQ(notes_of(reading), "struck by @9; strikes @1; withheld; officialSensitive");
}

TEST_F(Events, OfAnUnknownStreamNameTheNearest) {
  record("monitoring/north", "MonitoringStageChanged", "..", "hmicfrs",
         R"({"stage": "scan", "reason": "r"})");
  const auto answer = try_ask(ask_history, {.stream = "monitoring/nroth"});
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(answer.error().what, "no stream monitoring/nroth is on record");
  EXPECT_EQ(answer.error().mend, "did you mean monitoring/north?");
}

TEST_F(Events, AreShownWholeByPositionAndById) {
  const Position raised = raise("r-1", R"("north")");
  for (const std::string& name : {fmt::format("{}", raised.value), fmt::format("@{}", raised.value),
                                  to_text(id_at(raised.value))}) {
    const Answer answer = ask(ask_show, {.event = name});
    EXPECT_EQ(fact(answer, "position"), std::to_string(raised.value));
    EXPECT_EQ(fact(answer, "event"), "RecommendationRaised");
    EXPECT_EQ(fact(answer, "eventFingerprint"),
              to_hex(must(ledger_.ledger->snapshot().event(raised)).leaf.bytes));
    EXPECT_THAT(column(answer, "fields", "field"),
                ElementsAre("inspection", "title", "text", "addressees"));
    EXPECT_THAT(column(answer, "fields", "value"),
                ElementsAre("peel", "Title of r-1", "t", "north"));
  }
}

TEST_F(Events, ThatAreStruckSayByWhat) {
  raise("r-1", R"("north")");
  const Position updated = update("r-1", "2024-02-01");
  const Position correction = strike("r-1", updated);
  const Answer struck = ask(ask_show, {.event = fmt::format("@{}", updated.value)});
  EXPECT_EQ(fact(struck, "struckBy"), std::to_string(correction.value));
  EXPECT_EQ(fact(struck, "state"), "struck");
  EXPECT_TRUE(remarks(struck, fmt::format("struck by @{}", correction.value)));
  EXPECT_EQ(fact(ask(ask_show, {.event = fmt::format("@{}", correction.value)}), "names"),
            std::to_string(updated.value));
}

TEST_F(Events, BeyondTheMomentAreNotShown) {
  const Position raised = raise("r-1", R"("north")");
  const auto beyond = try_ask(ask_show, {.event = fmt::format("@{}", raised.value)}, {}, "@0");
  ASSERT_FALSE(beyond);
  EXPECT_EQ(beyond.error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(beyond.error().mend, "positions run from 0 to 0");
  const auto unknown = try_ask(ask_show, {.event = "11111111-1111-4111-8111-111111111111"});
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().kind, ErrorKind::kNotFound);
  const auto no_event = try_ask(ask_show, {.event = "r-1"});
  ASSERT_FALSE(no_event);
  EXPECT_EQ(no_event.error().kind, ErrorKind::kMalformed);
}

class Log : public Events {
 protected:
  Log() {
    raise("r-1", R"("north")");
    ledger_.clock.go_to("2024-06-03");
    update("r-1", "2024-02-01");
    note("r-1", "2024-02-02", "x");
    ledger_.clock.go_to("2024-06-05");
    record("monitoring/north", "MonitoringStageChanged", "..", "hmicfrs",
           R"({"stage": "scan", "reason": "r"})");
  }
  std::vector<std::string> logged(const LogQuery& query) {
    return column(ask(ask_log, query), "events", "event");
  }
};

TEST_F(Log, HasEveryEventByPosition) {
  EXPECT_THAT(column(ask(ask_log, {}), "events", "position"), ElementsAre("0", "1", "2", "3", "4"));
}

TEST_F(Log, SelectsByStreamCategoryTypeAndActor) {
  EXPECT_THAT(logged({.stream = "r-1"}),
              ElementsAre("RecommendationRaised", "UpdateSubmitted", "NoteAdded"));
  EXPECT_THAT(logged({.stream = "finding/r-1", .actor = "hmicfrs"}),
              ElementsAre("RecommendationRaised"));
  EXPECT_THAT(logged({.category = "monitoring"}), ElementsAre("MonitoringStageChanged"));
  EXPECT_EQ(try_ask(ask_log, {.category = "monitor"}).error().kind, ErrorKind::kMalformed)
      << "no part of a category is one";
  EXPECT_THAT(logged({.type = "NoteAdded"}), ElementsAre("NoteAdded"));
  EXPECT_THAT(logged({.actor = "north"}), ElementsAre("UpdateSubmitted", "NoteAdded"));
}

TEST_F(Log, SelectsByWhenEventsWereRecorded) {
  EXPECT_THAT(logged({.from = noon("2024-06-03")}), SizeIs(3));
  EXPECT_THAT(logged({.from = noon("2024-06-03"), .until = noon("2024-06-05")}),
              ElementsAre("UpdateSubmitted", "NoteAdded"));
}

TEST_F(Log, SelectsByPosition) {
  EXPECT_THAT(column(ask(ask_log, {.from_position = Position{2}, .below = TreeSize{4}}), "events",
                     "position"),
              ElementsAre("2", "3"));
  EXPECT_THAT(
      column(ask(ask_log, {.stream = "r-1", .from_position = Position{3}}), "events", "position"),
      ElementsAre("3"));
}

TEST_F(Log, SelectsByWhenTheyTookEffectAndCountsApartWhatIsOnlyPossible) {
  update("r-1", "2024-02");
  EXPECT_THAT(logged({.stream = "r-1", .happened_from = *day_from_text("2024-02-01")}),
              ElementsAre("UpdateSubmitted", "NoteAdded", "UpdateSubmitted"));
  const LogQuery until{.stream = "r-1",
                       .happened_from = *day_from_text("2024-02-01"),
                       .happened_until = *day_from_text("2024-02-02")};
  EXPECT_THAT(logged(until), ElementsAre("UpdateSubmitted", "NoteAdded"));
  EXPECT_TRUE(remarks(ask(ask_log, until), "1 more may have happened then"));
  EXPECT_FALSE(remarks(ask(ask_log, {.stream = "r-1"}), "may have happened"));
}

TEST_F(Log, SelectsByHowAnEventCameOnRecord) {
  on_finding("r-1", "NoteAdded", "2024-02-04", "north", R"({"text": "our own"})",
             {.recorded_by = "north", .standing = eventstore::Standing::kOwn});
  EXPECT_THAT(logged({.recorded_by = "north"}), ElementsAre("NoteAdded"));
  EXPECT_THAT(logged({.standing = eventstore::Standing::kOwn}), ElementsAre("NoteAdded"));
  EXPECT_THAT(logged({.standing = eventstore::Standing::kReported}), IsEmpty());
  EXPECT_THAT(logged({.marking = eventstore::Marking::kOfficialSensitive}), IsEmpty());
  EXPECT_THAT(logged({.marking = eventstore::Marking::kOfficial}), SizeIs(6));
}

TEST_F(Log, OfABodyHasWhatConcernsIt) {
  raise("r-2", R"("south")");
  on_finding("r-2", "NoteAdded", "2024-02-03", "hmicfrs", R"({"text": "asked of north"})",
             {.concerns = {"north"}});
  on_finding("r-1", "NoteAdded", "2024-02-03", "hmicfrs", R"({"text": "asked of all"})");
  on_finding("r-1", "NoteAdded", "2024-02-03", "hmicfrs", R"({"text": "asked of south"})",
             {.concerns = {"south"}});
  const LogQuery north{.body = "north"};
  EXPECT_THAT(column(ask(ask_log, north), "events", "position"),
              ElementsAre("1", "2", "3", "4", "6", "7"))
      << "its finding, its stream, and what names it; not another's";
}

TEST_F(Log, FindsTextInFieldsAndSources) {
  note("r-1", "2024-02-04", "The Rota was re-drawn");
  EXPECT_THAT(logged({.text = "rota was"}), ElementsAre("NoteAdded"));
  EXPECT_THAT(logged({.text = "rota will"}), IsEmpty());
  EXPECT_THAT(logged({.type = "UpdateSubmitted", .text = "RED"}), ElementsAre("UpdateSubmitted"));
}

TEST_F(Log, OfACategoryThatIsNoneNamesTheNearest) {
  const auto answer = try_ask(ask_log, {.category = "findings"});
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().mend, "did you mean finding?");
  EXPECT_THAT(logged({.category = "grade"}), IsEmpty());
}

TEST_F(Log, OfABodyWithoutEventsNamesTheNearest) {
  EXPECT_FALSE(try_ask(ask_log, {.recorded_by = "nroth"}));
  EXPECT_FALSE(try_ask(ask_log, {.body = "nroth"}));
  EXPECT_THAT(logged({.type = "UpdateSubmitted", .actor = "operator"}), IsEmpty());
}

TEST_F(Log, ShowsTheLastAndSaysHowManyAreLeftOut) {
  const Answer answer = ask(ask_log, {.at_most = 2, .newest_first = true});
  EXPECT_THAT(column(answer, "events", "position"), ElementsAre("4", "3"));
  EXPECT_EQ(fact(answer, "matching"), "5");
  EXPECT_TRUE(remarks(answer, "the last 2 of 5 are shown"));
  EXPECT_FALSE(remarks(ask(ask_log, {.at_most = 5}), "are shown"));
}

TEST_F(Log, EndsAtTheMoment) {
  EXPECT_THAT(column(ask(ask_log, {}, {}, "@1"), "events", "position"), ElementsAre("0", "1"));
}

TEST_F(Log, OfATypeThatIsNoneNamesTheNearest) {
  const auto answer = try_ask(ask_log, {.type = "NoteAded"});
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, ErrorKind::kMalformed);
  EXPECT_EQ(answer.error().mend, "did you mean NoteAdded?");
}

TEST_F(Log, TakesATypeThatOnlyANewerProgramKnowsIfItIsOnRecord) {
  append_of_newer_type(
      R"({"stream": "finding/r-1", "type": "NoteAdded", "effective": "2024-02-01", "actor": "north",
          "data": {"text": "t"}})");
  EXPECT_THAT(logged({.type = "FindingSplit"}), ElementsAre("FindingSplit"));
}

class Evidence : public Events {
 protected:
  Evidence() {
    for (const char* force : {"north", "south"}) body(force, "territorialForce");
    raise("r-1", R"("north", "south")");
    raise("r-2", R"("south")");
    attach("r-1", 'a', R"("body": "north", )", {.concerns = {"north"}});
    attach("r-1", 'b', "", {});
    attach("r-2", 'c', "", {});
    on_finding(
        "r-1", "EvidenceWithdrawn", "2024-03-01", "north",
        fmt::format(R"({{"sha256": "{}", "reason": "superseded draft"}})", std::string(64, 'a')),
        {.concerns = {"north"}});
  }
  void attach(std::string_view ref, char digit, std::string_view body, const Recording& recording) {
    on_finding(
        ref, "EvidenceAttached", "2024-02-01", "north",
        fmt::format(R"({{{}"title": "Minutes {}", "uri": "https://example.org/{}", "sha256": "{}",
                                "bytes": 12, "supports": "claim"}})",
                    body, digit, digit, std::string(64, digit)),
        recording);
  }
  std::vector<std::string> titles(const EvidenceQuery& query) {
    return column(ask(ask_evidence, query), "evidence", "title");
  }
};

TEST_F(Evidence, IsListedWithItsDigestAndWithdrawnOnesAreStruck) {
  const Answer answer = ask(ask_evidence, {.ref = "r-1"});
  EXPECT_THAT(column(answer, "evidence", "title"), ElementsAre("Minutes a", "Minutes b"));
  EXPECT_THAT(column(answer, "evidence", "sha256"),
              ElementsAre(std::string(64, 'a'), std::string(64, 'b')));
  EXPECT_THAT(column(answer, "evidence", "withdrawnReason"), ElementsAre("superseded draft", ""));
  EXPECT_THAT(answer.tables.front().struck, ElementsAre(true, false));
  EXPECT_EQ(fact(answer, "withdrawnCount"), "1");
}

TEST_F(Evidence, OfAllFindingsOrOfThoseThatConcernABody) {
  EXPECT_THAT(titles({}), ElementsAre("Minutes a", "Minutes b", "Minutes c"));
  EXPECT_THAT(titles({.body = "north"}), ElementsAre("Minutes a", "Minutes b"));
  EXPECT_THAT(titles({.ref = "r-1", .body = "south"}), ElementsAre("Minutes b"));
}

TEST_F(Evidence, OfAnUnknownFindingIsNotFound) {
  const auto answer = try_ask(ask_evidence, {.ref = "r-9"});
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, ErrorKind::kNotFound);
  EXPECT_THAT(answer.error().mend, HasSubstr("did you mean r-"));
}

}  // namespace
}  // namespace probity::test
