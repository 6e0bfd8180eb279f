#include <fmt/format.h>

#include "tests/bench/bench_ledger.h"
#include "tests/bench/benches.h"
#include "tests/bench/measure.h"
#include "tests/bench/peers.h"

namespace probity::bench {
namespace {

constexpr std::size_t kBurst = 50'000;
constexpr std::size_t kSustained = 400'000;
constexpr std::size_t kBatch = 1'000;
constexpr std::uint64_t kStreams = 100'000;
constexpr int kRounds = 5;

using Peer = double (*)(const std::filesystem::path&, const std::vector<Item>&, std::size_t);

/// Requests are made while timed, as copies: what a client would hand over; the index follows only when `index_tail` is
/// passed, and `close` lets it catch up inside the measured time.
double ledger_rate(Scratch& scratch, const std::vector<Item>& items, std::size_t in_flight, std::uint64_t index_tail,
                   bool close) {
  HostClock clock;
  const auto folder = scratch.fresh();
  auto ledger = make_ledger(folder, clock, index_tail);
  const double seconds = seconds_of([&] {
    append_all(*ledger->writer(), items, kBatch, in_flight);
    if (close) ledger.reset();
  });
  ledger.reset();
  std::filesystem::remove_all(folder);
  return static_cast<double>(items.size()) / seconds;
}

double peer_rate(Scratch& scratch, Peer peer, const std::vector<Item>& items) {
  const auto folder = scratch.fresh();
  const double seconds = peer(folder, items, kBatch);
  std::filesystem::remove_all(folder);
  return static_cast<double>(items.size()) / seconds;
}

}  // namespace

void bench_append() {
  Scratch scratch;
  const std::vector<Item> items = Workload(7, kStreams).take(kBurst, true);
  compare("Durable append, burst of 50,000 in batches of 1,000: ids, versions, leaves; admission and views off", kRounds,
          {{"probity, one batch in flight", [&] { return ledger_rate(scratch, items, 1, limits::kIndexTailEvents, false); }},
           {"probity, two batches in flight", [&] { return ledger_rate(scratch, items, 2, limits::kIndexTailEvents, false); }},
           {"bare LMDB put: no ids, versions or leaves", [&] { return peer_rate(scratch, append_bare_lmdb, items); }},
           {"naive LMDB tables: ids and versions in the commit", [&] { return peer_rate(scratch, append_naive_lmdb, items); }},
           {"SQLite WAL FULL: ids and versions", [&] { return peer_rate(scratch, append_sqlite, items); }}});
  const std::vector<Item> many = Workload(8, kStreams).take(kSustained, true);
  compare("The same, sustained over 400,000, index caught up at the end", 3,
          {{"probity, two batches in flight", [&] { return ledger_rate(scratch, many, 2, limits::kIndexTailEvents, true); }},
           {"naive LMDB tables: ids and versions in the commit", [&] { return peer_rate(scratch, append_naive_lmdb, many); }}});
}

void bench_scan() {
  Scratch scratch;
  const std::vector<Item> items = Workload(9, kStreams).take(kSustained, true);
  HostClock clock;
  auto ledger = make_ledger(scratch.fresh(), clock, limits::kIndexTailEvents);
  append_all(*ledger->writer(), items, kBatch, 2);
  const auto database = scratch.fresh();
  append_sqlite(database, items, kBatch);
  std::uint64_t sum = 0;
  compare("Scan that reads position, version and recorded time of every event, warm", kRounds,
          {{"probity", [&] { return static_cast<double>(items.size()) / seconds_of([&] { sum += scan_ledger(*ledger); }); }},
           {"SQLite", [&] { return static_cast<double>(items.size()) / scan_sqlite(database, sum); }}});
  fmt::print("(checksum {})\n", sum);
}

}  // namespace probity::bench
