#include <fmt/format.h>

#include "tests/bench/bench_ledger.h"
#include "tests/bench/benches.h"
#include "tests/bench/measure.h"
#include "tests/bench/peers.h"

namespace probity::bench {
namespace {

constexpr std::size_t kHistory = 400'000;
constexpr std::size_t kBurst = 50'000;
constexpr std::size_t kBatch = 1'000;
constexpr std::uint64_t kStreams = 100'000;
constexpr int kRounds = 5;

eventstore::OpenOptions writing(Clock& clock) {
  return {.access = eventstore::Access::kReadWrite,
          .clock = clock,
          .expected_origin = {},
          .rules = nullptr,
          .on_commit = {}};
}

/// Seconds that one burst takes. The ledger is opened before and closed (its index caught up) after
/// the measured time: a burst fits into the index's tail. `in_flight` batches may be unanswered.
double ledger_burst(const std::filesystem::path& folder, const std::vector<Item>& items,
                    std::size_t in_flight) {
  HostClock clock;
  auto ledger = eventstore::Ledger::open(folder, writing(clock));
  if (!ledger) return 0;
  Batches batches = as_batches(items, kBatch);
  return seconds_of([&] { append_all(*(*ledger)->writer(), std::move(batches), in_flight); });
}

}  // namespace

void bench_append() {
  Scratch scratch;
  HostClock clock;
  Workload workload(7, kStreams);
  const auto one = scratch.fresh();
  const auto two = scratch.fresh();
  const auto bare = scratch.fresh();
  const auto naive = scratch.fresh();
  const auto sqlite = scratch.fresh();
  make_ledger(one, clock, limits::kIndexTailEvents).reset();
  make_ledger(two, clock, limits::kIndexTailEvents).reset();
  std::uint64_t first = 0;
  {
    const std::vector<Item> history = workload.take(kHistory, true);
    first = history.size();
    const auto sustained = [&](const std::filesystem::path& folder) {
      Batches batches = as_batches(history, kBatch);
      return static_cast<double>(kHistory) / seconds_of([&] {
               auto ledger = eventstore::Ledger::open(folder, writing(clock));
               if (ledger) append_all(*(*ledger)->writer(), std::move(batches), 2);
             });
    };
    const auto peer = [&](auto append, const std::filesystem::path& folder) {
      return static_cast<double>(kHistory) / append(folder, history, kBatch, 0);
    };
    compare(
        "Sustained: 400,000 durable events into an empty store in batches of 1,000, index caught "
        "up at the end",
        1,
        {{"probity", [&] { return sustained(one); }},
         {"bare LMDB put: no ids, versions or leaves",
          [&] { return peer(append_bare_lmdb, bare); }},
         {"naive LMDB tables: ids and versions in the commit",
          [&] { return peer(append_naive_lmdb, naive); }},
         {"SQLite WAL FULL: ids and versions", [&] { return peer(append_sqlite, sqlite); }}});
    (void)sustained(two);
  }
  std::vector<std::vector<Item>> bursts;
  for (int i = 0; i < kRounds; ++i) bursts.push_back(workload.take(kBurst, true));
  std::vector<std::size_t> turn(5, 0);
  const auto rate = [&](std::size_t who, auto seconds) {
    const std::size_t round = turn[who]++;
    return [=, &bursts](auto) {
      return static_cast<double>(kBurst) / seconds(bursts[round], first + round * kBurst);
    }(0);
  };
  compare(
      "A burst of 50,000 behind a history of 400,000: ids, versions, leaves; admission and views "
      "off",
      kRounds,
      {{"probity, one batch in flight",
        [&] {
          return rate(0, [&](const auto& items, auto) { return ledger_burst(one, items, 1); });
        }},
       {"probity, two batches in flight",
        [&] {
          return rate(1, [&](const auto& items, auto) { return ledger_burst(two, items, 2); });
        }},
       {"bare LMDB put: no ids, versions or leaves",
        [&] {
          return rate(2, [&](const auto& items, auto from) {
            return append_bare_lmdb(bare, items, kBatch, from);
          });
        }},
       {"naive LMDB tables: ids and versions in the commit",
        [&] {
          return rate(3, [&](const auto& items, auto from) {
            return append_naive_lmdb(naive, items, kBatch, from);
          });
        }},
       {"SQLite WAL FULL: ids and versions", [&] {
          return rate(4, [&](const auto& items, auto from) {
            return append_sqlite(sqlite, items, kBatch, from);
          });
        }}});
}

void bench_scan() {
  Scratch scratch;
  const std::vector<Item> items = Workload(9, kStreams).take(kHistory, true);
  HostClock clock;
  auto ledger = make_ledger(scratch.fresh(), clock, limits::kIndexTailEvents);
  append_all(*ledger->writer(), as_batches(items, kBatch), 2);
  const auto database = scratch.fresh();
  append_sqlite(database, items, kBatch, 0);
  std::uint64_t sum = 0;
  compare(
      "Scan that reads position, version and recorded time of 400,000 events, warm", 5,
      {{"probity",
        [&] {
          return static_cast<double>(items.size()) /
                 seconds_of([&] { sum += scan_ledger(*ledger); });
        }},
       {"SQLite", [&] { return static_cast<double>(items.size()) / scan_sqlite(database, sum); }}});
  fmt::print("(checksum {})\n", sum);
}

}  // namespace probity::bench
