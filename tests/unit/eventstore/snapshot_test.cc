#include <gtest/gtest.h>

#include "eventstore/envelope_view.h"
#include "eventstore/ledger.h"
#include "eventstore/proof/hash.h"
#include "tests/support/naive_tree.h"
#include "tests/unit/eventstore/support.h"

namespace probity::eventstore::testing {
namespace {

/// `count` events over three streams, in requests of seven, a minute apart.
void fill(LedgerFolder& folder, std::uint64_t count) {
  std::uint64_t number = 1;
  while (number <= count) {
    std::vector<NewEvent> events;
    for (int i = 0; i < 7 && number <= count; ++i, ++number) {
      events.push_back(event(number, "finding/" + std::to_string(number % 3)));
    }
    folder.clock.pass(kMinute);
    ASSERT_TRUE(folder.append(request(std::move(events))));
  }
}

TEST(Snapshot, StaysAtItsMoment) {
  LedgerFolder folder;
  const Snapshot before = folder.ledger->snapshot();
  ASSERT_TRUE(folder.append(request(event(1, "finding/a"))));
  EXPECT_EQ(before.head().size, TreeSize{1});
  EXPECT_EQ(before.find(id(1)).value(), std::nullopt);
  EXPECT_EQ(before.stream_head(stream("finding/a")).value(), std::nullopt);
  EXPECT_EQ(before.event(Position{1}).error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(before.streams()->size(), 1U);
  EXPECT_TRUE(before.stream_positions(stream("finding/a"), TreeSize{99})->empty());
  EXPECT_EQ(before.root_at(TreeSize{2}).error().kind, ErrorKind::kNotFound);
}

TEST(Snapshot, MayBeMoved) {
  LedgerFolder folder;
  Snapshot one = folder.ledger->snapshot();
  Snapshot other = std::move(one);
  EXPECT_EQ(other.head().size, TreeSize{1});
  other = folder.ledger->snapshot();
  EXPECT_TRUE(other.event(Position{0}));
}

TEST(Snapshot, ScansAnyRangeInOrder) {
  LedgerFolder folder;
  fill(folder, 40);
  const Snapshot snapshot = folder.ledger->snapshot();
  for (std::uint64_t from = 0; from <= 41; from += 5) {
    for (std::uint64_t to = from; to <= 45; to += 3) {
      std::uint64_t next = from;
      ASSERT_TRUE(
          snapshot.scan(Position{from}, TreeSize{to}, [&](Position at, const Record& record) {
            EXPECT_EQ(at.value, next++);
            EXPECT_EQ(EnvelopeView::over(record.envelope)->position(), at);
            // Reading another event in between does not lead the scan astray.
            EXPECT_TRUE(snapshot.event(Position{at.value * 7 % 41}));
            return true;
          }));
      EXPECT_EQ(next, std::max(from, std::min<std::uint64_t>(to, 41)));
    }
  }
}

TEST(Snapshot, EndsAScanWhenToldTo) {
  LedgerFolder folder;
  fill(folder, 20);
  int seen = 0;
  ASSERT_TRUE(folder.ledger->snapshot().scan(Position{0}, TreeSize{21},
                                             [&](Position, const Record&) { return ++seen < 9; }));
  EXPECT_EQ(seen, 9);
}

TEST(Snapshot, GivesAStreamsPositionsAtEverySize) {
  for (const std::uint64_t index_tail : {limits::kIndexTailEvents, std::uint64_t{10}}) {
    LedgerFolder folder(index_tail);
    fill(folder, 500);
    folder.reopen();
    const Snapshot snapshot = folder.ledger->snapshot();
    for (std::uint64_t size = 0; size <= 501; size += 13) {
      std::vector<Position> expected;
      for (std::uint64_t at = 1; at < std::min<std::uint64_t>(size, 501); ++at) {
        if (at % 3 == 1) expected.push_back(Position{at});
      }
      ASSERT_EQ(snapshot.stream_positions(stream("finding/1"), TreeSize{size}).value(), expected)
          << size;
    }
    EXPECT_TRUE(snapshot.stream_positions(stream("finding/none"), TreeSize{501})->empty());
  }
}

TEST(Snapshot, ListsStreamsByName) {
  LedgerFolder folder;
  ASSERT_TRUE(folder.append(
      request({event(1, "b/b"), event(2, "b/a-b"), event(3, "b/a"), event(4, "b/b")})));
  const auto streams = folder.ledger->snapshot().streams().value();
  ASSERT_EQ(streams.size(), 4U);
  EXPECT_EQ(streams[0].first.text(), "b/a");
  EXPECT_EQ(streams[1].first.text(), "b/a-b");
  EXPECT_EQ(streams[2].first.text(), "b/b");
  EXPECT_EQ(streams[2].second.version, StreamVersion{2});
  EXPECT_EQ(streams[2].second.last, Position{4});
  EXPECT_EQ(streams[3].first.text(), "ledger/self");
}

TEST(Snapshot, FindsTheLastEventRecordedByAnInstant) {
  LedgerFolder folder;
  fill(folder, 30);  // a request of seven a minute, from one minute after the first event
  const Snapshot snapshot = folder.ledger->snapshot();
  const auto as_of = [&](std::int64_t offset) {
    return snapshot.as_of(Instant{kStart.micros + offset}).value();
  };
  EXPECT_EQ(as_of(-1), std::nullopt);
  EXPECT_EQ(as_of(0), Position{0});
  EXPECT_EQ(as_of(kMinute - 1), Position{0});
  EXPECT_EQ(as_of(kMinute), Position{7});
  EXPECT_EQ(as_of(2 * kMinute), Position{14});
  EXPECT_EQ(as_of(2 * kMinute + 1), Position{14});
  EXPECT_EQ(as_of(kDay), Position{30});
}

TEST(Snapshot, GivesTheRootOfEveryEarlierSize) {
  LedgerFolder folder;
  fill(folder, 300);
  const Snapshot snapshot = folder.ledger->snapshot();
  std::vector<Hash> leaves;
  ASSERT_TRUE(snapshot.scan(Position{0}, TreeSize{301}, [&](Position, const Record& record) {
    leaves.push_back(proof::leaf_hash(bytes_of(record.envelope)));
    return true;
  }));
  for (std::size_t size = 0; size <= leaves.size(); ++size) {
    ASSERT_EQ(snapshot.root_at(TreeSize{size}), test::naive_root(std::span(leaves).first(size)))
        << size;
  }
  EXPECT_EQ(snapshot.head().root, test::naive_root(leaves));
}

TEST(Snapshot, HandsOutRecordsInPlace) {
  LedgerFolder folder;
  fill(folder, 3);
  const Snapshot snapshot = folder.ledger->snapshot();
  const Record first = snapshot.record(Position{1}).value();
  const Record third = snapshot.record(Position{3}).value();
  EXPECT_EQ(EnvelopeView::over(first.envelope)->id(), id(1));
  EXPECT_EQ(EnvelopeView::over(third.envelope)->id(), id(3));
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(first.envelope.data()) % 8, 0U);
}

}  // namespace
}  // namespace probity::eventstore::testing
