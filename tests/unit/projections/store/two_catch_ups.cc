// Two processes let the same views catch up at once, again and again while the log grows: what they
// end with is what one process makes from nothing.

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <map>
#include <string>

#include "eventstore/proof/hash.h"
#include "projections/store/view_store.h"
#include "tests/support/ledgers.h"

namespace probity {
namespace {

using eventstore::Access;
using eventstore::Ledger;
using projections::ViewStore;

constexpr std::uint64_t kStreams = 300;
constexpr std::uint64_t kEvents = 80'000;  // more than a slice
constexpr int kRounds = 4;

std::unique_ptr<Ledger> open_ledger(const std::filesystem::path& folder, Clock& clock) {
  return test::must(Ledger::open(folder, {.access = Access::kReadOnly,
                                          .clock = clock,
                                          .expected_origin = {},
                                          .rules = nullptr,
                                          .on_commit = {}}));
}

/// Begins a process of its own, which opens what it uses after the fork. It ends with 0 if all went
/// well.
pid_t begin_catch_up(const std::filesystem::path& folder) {
  const pid_t child = fork();
  if (child != 0) return child;
  try {
    HostClock clock;
    const auto ledger = open_ledger(folder, clock);
    const auto views = test::must(ViewStore::open(*ledger, Access::kReadWrite));
    _exit(views->catch_up(*ledger, {}) ? 0 : 1);
  } catch (const std::exception&) {
    _exit(2);
  }
}

int end_of(pid_t child) {
  int status = -1;
  waitpid(child, &status, 0);
  return status;
}

/// Lines are slow to parse, so that the events differ in their stream and id alone.
void record(test::RecordedLedger& recorded, std::uint64_t count) {
  const eventstore::NewEvent raised = recorded.new_event(
      R"({"stream": "finding/f", "type": "RecommendationRaised", "effective": "2022",
          "actor": "hmicfrs", "data": {"inspection": "i", "title": "t", "text": "x",
                                       "addressees": ["derbyshire"]}})");
  const eventstore::NewEvent update = recorded.new_event(
      R"({"stream": "finding/f", "type": "UpdateSubmitted", "effective": "2022",
          "actor": "derbyshire", "data": {"body": "derbyshire", "narrative": "n", "rag": "amber",
                                          "percentComplete": 10}})");
  std::vector<eventstore::NewEvent> events;
  const std::uint64_t first = recorded.size().value;
  for (std::uint64_t i = first; i < first + count; ++i) {
    auto& event = events.emplace_back(i <= kStreams ? raised : update);
    const Hash scattered = proof::sha256({{reinterpret_cast<const std::uint8_t*>(&i), sizeof i}});
    std::copy_n(scattered.bytes.begin(), event.header.id.bytes.size(),
                event.header.id.bytes.begin());
    event.header.stream = test::must(StreamId::parse(fmt::format("finding/f-{}", i % kStreams)));
    if (events.size() == limits::kRequestEvents) recorded.append(std::exchange(events, {}));
  }
  if (!events.empty()) recorded.append(std::move(events));
}

TEST(TwoCatchUps, AtOnceEndWithTheRowsAndDigestsOfOne) {
  test::RecordedLedger recorded;
  const auto path = recorded.path();
  for (int round = 0; round < kRounds; ++round) {
    record(recorded, round == 0 ? kEvents : 5'000);
    recorded.ledger.reset();  // no ledger is open across a fork
    const pid_t one = begin_catch_up(path);
    const pid_t two = begin_catch_up(path);
    EXPECT_EQ(end_of(one), 0);
    EXPECT_EQ(end_of(two), 0);
    recorded.reopen();
  }
  const auto views = test::must(ViewStore::open(*recorded.ledger, Access::kReadWrite));
  std::map<std::string, std::vector<std::pair<TreeSize, Hash>>> digests;
  for (const auto& view : projections::all_views()) {
    ASSERT_TRUE(views->snapshot()->checkpoint(view.name)) << view.name;
    EXPECT_EQ(views->snapshot()->checkpoint(view.name)->size, recorded.size()) << view.name;
    digests[std::string(view.name)] = views->snapshot()->digests(view.name);
    EXPECT_EQ(digests[std::string(view.name)].size(), recorded.size().value / 4'096);
  }
  // Beside them, from nothing, by one.
  for (const auto& result : test::must(views->rebuild(*recorded.ledger, "", {}))) {
    EXPECT_EQ(result.before, result.after) << result.view;
    EXPECT_EQ(result.different, 0U) << result.view;
    EXPECT_EQ(views->snapshot()->digests(result.view), digests[result.view]) << result.view;
  }
  std::uint64_t streams = 0;
  views->snapshot()->each("findings", Position{recorded.size().value - 1},
                          [&](auto, auto) { ++streams; });
  EXPECT_EQ(streams, kStreams);
}

}  // namespace
}  // namespace probity
