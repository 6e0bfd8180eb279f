#include "eventstore/writer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "eventstore/base/text.h"
#include "eventstore/erase.h"
#include "tests/unit/eventstore/verify_support.h"

namespace probity::eventstore::testing {
namespace {

using ::testing::HasSubstr;

std::vector<NewEvent> events(std::uint64_t from, std::size_t count, std::string_view name) {
  std::vector<NewEvent> out;
  for (std::uint64_t i = 0; i < count; ++i) out.push_back(event(from + i, name));
  return out;
}

/// What must not change when a request is refused.
struct Contents {
  Head head;
  std::vector<std::pair<StreamId, StreamHead>> streams;
  friend bool operator==(const Contents&, const Contents&) = default;
};

Contents contents(const Ledger& ledger) {
  const Snapshot snapshot = ledger.snapshot();
  return {snapshot.head(), snapshot.streams().value()};
}

void expect_same_events(const Receipt& a, const Receipt& b) {
  ASSERT_EQ(a.events.size(), b.events.size());
  for (std::size_t i = 0; i < a.events.size(); ++i) {
    EXPECT_EQ(a.events[i].id, b.events[i].id);
    EXPECT_EQ(a.events[i].position, b.events[i].position);
    EXPECT_EQ(a.events[i].version, b.events[i].version);
    EXPECT_EQ(a.events[i].leaf, b.events[i].leaf);
    EXPECT_EQ(a.events[i].recorded_at, b.events[i].recorded_at);
  }
}

TEST(Writer, PlacesEventsWithoutGaps) {
  LedgerFolder folder;
  folder.clock.pass(kMinute);
  const Receipt receipt =
      folder.append(request({event(1, "finding/a"), event(2, "finding/b"), event(3, "finding/a")}))
          .value();
  ASSERT_EQ(receipt.events.size(), 3U);
  EXPECT_EQ(receipt.events[0].position, Position{1});
  EXPECT_EQ(receipt.events[2].position, Position{3});
  EXPECT_EQ(receipt.events[0].version, StreamVersion{1});
  EXPECT_EQ(receipt.events[1].version, StreamVersion{1});
  EXPECT_EQ(receipt.events[2].version, StreamVersion{2});
  EXPECT_EQ(receipt.events[0].recorded_at, Instant{kStart.micros + kMinute});
  EXPECT_EQ(receipt.size, TreeSize{4});
  EXPECT_FALSE(receipt.known);
  const Snapshot snapshot = folder.ledger->snapshot();
  EXPECT_EQ(snapshot.head().root, receipt.root);
  const Event third = snapshot.event(Position{3}).value();
  EXPECT_EQ(third.leaf, receipt.events[2].leaf);
  EXPECT_EQ(third.placement.previous, Position{1});
  EXPECT_EQ(third.placement.previous_leaf, receipt.events[0].leaf);
}

TEST(Writer, KeepsEveryFieldOfAnEvent) {
  LedgerFolder folder;
  NewEvent offered = event(1, "finding/a");
  offered.header.audience = {"emsou", "hmicfrs"};
  offered.header.concerns = {"derbyshire"};
  offered.header.correlation = id(7);
  offered.header.causation = id(8);
  offered.header.client.bytes[3] = 4;
  offered.header.marking = Marking::kOfficialSensitive;
  ASSERT_TRUE(folder.append(request(offered)));
  const Event stored = folder.ledger->snapshot().event(Position{1}).value();
  EXPECT_TRUE(same_content(stored, offered));
  EXPECT_EQ(stored.header.concerns, offered.header.concerns);
  EXPECT_EQ(stored.header.client, offered.header.client);
  EXPECT_EQ(stored.header.recorded_by, offered.header.recorded_by);
  EXPECT_EQ(stored.header.standing, offered.header.standing);
  EXPECT_EQ(stored.salt, offered.salt);
  EXPECT_EQ(stored.payload, offered.payload);
}

TEST(Writer, GivesTheFirstReceiptAgain) {
  LedgerFolder folder;
  const Request offered = request(events(1, 3, "finding/a"), {{stream("finding/a"), NoStream{}}});
  const Receipt first = folder.append(offered).value();
  folder.clock.pass(kHour);
  ASSERT_TRUE(folder.append(request(event(9, "finding/a"))));
  const Contents before = contents(*folder.ledger);
  const Receipt again = folder.append(offered).value();  // its expected version is long past
  EXPECT_TRUE(again.known);
  EXPECT_FALSE(again.compared_id_only);
  expect_same_events(first, again);
  EXPECT_EQ(again.size, TreeSize{5});
  EXPECT_EQ(contents(*folder.ledger), before);
  folder.reopen();
  expect_same_events(folder.append(offered).value(), first);
}

TEST(Writer, GivesTheFirstReceiptAgainForAPartOfARequestInAnyOrder) {
  LedgerFolder folder;
  const Receipt first = folder.append(request(events(1, 3, "finding/a"))).value();
  const Receipt again =
      folder.append(request({event(3, "finding/a"), event(1, "finding/a")})).value();
  EXPECT_TRUE(again.known);
  EXPECT_EQ(again.events[0].position, first.events[2].position);
  EXPECT_EQ(again.events[1].position, first.events[0].position);
}

TEST(Writer, RefusesKnownEventsOfDifferentRequests) {
  LedgerFolder folder;
  ASSERT_TRUE(folder.append(request(event(1, "finding/a"))));
  ASSERT_TRUE(folder.append(request(event(2, "finding/a"))));
  const Contents before = contents(*folder.ledger);
  const auto refused = folder.append(request(events(1, 2, "finding/a")));
  EXPECT_EQ(refused.error().kind, ErrorKind::kConflict);
  EXPECT_EQ(contents(*folder.ledger), before);
}

TEST(Writer, RefusesAnIdWithOtherContent) {
  LedgerFolder folder;
  ASSERT_TRUE(folder.append(request(event(1, "finding/a", 1))));
  const Contents before = contents(*folder.ledger);
  const auto refused = folder.append(request(event(1, "finding/a", 2)));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::kConflict);
  EXPECT_THAT(refused.error().what, HasSubstr(to_text(id(1))));
  EXPECT_EQ(folder.append(request(event(1, "finding/b", 1))).error().kind, ErrorKind::kConflict);
  EXPECT_EQ(contents(*folder.ledger), before);
}

TEST(Writer, RefusesAMixOfKnownAndNewEvents) {
  LedgerFolder folder;
  ASSERT_TRUE(folder.append(request(event(1, "finding/a"))));
  const Contents before = contents(*folder.ledger);
  const auto refused = folder.append(request(events(1, 2, "finding/a")));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::kConflict);
  EXPECT_THAT(refused.error().what, HasSubstr(to_text(id(1))));
  EXPECT_THAT(refused.error().what, HasSubstr(to_text(id(2))));
  EXPECT_EQ(contents(*folder.ledger), before);
}

TEST(Writer, ComparesTheHeaderAloneOfAnErasedEvent) {
  LedgerFolder folder;
  ASSERT_TRUE(folder.append(request(event(1, "finding/a", 1))));
  const Head before = folder.ledger->snapshot().head();
  folder.ledger.reset();
  ASSERT_TRUE(erase_payload(folder.path(), Position{1}));
  folder.reopen();
  EXPECT_EQ(folder.ledger->snapshot().head(), before);
  const Receipt again = folder.append(request(event(1, "finding/a", 2))).value();
  EXPECT_TRUE(again.known);
  EXPECT_TRUE(again.compared_id_only);
  EXPECT_EQ(folder.append(request(event(1, "finding/b", 1))).error().kind, ErrorKind::kConflict);
}

TEST(Writer, ChecksExpectedVersions) {
  LedgerFolder folder;
  ASSERT_TRUE(folder.append(request(events(1, 2, "finding/a"))));
  const StreamId there = stream("finding/a");
  const StreamId none = stream("finding/none");
  std::uint64_t number = 100;
  // A dry run each, so that every case meets the same ledger: version 2 of the one, nothing of the
  // other.
  const auto accepted = [&](const StreamId& name, const ExpectedVersion& expected) {
    Request offered = request({event(number++, name.text())}, {{name, expected}});
    offered.dry_run = true;
    const auto answer = folder.append(std::move(offered));
    EXPECT_TRUE(answer || answer.error().kind == ErrorKind::kConflict);
    return answer.has_value();
  };
  EXPECT_TRUE(accepted(there, AnyVersion{}));
  EXPECT_TRUE(accepted(none, AnyVersion{}));
  EXPECT_FALSE(accepted(there, NoStream{}));
  EXPECT_TRUE(accepted(none, NoStream{}));
  EXPECT_TRUE(accepted(there, StreamExists{}));
  EXPECT_FALSE(accepted(none, StreamExists{}));
  EXPECT_TRUE(accepted(there, ExactVersion{StreamVersion{2}}));
  EXPECT_FALSE(accepted(there, ExactVersion{StreamVersion{1}}));
  EXPECT_FALSE(accepted(there, ExactVersion{StreamVersion{3}}));
  EXPECT_FALSE(accepted(there, ExactVersion{StreamVersion{0}}));
  EXPECT_TRUE(accepted(none, ExactVersion{StreamVersion{0}}));
  EXPECT_FALSE(accepted(none, ExactVersion{StreamVersion{1}}));
}

TEST(Writer, ExpectsAVersionOfAStreamThatTheRequestOnlyLooksAt) {
  LedgerFolder folder;
  ASSERT_TRUE(folder.append(request(event(1, "finding/a"))));
  EXPECT_EQ(folder.append(request({event(2, "finding/b")}, {{stream("finding/a"), NoStream{}}}))
                .error()
                .kind,
            ErrorKind::kConflict);
  EXPECT_TRUE(
      folder.append(request({event(2, "finding/b")}, {{stream("finding/a"), StreamExists{}}})));
}

TEST(Writer, TakesAllOfARequestOrNothing) {
  LedgerFolder folder;
  ASSERT_TRUE(folder.append(request(event(1, "finding/b"))));
  const Contents before = contents(*folder.ledger);
  const auto refused = folder.append(
      request({event(2, "finding/a"), event(3, "finding/b")},
              {{stream("finding/a"), NoStream{}}, {stream("finding/b"), NoStream{}}}));
  EXPECT_EQ(refused.error().kind, ErrorKind::kConflict);
  EXPECT_THAT(refused.error().what, HasSubstr("finding/b stands at version 1"));
  EXPECT_EQ(contents(*folder.ledger), before);
  EXPECT_EQ(folder.ledger->snapshot().find(id(2)).value(), std::nullopt);
}

TEST(Writer, SaysWhereADryRunWouldHaveStoodAndAppendsNothing) {
  LedgerFolder folder;
  ASSERT_TRUE(folder.append(request(event(1, "finding/a"))));
  const Contents before = contents(*folder.ledger);
  Request offered = request(events(2, 2, "finding/a"));
  offered.dry_run = true;
  const Receipt receipt = folder.append(offered).value();
  EXPECT_EQ(receipt.events[1].position, Position{3});
  EXPECT_EQ(receipt.events[1].version, StreamVersion{3});
  EXPECT_EQ(receipt.size, TreeSize{2});
  EXPECT_EQ(contents(*folder.ledger), before);
  offered.dry_run = false;
  expect_same_events(folder.append(offered).value(), receipt);
}

TEST(Writer, CommitsWhatIsQueuedTogether) {
  LedgerFolder folder;
  std::vector<std::future<Result<Receipt>>> answers;
  for (std::uint64_t i = 0; i < 600; ++i) {
    answers.push_back(folder.ledger->writer()->submit(request(
        {event(i + 1, "finding/a")}, {{stream("finding/a"), ExactVersion{StreamVersion{i}}}})));
  }
  for (std::uint64_t i = 0; i < answers.size(); ++i) {
    const Receipt receipt = answers[i].get().value();
    EXPECT_EQ(receipt.events[0].position, Position{i + 1});
    EXPECT_EQ(receipt.events[0].version, StreamVersion{i + 1});
    EXPECT_GT(receipt.size.value, i + 1);
  }
  EXPECT_EQ(folder.ledger->snapshot().head().size, TreeSize{601});
}

TEST(Writer, AnswersADuplicateThatIsQueuedWithItsFirst) {
  LedgerFolder folder;
  Writer& writer = *folder.ledger->writer();
  auto first = writer.submit(request(event(1, "finding/a")));
  auto second = writer.submit(request(event(1, "finding/a")));
  auto other = writer.submit(request(event(1, "finding/a", 77)));
  const Receipt placed = first.get().value();
  const Receipt again = second.get().value();
  EXPECT_TRUE(again.known);
  expect_same_events(placed, again);
  EXPECT_EQ(other.get().error().kind, ErrorKind::kConflict);
  EXPECT_EQ(folder.ledger->snapshot().head().size, TreeSize{2});
}

TEST(Writer, RefusesWhatIsMalformedOrTooLargeAtOnce) {
  LedgerFolder folder;
  EXPECT_EQ(folder.append({}).error().kind, ErrorKind::kMalformed);
  EXPECT_EQ(folder.append(request(events(1, 257, "finding/a"))).error().kind, ErrorKind::kTooLarge);
  EXPECT_EQ(folder.append(request({event(1, "finding/a"), event(1, "finding/b")})).error().kind,
            ErrorKind::kMalformed);
  EXPECT_EQ(folder.ledger->snapshot().head().size, TreeSize{1});
}

TEST(Writer, AnswersNothingAfterItIsClosed) {
  LedgerFolder folder;
  auto waiting = folder.ledger->writer()->submit(request(event(1, "finding/a")));
  ASSERT_TRUE(folder.ledger->close());
  EXPECT_TRUE(waiting.get());  // what was queued before is drained
  EXPECT_EQ(folder.append(request(event(2, "finding/a"))).error().kind, ErrorKind::kStorage);
  EXPECT_TRUE(folder.ledger->close());
}

/// Holds up the writer's thread until it is let go, so that requests gather behind it.
class Gate final : public AdmissionRules {
 public:
  Result<void> admit(const Recorded&, std::span<NewEvent>) override {
    entered_.set_value();
    go_.get_future().wait();
    return {};
  }
  void forget_uncommitted() override {}
  void wait_until_entered() { entered_.get_future().wait(); }
  void go() { go_.set_value(); }

 private:
  std::promise<void> entered_;
  std::promise<void> go_;
};

TEST(Writer, IsOverloadedWhenItsQueueIsFull) {
  LedgerFolder folder;
  Gate gate;
  folder.rules = &gate;
  folder.reopen();
  std::vector<std::future<Result<Receipt>>> answers;
  answers.push_back(folder.ledger->writer()->submit(request(event(1, "finding/a"))));
  gate.wait_until_entered();
  // The one that is judged is off the queue; the known event never reaches the rules.
  const Request known = request(event(kFirstNumber, "ledger/self"));
  for (std::size_t i = 0; i < limits::kQueueRequests; ++i)
    answers.push_back(folder.ledger->writer()->submit(known));
  auto refused = folder.ledger->writer()->submit(known);
  ASSERT_EQ(refused.wait_for(std::chrono::seconds(0)), std::future_status::ready);
  EXPECT_EQ(refused.get().error().kind, ErrorKind::kOverloaded);
  gate.go();
  for (auto& answer : answers) EXPECT_TRUE(answer.get());
  folder.ledger.reset();
}

TEST(Writer, IsOverloadedWhenItsQueueHoldsTooManyBytes) {
  LedgerFolder folder;
  Gate gate;
  folder.rules = &gate;
  folder.reopen();
  auto first = folder.ledger->writer()->submit(request(event(1, "finding/a")));
  gate.wait_until_entered();
  NewEvent large = event(kFirstNumber, "ledger/self");
  large.payload.resize(limits::kPayloadBytes / 8);
  std::size_t taken = 0;
  std::vector<std::future<Result<Receipt>>> answers;
  for (std::size_t i = 0; i < limits::kQueueBytes / limits::kPayloadBytes + 1; ++i) {
    answers.push_back(folder.ledger->writer()->submit(request(large)));
  }
  gate.go();
  for (auto& answer : answers) {
    const auto result = answer.get();
    ASSERT_FALSE(result);  // the same id with other content, or not taken at all
    if (result.error().kind == ErrorKind::kConflict) ++taken;
  }
  EXPECT_LT(taken, answers.size());
  EXPECT_GE(taken, limits::kQueueBytes / (limits::kPayloadBytes + 1024));
  EXPECT_TRUE(first.get());
  folder.ledger.reset();
}

TEST(Writer, PublishesEachNewHead) {
  LedgerFolder folder;
  std::vector<Head> heads;
  folder.ledger.reset();
  OpenOptions options = folder.options(Access::kReadWrite);
  options.on_commit = [&](const Head& head) { heads.push_back(head); };
  folder.ledger = Ledger::open(folder.path(), options).value();
  ASSERT_TRUE(folder.append(request(event(1, "finding/a"))));
  ASSERT_FALSE(
      folder.append(request(event(1, "finding/b"))));  // nothing is committed, nothing published
  ASSERT_TRUE(folder.append(request(event(2, "finding/a"))));
  const Head last = folder.ledger->snapshot().head();
  ASSERT_TRUE(folder.ledger->close());
  ASSERT_EQ(heads.size(), 2U);
  EXPECT_EQ(heads[0].size, TreeSize{2});
  EXPECT_EQ(heads[1], last);
}

TEST(Writer, AcknowledgesWhatIsDurableWhateverAListenerDoes) {
  LedgerFolder folder;
  folder.ledger.reset();
  OpenOptions options = folder.options(Access::kReadWrite);
  options.on_commit = [](const Head&) { throw std::runtime_error("a listener that fails"); };
  folder.ledger = Ledger::open(folder.path(), options).value();
  const auto first = folder.append(request(event(1, "finding/a")));
  ASSERT_TRUE(first) << first.error().what;
  EXPECT_FALSE(first->known);
  EXPECT_TRUE(folder.append(request(event(2, "finding/a")))) << "the writer goes on";
  EXPECT_EQ(folder.ledger->snapshot().head().size, TreeSize{3});
}

TEST(Writer, TakesNothingOfARequestThatFailsHalfWay) {
  LedgerFolder folder(0);  // the index follows each commit
  ASSERT_TRUE(folder.append(request(event(1, "finding/b"))));
  folder.ledger.reset();
  edit_index(folder.path(), [](lmdb::WriteTransaction& transaction, const IndexTables& tables) {
    lmdb::Cursor cursor = transaction.cursor(tables.streams);
    for (bool found = cursor.first(); found; found = cursor.next()) {
      const std::vector<std::uint8_t> key(cursor.key().begin(), cursor.key().end());
      if (std::string_view(reinterpret_cast<const char*>(key.data()), key.size())
              .starts_with("finding/b")) {
        transaction.put(tables.streams, key, std::vector<std::uint8_t>(8));  // no stream head
        return;
      }
    }
  });
  folder.reopen();
  const auto failed =
      folder.append(request({event(2, "finding/a"), event(3, "finding/b"), event(4, "finding/a")}));
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().kind, ErrorKind::kCorrupt) << failed.error().what;
  const Receipt next = folder.append(request(event(5, "finding/a"))).value();
  EXPECT_EQ(next.events[0].position, Position{2});
  EXPECT_EQ(next.events[0].version, StreamVersion{1});
  EXPECT_EQ(folder.ledger->snapshot().find(id(2)).value(), std::nullopt);
  EXPECT_EQ(folder.ledger->snapshot().head().size, TreeSize{3});
}

TEST(Writer, IsOneOfManyThreadsFriends) {
  LedgerFolder folder(50);  // with the index following now and then
  constexpr std::uint64_t kThreads = 4;
  constexpr std::uint64_t kEach = 60;
  std::vector<std::thread> threads;
  std::atomic<std::uint64_t> accepted = 0;
  for (std::uint64_t t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      for (std::uint64_t i = 0; i < kEach; ++i) {
        const std::uint64_t number = 1 + t * kEach + i;
        if (folder.append(request(event(number, "finding/" + std::to_string(t))))) ++accepted;
        const Snapshot snapshot = folder.ledger->snapshot();
        EXPECT_TRUE(snapshot.find(id(number)).value());
        EXPECT_EQ(
            snapshot.stream_head(stream("finding/" + std::to_string(t))).value()->version.value,
            i + 1);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(accepted, kThreads * kEach);
  EXPECT_EQ(folder.ledger->snapshot().head().size.value, 1 + kThreads * kEach);
}

TEST(Writer, HoldsItsClockAndSaysSo) {
  LedgerFolder folder;
  folder.clock.step_wall(-2 * kMinute);
  const Receipt receipt = folder.append(request(event(1, "finding/a"))).value();
  EXPECT_TRUE(receipt.clock_held);
  EXPECT_EQ(receipt.events[0].recorded_at, kStart);
  EXPECT_TRUE(folder.ledger->snapshot().event(Position{1})->placement.clock_held);
}

TEST(Writer, RefusesToAppendByAClockThatIsNotBelieved) {
  LedgerFolder folder;
  ASSERT_TRUE(folder.append(request(event(1, "finding/a"))));
  folder.clock.step_wall(-10 * kMinute);
  EXPECT_EQ(folder.append(request(event(2, "finding/a"))).error().kind, ErrorKind::kClock);
  EXPECT_TRUE(folder.append(request(event(1, "finding/a")))->known);  // nothing is stamped for it
  EXPECT_EQ(folder.ledger->snapshot().head().size, TreeSize{2});
}

TEST(Writer, AppendsByAClockThatTheOperatorAccepts) {
  LedgerFolder folder;
  folder.clock.pass(365 * kDay);
  folder.reopen();
  EXPECT_EQ(folder.append(request(event(1, "finding/a"))).error().kind, ErrorKind::kClock);
  OpenOptions options = folder.options(Access::kReadWrite);
  options.accept_clock = true;
  folder.ledger.reset();
  folder.ledger = Ledger::open(folder.path(), options).value();
  EXPECT_TRUE(folder.append(request(event(1, "finding/a"))));
  EXPECT_TRUE(folder.append(request(event(2, "finding/a"))));
}

}  // namespace
}  // namespace probity::eventstore::testing
