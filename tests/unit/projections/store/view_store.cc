#include "projections/store/view_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <map>

#include "eventstore/proof/hash.h"
#include "projections/store/view_tables.h"
#include "tests/support/ledgers.h"

namespace probity::projections {
namespace {

using eventstore::Access;
using test::must;
using test::RecordedLedger;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

constexpr std::string_view kRaised =
    R"({"inspection": "i", "title": "t", "text": "x", "addressees": ["derbyshire"]})";
constexpr std::string_view kUpdate =
    R"({"body": "derbyshire", "narrative": "n", "rag": "amber", "percentComplete": 10})";

StreamId stream(std::string_view name) { return must(StreamId::parse(name)); }

std::unique_ptr<ViewStore> open(const RecordedLedger& recorded,
                                Access access = Access::kReadWrite) {
  return must(ViewStore::open(*recorded.ledger, access));
}

std::unique_ptr<ViewStore> caught_up(const RecordedLedger& recorded) {
  auto store = open(recorded);
  must(store->catch_up(*recorded.ledger, {}));
  return store;
}

/// Two findings, told of in turns: f-1 at positions 1, 2 and 4, f-2 at 3.
void record_findings(RecordedLedger& recorded) {
  recorded.record("finding/f-1", "RecommendationRaised", "2023-03-02", "hmicfrs", kRaised);
  recorded.record("finding/f-1", "UpdateSubmitted", "2023-04-01", "derbyshire", kUpdate);
  recorded.record("finding/f-2", "RecommendationRaised", "2023-03-02", "hmicfrs", kRaised);
  recorded.record("finding/f-1", "UpdateSubmitted", "2023-05-01", "derbyshire", kUpdate);
}

std::uint64_t position_of(eventstore::WordsView row) {
  return capnp::readMessageUnchecked<schema::ActivityRow>(
             reinterpret_cast<const capnp::word*>(row.data()))
      .getHead()
      .getPosition();
}

std::map<std::string, StreamHistory> histories(const RecordedLedger& recorded) {
  std::map<std::string, StreamHistory> out;
  const auto snapshot = recorded.ledger->snapshot();
  for (std::uint64_t at = 0; at < snapshot.head().size.value; ++at) {
    auto event = must(snapshot.event({at}));
    must(out[event.header.stream.text()].append(std::move(event)));
  }
  return out;
}

TEST(ViewStore, KeepsTheRowOfEveryEventAsAFoldFromNothingMakesIt) {
  RecordedLedger recorded("2026-11-01");
  for (const auto* file : {"bodies", "emsou", "engage"}) {
    recorded.import(std::string(PROBITY_TEST_DATA) + "/" + file + ".jsonl");
  }
  const auto store = caught_up(recorded);
  const auto views = store->snapshot();
  std::uint64_t compared = 0;
  for (const auto& [name, history] : histories(recorded)) {
    const StreamId id = stream(name);
    for (const ViewDefinition& view : all_views()) {
      if (!view.category.empty() && view.category != id.category()) continue;
      for (std::size_t prefix = 1; prefix <= history.events().size(); ++prefix) {
        const FoldEvent& last = *history.events()[prefix - 1];
        const auto row = views->row(view.name, id, last.position());
        const auto expected = fold_row(view, history, last.recorded_day, prefix);
        EXPECT_TRUE(std::ranges::equal(row, expected)) << view.name << " " << name << " " << prefix;
        ++compared;
      }
    }
  }
  EXPECT_GT(compared, 2 * recorded.size().value - 10);
}

TEST(ViewStore, FindsTheNewestRowAtOrBeforeAPosition) {
  RecordedLedger recorded;
  record_findings(recorded);
  const auto store = caught_up(recorded);
  const auto views = store->snapshot();
  const auto at = [&](std::string_view name, std::uint64_t position) {
    const auto row = views->row("findings", stream(name), {position});
    return row.empty() ? -1 : static_cast<int>(position_of(row));
  };
  EXPECT_EQ(at("finding/f-1", 0), -1);
  EXPECT_EQ(at("finding/f-1", 1), 1);
  EXPECT_EQ(at("finding/f-1", 3), 2);
  EXPECT_EQ(at("finding/f-1", 4), 4);
  EXPECT_EQ(at("finding/f-1", ~0ULL), 4);
  EXPECT_EQ(at("finding/f-2", 2), -1);
  EXPECT_EQ(at("finding/f-2", 9), 3);
  EXPECT_EQ(at("finding/f", 9), -1);
  EXPECT_EQ(at("finding/f-3", 9), -1);
  EXPECT_TRUE(views->row("grades", stream("finding/f-1"), {9}).empty());
  EXPECT_TRUE(views->row("no-such-view", stream("finding/f-1"), {9}).empty());
}

TEST(ViewStore, VisitsEveryStreamByNameAsOfAPosition) {
  RecordedLedger recorded;
  // Names of which one begins another, of 8 bytes and of more, so that padding could mislead.
  for (const auto* name : {"finding/a", "finding/a-b", "finding/aa", "finding/aaaaaaaa",
                           "finding/aaaaaaaab", "finding/a.b"}) {
    recorded.record(name, "RecommendationRaised", "2023-03-02", "hmicfrs", kRaised);
  }
  recorded.record("finding/a", "UpdateSubmitted", "2023-04-01", "derbyshire", kUpdate);
  const auto store = caught_up(recorded);
  const auto views = store->snapshot();
  const auto visited = [&](std::uint64_t at) {
    std::vector<std::string> out;
    views->each("findings", {at}, [&](std::string_view name, eventstore::WordsView row) {
      out.push_back(fmt::format("{}@{}", name, position_of(row)));
    });
    return out;
  };
  EXPECT_THAT(visited(9), ElementsAre("finding/a@7", "finding/a-b@2", "finding/a.b@6",
                                      "finding/aa@3", "finding/aaaaaaaa@4", "finding/aaaaaaaab@5"));
  EXPECT_THAT(visited(3), ElementsAre("finding/a@1", "finding/a-b@2", "finding/aa@3"));
  EXPECT_THAT(visited(0), IsEmpty());
}

TEST(ViewStore, ChainsItsDigestOverTheRowsOfEachPosition) {
  RecordedLedger recorded;
  record_findings(recorded);
  const auto store = caught_up(recorded);
  const auto views = store->snapshot();
  const std::uint8_t version[] = {static_cast<std::uint8_t>(find_view("findings")->version), 0, 0,
                                  0};
  const std::string_view name = "findings";
  Hash digest = proof::sha256({{reinterpret_cast<const std::uint8_t*>(name.data()), 8}, version});
  for (const auto& [id, position] : {std::pair("finding/f-1", 1), std::pair("finding/f-1", 2),
                                     std::pair("finding/f-2", 3), std::pair("finding/f-1", 4)}) {
    std::string key = id;
    key.resize(16 + 8);
    key.back() = static_cast<char>(position);
    const auto row = views->row("findings", stream(id), {static_cast<std::uint64_t>(position)});
    digest = proof::sha256({digest.bytes,
                            {reinterpret_cast<const std::uint8_t*>(key.data()), key.size()},
                            bytes_of(row)});
  }
  const auto checkpoint = views->checkpoint("findings");
  ASSERT_TRUE(checkpoint);
  EXPECT_EQ(checkpoint->digest, digest);
  EXPECT_EQ(checkpoint->size, TreeSize{5});
  EXPECT_EQ(checkpoint->root, recorded.ledger->snapshot().head().root);
  EXPECT_NE(views->checkpoint("evidence")->digest, digest);
}

TEST(ViewStore, KeepsADigestAtEvery4096thPosition) {
  RecordedLedger recorded;
  std::vector<eventstore::NewEvent> events;
  for (int i = 0; i < 5'000; ++i) {
    events.push_back(recorded.new_event(
        fmt::format(R"({{"stream": "body/b-{}", "type": "NoteAdded", "effective": "2023",
                         "actor": "emsou", "data": {{"text": "t"}}}})",
                    i % 700),
        {}, events.size()));
    if (events.size() == 250) recorded.append(std::exchange(events, {}));
  }
  const auto store = open(recorded);
  std::vector<std::uint64_t> reported;
  must(store->catch_up(*recorded.ledger,
                       [&](const Progress& progress) { reported.push_back(progress.done); }));
  EXPECT_THAT(reported, ElementsAre(5'001));
  const auto digests = store->snapshot()->digests("bodies");
  ASSERT_THAT(digests, SizeIs(1));
  EXPECT_EQ(digests[0].first, TreeSize{4'096});
  EXPECT_NE(digests[0].second, store->snapshot()->checkpoint("bodies")->digest);
}

TEST(ViewStore, ComesToTheSameDigestInManyStepsAsInOne) {
  RecordedLedger recorded;
  const auto steps = open(recorded);
  for (int i = 0; i < 3; ++i) {
    record_findings(recorded);
    must(steps->catch_up(*recorded.ledger, {}));
  }
  const auto stepped = *steps->snapshot()->checkpoint("findings");
  const auto results = must(steps->rebuild(*recorded.ledger, "findings", {}));
  ASSERT_THAT(results, SizeIs(1));
  EXPECT_EQ(results[0].before, stepped);
  EXPECT_EQ(results[0].after, stepped);
  EXPECT_EQ(results[0].different, 0u);
  EXPECT_EQ(results[0].rows, 12u);
  EXPECT_EQ(*steps->snapshot()->checkpoint("findings"), stepped);
}

TEST(ViewStore, KeepsASnapshotAsItWasWhileItCatchesUp) {
  RecordedLedger recorded;
  record_findings(recorded);
  const auto store = caught_up(recorded);
  const auto before = store->snapshot();
  record_findings(recorded);
  must(store->catch_up(*recorded.ledger, {}));
  EXPECT_EQ(before->checkpoint("findings")->size, TreeSize{5});
  EXPECT_EQ(position_of(before->row("findings", stream("finding/f-1"), {99})), 4u);
  EXPECT_EQ(position_of(store->snapshot()->row("findings", stream("finding/f-1"), {99})), 8u);
}

TEST(ViewStore, ThrowsAwayWhatIsBeyondTheLog) {
  RecordedLedger other;
  for (int i = 0; i < 3; ++i) record_findings(other);
  caught_up(other).reset();
  RecordedLedger recorded;
  record_findings(recorded);
  std::filesystem::copy(other.path() / "views", recorded.path() / "views");
  const auto beyond = caught_up(recorded);  // 13 events, where the log has 5
  EXPECT_EQ(beyond->snapshot()->checkpoint("findings")->size, TreeSize{5});
  EXPECT_EQ(position_of(beyond->snapshot()->row("findings", stream("finding/f-1"), {99})), 4u);
}

TEST(ViewStore, ThrowsAwayWhatIsOfAnotherRoot) {
  RecordedLedger other;
  record_findings(other);
  caught_up(other).reset();
  RecordedLedger recorded;
  for (int i = 0; i < 6; ++i) {
    recorded.record("finding/f-3", "RecommendationRaised", "2023", "hmicfrs", kRaised);
  }
  std::filesystem::copy(other.path() / "views", recorded.path() / "views");
  const auto store = caught_up(recorded);
  EXPECT_TRUE(store->snapshot()->row("findings", stream("finding/f-1"), {99}).empty());
  EXPECT_EQ(store->snapshot()->checkpoint("findings")->root,
            recorded.ledger->snapshot().head().root);
}

/// Puts something else in the place of a view's checkpoint or of a row.
template <class Change>
void tamper(const RecordedLedger& recorded, Change change) {
  const auto tables = ViewTables::open(recorded.path() / "views", false);
  auto txn = tables->environment().write();
  change(*tables, txn);
  txn.commit();
}

TEST(ViewStore, FoldsAViewOfAnotherVersionAnew) {
  RecordedLedger recorded;
  record_findings(recorded);
  const auto good = *caught_up(recorded)->snapshot()->checkpoint("findings");
  const ViewDefinition& view = *find_view("findings");
  tamper(recorded, [&](ViewTables& tables, auto& txn) {
    auto stored = *tables.read(txn, view, Line::kInForce);
    stored.checkpoint.version += 1;
    txn.clear(tables.slot(view, stored.slot).rows);
    tables.write(txn, view, Line::kInForce, stored);
  });
  const auto store = open(recorded);
  EXPECT_FALSE(store->snapshot()->checkpoint("findings"));
  EXPECT_TRUE(store->snapshot()->checkpoint("grades"));
  must(store->catch_up(*recorded.ledger, {}));
  EXPECT_EQ(*store->snapshot()->checkpoint("findings"), good);
  EXPECT_EQ(position_of(store->snapshot()->row("findings", stream("finding/f-1"), {99})), 4u);
}

TEST(ViewStore, MendsTheNamesByWhichRowsAreFound) {
  RecordedLedger recorded;
  record_findings(recorded);
  caught_up(recorded).reset();
  tamper(recorded, [&](ViewTables& tables, auto& txn) {
    txn.erase(tables.streams(), row_key("finding/f-1", {2}));
    txn.put(tables.streams(), row_key("finding/f-9", {2}), {});
  });
  const auto store = open(recorded);
  const test::Folder scratch;
  const auto compared = must(store->compare_with_replay(
      *recorded.ledger, scratch.path(), recorded.ledger->snapshot().head().size, {}));
  const auto remade = must(store->rebuild(*recorded.ledger, "", {}));
  for (const auto& results : {compared, remade}) {
    EXPECT_EQ(results.back().view, "streams");
    EXPECT_THAT(results.back().examples, ElementsAre("finding/f-9 @2", "finding/f-1 @2"));
  }
  const test::Folder again;
  for (const auto& result : must(store->compare_with_replay(
           *recorded.ledger, again.path(), recorded.ledger->snapshot().head().size, {}))) {
    EXPECT_EQ(result.different, 0U) << result.view;
    EXPECT_EQ(result.digests_differ, std::nullopt) << result.view;
  }
}

TEST(ViewStore, ComparesWithAReplayUpToWhereItIsAsked) {
  RecordedLedger recorded;
  record_findings(recorded);
  caught_up(recorded).reset();
  const ViewDefinition& view = *find_view("findings");
  tamper(recorded, [&](ViewTables& tables, auto& txn) {
    const std::uint64_t wrong = 7;
    txn.put(tables.slot(view, tables.read(txn, view, Line::kInForce)->slot).rows, 3,
            bytes_of({&wrong, 1}));
  });
  const auto store = open(recorded);
  const auto different = [&](std::uint64_t up_to) {
    const test::Folder scratch;
    std::uint64_t count = 0;
    for (const auto& result :
         must(store->compare_with_replay(*recorded.ledger, scratch.path(), TreeSize{up_to}, {}))) {
      EXPECT_TRUE(result.view == "streams" || result.after.size == TreeSize{up_to});
      count += result.different;
    }
    return count;
  };
  EXPECT_EQ(different(3), 0U);
  EXPECT_EQ(different(4), 1U);
}

TEST(ViewStore, TellsWhichRowsARebuildFoundOtherwise) {
  RecordedLedger recorded;
  record_findings(recorded);
  const auto good = *caught_up(recorded)->snapshot()->checkpoint("findings");
  const ViewDefinition& view = *find_view("findings");
  tamper(recorded, [&](ViewTables& tables, auto& txn) {
    const auto& rows = tables.slot(view, tables.read(txn, view, Line::kInForce)->slot).rows;
    const std::uint64_t wrong = 7;
    const std::uint64_t third = 3;
    txn.put(rows, 0, bytes_of({&wrong, 1}));
    txn.put(rows, 2, bytes_of({&wrong, 1}));
    txn.erase(rows, bytes_of({&third, 1}));
  });
  const auto store = open(recorded);
  std::uint64_t done = 0;
  const auto results = must(store->rebuild(*recorded.ledger, "", [&](const Progress& progress) {
    EXPECT_EQ(progress.of, 5u);
    done = progress.done;
  }));
  EXPECT_EQ(done, 5u);
  ASSERT_THAT(results, SizeIs(all_views().size() + 1));
  EXPECT_EQ(results.back().view, "streams");
  for (const auto& result : results) {
    if (result.view != "findings") {
      EXPECT_EQ(result.different, 0u) << result.view;
      continue;
    }
    EXPECT_EQ(result.different, 3u);
    EXPECT_THAT(result.examples, ElementsAre("ledger/self @0", "finding/f-1 @2", "finding/f-2 @3"));
    EXPECT_EQ(result.after, good);
  }
  EXPECT_EQ(position_of(store->snapshot()->row("findings", stream("finding/f-1"), {3})), 2u);
  EXPECT_THAT(must(store->rebuild(*recorded.ledger, "findings", {}))[0].examples, IsEmpty());
  EXPECT_EQ(store->rebuild(*recorded.ledger, "finding", {}).error().kind, ErrorKind::kNotFound);
}

TEST(ViewStore, LeavesNoRowFromAnEventOnThatIsNewer) {
  RecordedLedger recorded;
  record_findings(recorded);
  auto newer = recorded.new_event(
      fmt::format(R"({{"stream": "finding/f-1", "type": "UpdateSubmitted", "effective": "2023",
                       "actor": "derbyshire", "data": {}}})",
                  kUpdate));
  newer.header.type = "FindingPainted";
  recorded.append(std::move(newer));
  const auto store = caught_up(recorded);
  EXPECT_EQ(position_of(store->snapshot()->row("findings", stream("finding/f-1"), {4})), 4u);
  EXPECT_TRUE(store->snapshot()->row("findings", stream("finding/f-1"), {5}).empty());
}

TEST(ViewStore, IsMadeAnewWhereItsFileIsGarbage) {
  RecordedLedger recorded;
  record_findings(recorded);
  const auto good = *caught_up(recorded)->snapshot()->checkpoint("findings");
  std::ofstream(recorded.path() / "views" / "data.mdb") << std::string(100'000, 'x');
  const auto reading = open(recorded, Access::kReadOnly);
  EXPECT_THAT(reading->remarks(), SizeIs(1));
  EXPECT_FALSE(reading->snapshot()->checkpoint("findings"));
  const auto store = open(recorded);
  EXPECT_THAT(store->remarks(), SizeIs(1));
  must(store->catch_up(*recorded.ledger, {}));
  EXPECT_EQ(*store->snapshot()->checkpoint("findings"), good);
}

TEST(ViewStore, GivesNothingReadOnlyWhereThereAreNoViews) {
  RecordedLedger recorded;
  record_findings(recorded);
  const auto store = open(recorded, Access::kReadOnly);
  EXPECT_FALSE(store->snapshot()->checkpoint("findings"));
  EXPECT_TRUE(store->snapshot()->row("findings", stream("finding/f-1"), {9}).empty());
  EXPECT_THAT(store->snapshot()->digests("findings"), IsEmpty());
  EXPECT_EQ(store->catch_up(*recorded.ledger, {}).error().kind, ErrorKind::kStorage);
  EXPECT_EQ(store->rebuild(*recorded.ledger, "", {}).error().kind, ErrorKind::kStorage);
  EXPECT_FALSE(std::filesystem::exists(recorded.path() / "views"));
  EXPECT_THAT(store->remarks(), IsEmpty());
}

TEST(ViewStore, ReadsWhatAnotherHandWroteThoughItMayNotWrite) {
  RecordedLedger recorded;
  record_findings(recorded);
  const auto good = *caught_up(recorded)->snapshot()->checkpoint("findings");
  const auto store = open(recorded, Access::kReadOnly);
  EXPECT_EQ(*store->snapshot()->checkpoint("findings"), good);
}

}  // namespace
}  // namespace probity::projections
