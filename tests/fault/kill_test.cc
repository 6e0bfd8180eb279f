// kill -9 in the middle of imports and appends: what was acknowledged is there, the ledger opens,
// and the views say what a fresh replay of the log says.

#include <fcntl.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <deque>
#include <future>
#include <random>
#include <sstream>
#include <thread>

#include "eventstore/ledger.h"
#include "projections/store/view_store.h"
#include "tests/support/new_events.h"
#include "tests/support/processes.h"

namespace probity {
namespace {

using eventstore::Access;
using eventstore::Ledger;

constexpr int kKillsOfAppends = 20;
constexpr int kKillsOfImports = 50;
constexpr int kImportLines = 30'000;

eventstore::OpenOptions options(Access access, Clock& clock) {
  return {
      .access = access, .clock = clock, .expected_origin = {}, .rules = nullptr, .on_commit = {}};
}

/// Appends until killed; writes the number of each acknowledged event to `acknowledged` at once.
int append_until_killed(const std::filesystem::path& folder, std::uint64_t from,
                        const std::filesystem::path& acknowledged) {
  HostClock clock;
  auto ledger = Ledger::open(folder, options(Access::kReadWrite, clock));
  if (!ledger) return 1;
  const int file = open(acknowledged.c_str(), O_CREAT | O_WRONLY | O_APPEND, 0600);
  std::deque<std::pair<std::uint64_t, std::future<Result<eventstore::Receipt>>>> waiting;
  for (std::uint64_t number = from;; ++number) {
    eventstore::Request request;
    request.events.push_back(
        test::new_note(*StreamId::parse(fmt::format("finding/killed-{}", number % 50)),
                       test::numbered_id(1, number), "until killed"));
    waiting.emplace_back(number, (*ledger)->writer()->submit(std::move(request)));
    if (waiting.size() < 64) continue;
    if (!waiting.front().second.get()) return 1;
    if (write(file, &waiting.front().first, sizeof number) != sizeof number) return 1;
    waiting.pop_front();
  }
}

std::vector<std::uint64_t> numbers_in(const std::filesystem::path& file) {
  const std::string bytes = test::read_file(file);
  std::vector<std::uint64_t> numbers(bytes.size() / sizeof(std::uint64_t));
  std::memcpy(numbers.data(), bytes.data(), numbers.size() * sizeof(std::uint64_t));
  return numbers;
}

TEST(Kill, LosesNoAcknowledgedEvent) {
  const test::Folder folder;
  const auto path = folder / "ledger";
  HostClock clock;
  {
    auto ledger = Ledger::create(path,
                                 {.origin = "probity.invalid/killed",
                                  .clock = clock,
                                  .first = test::new_note(*StreamId::parse("ledger/self"),
                                                          test::numbered_id(9, 1), "first")},
                                 options(Access::kReadWrite, clock));
    ASSERT_TRUE(ledger) << ledger.error().what;
  }
  std::mt19937 random(11);
  std::uint64_t next = 0;
  std::uint64_t acknowledged = 0;
  for (int kill = 0; kill < kKillsOfAppends; ++kill) {
    auto child = test::Child::fork_with(
        [&] { return append_until_killed(path, next, folder / "acknowledged"); });
    std::this_thread::sleep_for(std::chrono::milliseconds(20 + random() % 80));
    child.kill_hard();
    ASSERT_EQ(child.wait(), -SIGKILL);

    auto ledger = Ledger::open(path, options(Access::kReadOnly, clock));
    ASSERT_TRUE(ledger) << "after kill " << kill << ": " << ledger.error().what;
    const eventstore::Snapshot snapshot = (*ledger)->snapshot();
    const auto numbers = numbers_in(folder / "acknowledged");
    for (const std::uint64_t number : numbers) {
      const auto found = snapshot.find(test::numbered_id(1, number));
      ASSERT_TRUE(found && *found)
          << "acknowledged event " << number << " is lost after kill " << kill;
    }
    // Unacknowledged events may be there too; the next child goes on behind whatever is.
    acknowledged = numbers.size();
    while (true) {
      const auto found = snapshot.find(test::numbered_id(1, next));
      ASSERT_TRUE(found);
      if (!*found) break;
      ++next;
    }
  }
  EXPECT_GT(acknowledged, 0U);
}

/// Remarks on one finding and figures of one body: lines that admission takes in any order.
std::string many_lines() {
  std::ostringstream lines;
  for (int i = 0; i < kImportLines; ++i) {
    lines << fmt::format(
        R"({{"stream":"measure/emsou/killed-{}","type":"MeasureRecorded","effective":"2024-01-{:02}","actor":"emsou","data":{{"name":"n","value":"{}","unit":"events"}}}})"
        "\n",
        i % 200, 1 + i % 28, i);
  }
  return lines.str();
}

TEST(Kill, LeavesAnImportThatCanBeRunAgainAndViewsThatAgreeWithAReplay) {
  const test::Folder folder;
  const std::string ledger = (folder / "ledger").string();
  const auto in_ledger = [&](std::vector<std::string> words) {
    words.insert(words.end(), {"--ledger", ledger});
    return test::probity(words);
  };
  ASSERT_EQ(in_ledger({"init"}).exit, 0);
  ASSERT_EQ(in_ledger({"import", PROBITY_TEST_DATA "/bodies.jsonl"}).exit, 0);
  test::write_file(folder / "many.jsonl", many_lines());

  std::mt19937 random(5);
  int killed = 0;
  int longest = 400;  // milliseconds until the kill; shorter where an import came to its end before
  for (int round = 0; killed < kKillsOfImports; ++round) {
    ASSERT_LT(round, 4 * kKillsOfImports) << "the imports end before they can be killed";
    auto import = test::Child::run(
        {PROBITY_BINARY, "import", (folder / "many.jsonl").string(), "--ledger", ledger},
        folder / "output");
    std::this_thread::sleep_for(std::chrono::milliseconds(10 + random() % longest));
    import.kill_hard();
    if (import.wait() == -SIGKILL) {
      ++killed;
    } else {
      longest = std::max(longest * 3 / 4, 1);
    }
    const auto stat = in_ledger({"stat", "-o", "json"});
    ASSERT_EQ(stat.exit, 0) << "after kill " << round << ": " << stat.err;
  }

  // The import that is left alone completes what the killed ones began, each line once.
  const auto completed = in_ledger({"import", (folder / "many.jsonl").string()});
  ASSERT_EQ(completed.exit, 0) << completed.err;
  const auto again = in_ledger({"import", (folder / "many.jsonl").string()});
  ASSERT_EQ(again.exit, 0) << again.err;

  HostClock clock;
  auto opened = Ledger::open(ledger, options(Access::kReadWrite, clock));
  ASSERT_TRUE(opened) << opened.error().what;
  EXPECT_EQ((*opened)->snapshot().head().size.value, 1U + 86U + kImportLines);
  auto views = projections::ViewStore::open(**opened, Access::kReadWrite);
  ASSERT_TRUE(views) << views.error().what;
  const auto rebuilt = (*views)->rebuild(**opened, "", {});
  ASSERT_TRUE(rebuilt) << rebuilt.error().what;
  ASSERT_FALSE(rebuilt->empty());
  for (const auto& view : *rebuilt) {
    EXPECT_EQ(view.different, 0U) << view.view << " differs from a fresh replay";
    EXPECT_EQ(view.before, view.after) << view.view;
  }
}

}  // namespace
}  // namespace probity
