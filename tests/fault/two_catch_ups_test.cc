// Two processes let the same views catch up at once, again and again while the log grows: what they
// end with is what one process makes from nothing.

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>

#include "projections/store/view_store.h"
#include "tests/support/ledgers.h"
#include "tests/support/processes.h"

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

/// A process of its own: it opens what it uses after the fork.
int catch_up(const std::filesystem::path& folder) {
  HostClock clock;
  const auto ledger = open_ledger(folder, clock);
  const auto views = test::must(ViewStore::open(*ledger, Access::kReadWrite));
  return views->catch_up(*ledger, {}) ? 0 : 1;
}

void record(test::RecordedLedger& recorded, std::uint64_t count) {
  constexpr std::string_view kRaised =
      R"({"inspection": "i", "title": "t", "text": "x", "addressees": ["derbyshire"]})";
  constexpr std::string_view kUpdate =
      R"({"body": "derbyshire", "narrative": "n", "rag": "amber", "percentComplete": 10})";
  std::vector<eventstore::NewEvent> events;
  const std::uint64_t first = recorded.size().value;
  for (std::uint64_t i = first; i < first + count; ++i) {
    const bool raised = i <= kStreams;
    events.push_back(recorded.new_event(
        fmt::format(
            R"({{"stream": "finding/f-{}", "type": "{}", "effective": "2022", "actor": "{}", "data": {}}})",
            i % kStreams, raised ? "RecommendationRaised" : "UpdateSubmitted",
            raised ? "hmicfrs" : "derbyshire", raised ? kRaised : kUpdate),
        {}, events.size()));
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
    auto one = test::Child::fork_with([&] { return catch_up(path); });
    auto two = test::Child::fork_with([&] { return catch_up(path); });
    ASSERT_EQ(one.wait(), 0);
    ASSERT_EQ(two.wait(), 0);
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
