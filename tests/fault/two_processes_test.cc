// Two processes append to the same streams with exact expected versions while a third reads: every
// event is accepted once, every conflict is told, positions have no gap, and the reader never sees
// one, nor an event that is gone at its next look.

#include <gtest/gtest.h>

#include <chrono>
#include <deque>
#include <fstream>
#include <future>
#include <map>
#include <thread>
#include <unordered_map>
#include <unordered_set>

#include "eventstore/ledger.h"
#include "tests/support/new_events.h"
#include "tests/support/processes.h"

namespace probity {
namespace {

using eventstore::Access;
using eventstore::Ledger;

constexpr std::uint64_t kEventsEach = 20'000;
constexpr std::uint64_t kStreams = 64;
constexpr std::size_t kInFlight = 200;

std::unique_ptr<Ledger> open_ledger(const std::filesystem::path& folder, Access access,
                                    Clock& clock) {
  auto ledger = Ledger::open(
      folder,
      {.access = access, .clock = clock, .expected_origin = {}, .rules = nullptr, .on_commit = {}});
  if (!ledger) throw std::runtime_error(ledger.error().what);
  return std::move(*ledger);
}

StreamId stream_of(std::uint64_t number) {
  return *StreamId::parse("finding/shared-" + std::to_string(number));
}

std::uint64_t version_now(const Ledger& ledger, const StreamId& stream) {
  const auto head = ledger.snapshot().stream_head(stream);
  if (!head) throw std::runtime_error(head.error().what);
  return head->has_value() ? (**head).version.value : 0;
}

/// Says that this process is there, and waits for the other.
void meet(const std::filesystem::path& self, const std::filesystem::path& other) {
  test::write_file(self, "");
  constexpr int kTries = 60'000;
  for (int tries = 0; !std::filesystem::exists(other); ++tries) {
    if (tries == kTries) throw std::runtime_error("the other process did not come");
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
}

/// Appends this author's events one request each, with the version it believes the stream has; a
/// conflict makes it look again and try again. Writes the number of conflicts that it was told to
/// `report`. The first version is believed before the other process appends, so the two do meet.
int append_everything(const std::filesystem::path& folder, std::uint8_t author,
                      const std::filesystem::path& report, const std::filesystem::path& self,
                      const std::filesystem::path& other) {
  HostClock clock;
  auto ledger = open_ledger(folder, Access::kReadWrite, clock);
  std::deque<std::uint64_t> to_do;
  for (std::uint64_t i = 0; i < kEventsEach; ++i) to_do.push_back(i);
  std::unordered_map<std::uint64_t, std::uint64_t> believed;
  std::uint64_t conflicts = 0;
  believed[0] = version_now(*ledger, stream_of(0));
  meet(self, other);
  struct Waiting {
    std::uint64_t number;
    std::future<Result<eventstore::Receipt>> answer;
  };
  while (!to_do.empty()) {
    std::vector<Waiting> waiting;
    std::unordered_set<std::uint64_t> touched;
    while (!to_do.empty() && waiting.size() < kInFlight) {
      const std::uint64_t number = to_do.front();
      to_do.pop_front();
      const std::uint64_t stream = number % kStreams;
      const StreamId name = stream_of(stream);
      if (!believed.contains(stream)) believed[stream] = version_now(*ledger, name);
      eventstore::Request request;
      request.events.push_back(
          test::new_note(name, test::numbered_id(author, number), "by process"));
      request.expected.emplace_back(name,
                                    eventstore::ExactVersion{StreamVersion{believed[stream]++}});
      waiting.push_back({number, ledger->writer()->submit(std::move(request))});
      touched.insert(stream);
    }
    for (Waiting& one : waiting) {
      const auto receipt = one.answer.get();
      if (receipt) continue;
      if (receipt.error().kind != ErrorKind::kConflict)
        throw std::runtime_error(receipt.error().what);
      ++conflicts;
      believed.erase(one.number % kStreams);
      to_do.push_back(one.number);
    }
  }
  std::ofstream(report) << conflicts;
  return 0;
}

/// Reads on from where it stood until `stop` appears: positions follow one another, versions of a
/// stream too.
int read_all_the_while(const std::filesystem::path& folder, const std::filesystem::path& stop) {
  HostClock clock;
  const auto ledger = open_ledger(folder, Access::kReadOnly, clock);
  std::map<std::string, std::uint64_t> versions;
  std::uint64_t next = 0;
  std::uint64_t looks = 0;
  bool last_look = false;
  while (true) {
    last_look = looks > 0 && std::filesystem::exists(stop);
    const eventstore::Snapshot snapshot = ledger->snapshot();
    const TreeSize size = snapshot.head().size;
    bool whole = true;
    const auto scanned = snapshot.scan(
        Position{next}, size, [&](Position position, const eventstore::Record& record) {
          const auto envelope = eventstore::decode_envelope(record.envelope);
          whole = envelope && position.value == next && envelope->placement.position == position &&
                  envelope->placement.version.value == ++versions[envelope->header.stream.text()];
          ++next;
          return whole;
        });
    if (!scanned || !whole || next != size.value) return 1;
    ++looks;
    if (last_look) return 0;
  }
}

/// Looks as often as it can until `stop` appears: what was there once stays.
int look_all_the_while(const std::filesystem::path& folder, const std::filesystem::path& stop) {
  constexpr int kLooks = 1'000;  // between two looks for `stop`
  HostClock clock;
  const auto ledger = open_ledger(folder, Access::kReadOnly, clock);
  TreeSize before;
  while (!std::filesystem::exists(stop)) {
    for (int i = 0; i < kLooks; ++i) {
      const TreeSize now = ledger->snapshot().head().size;
      if (now < before) return 1;
      before = now;
    }
  }
  return 0;
}

TEST(TwoProcesses, AppendToTheSameStreamsWithoutAGapOrALoss) {
  const test::Folder folder;
  const auto path = folder / "ledger";
  {
    HostClock clock;
    auto ledger = Ledger::create(path,
                                 {.origin = "probity.invalid/two",
                                  .clock = clock,
                                  .first = test::new_note(*StreamId::parse("ledger/self"),
                                                          test::numbered_id(9, 1), "first")},
                                 {.access = Access::kReadWrite,
                                  .clock = clock,
                                  .expected_origin = {},
                                  .rules = nullptr,
                                  .on_commit = {}});
    ASSERT_TRUE(ledger) << ledger.error().what;
  }
  auto reader = test::Child::fork_with([&] { return read_all_the_while(path, folder / "stop"); });
  auto watcher = test::Child::fork_with([&] { return look_all_the_while(path, folder / "stop"); });
  auto one = test::Child::fork_with([&] {
    return append_everything(path, 1, folder / "one", folder / "one-is-there",
                             folder / "two-is-there");
  });
  auto two = test::Child::fork_with([&] {
    return append_everything(path, 2, folder / "two", folder / "two-is-there",
                             folder / "one-is-there");
  });
  ASSERT_EQ(one.wait(), 0);
  ASSERT_EQ(two.wait(), 0);
  test::write_file(folder / "stop", "");
  EXPECT_EQ(reader.wait(), 0)
      << "the reader saw a gap, a wrong version, an unreadable event or one that was gone again";
  EXPECT_EQ(watcher.wait(), 0) << "events that were seen were gone at the next look";

  HostClock clock;
  const auto ledger = open_ledger(path, Access::kReadOnly, clock);
  const eventstore::Snapshot snapshot = ledger->snapshot();
  ASSERT_EQ(snapshot.head().size.value, 2 * kEventsEach + 1);
  std::unordered_set<std::uint64_t> positions;
  for (const std::uint8_t author : {1, 2}) {
    for (std::uint64_t number = 0; number < kEventsEach; ++number) {
      const auto found = snapshot.find(test::numbered_id(author, number));
      ASSERT_TRUE(found && *found)
          << "event " << number << " of process " << int{author} << " is not there";
      positions.insert((**found).value);
    }
  }
  EXPECT_EQ(positions.size(), 2 * kEventsEach);
  std::uint64_t versions = 0;
  for (std::uint64_t i = 0; i < kStreams; ++i) versions += version_now(*ledger, stream_of(i));
  EXPECT_EQ(versions, 2 * kEventsEach);
  // A run without a conflict would have tested nothing.
  EXPECT_GT(
      std::stoull(test::read_file(folder / "one")) + std::stoull(test::read_file(folder / "two")),
      0U);
}

}  // namespace
}  // namespace probity
