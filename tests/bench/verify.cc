#include <fmt/format.h>

#include <algorithm>
#include <thread>

#include "eventstore/hash_lanes.h"
#include "eventstore/verify/verify.h"
#include "tests/bench/bench_ledger.h"
#include "tests/bench/benches.h"
#include "tests/bench/measure.h"

namespace probity::bench {
namespace {

constexpr std::size_t kEvents = 400'000;
constexpr std::size_t kBatch = 1'000;
constexpr std::uint64_t kStreams = 100'000;
constexpr std::size_t kHashedTogether = 256;  // events
constexpr int kRounds = 7;

/// Reads the events [from, to) and hashes what verify has to: each envelope as a leaf, each payload
/// with its salt.
void hash_range(const eventstore::Ledger& ledger, Position from, TreeSize to) {
  const std::uint8_t leaf_prefix = 0;
  std::vector<proof::Message> messages;
  std::vector<Hash> digests(2 * kHashedTogether);
  const auto snapshot = ledger.snapshot();
  (void)snapshot.scan(from, to, [&](Position, const eventstore::Record& record) {
    messages.push_back({proof::Bytes(&leaf_prefix, 1), eventstore::bytes_of(record.envelope)});
    messages.push_back({record.salt.bytes, eventstore::bytes_of(record.payload)});
    if (messages.size() == digests.size()) {
      eventstore::hash_many()(messages, digests);
      messages.clear();
    }
    return true;
  });
  digests.resize(messages.size());
  eventstore::hash_many()(messages, digests);
}

Result<std::unique_ptr<eventstore::Ledger>> open_to_read(const std::filesystem::path& folder,
                                                         Clock& clock) {
  return eventstore::Ledger::open(folder, {.access = eventstore::Access::kReadOnly,
                                           .clock = clock,
                                           .expected_origin = {},
                                           .rules = nullptr,
                                           .on_commit = {}});
}

double hash_alone(const std::filesystem::path& folder, unsigned threads) {
  HostClock clock;
  const auto ledger = open_to_read(folder, clock);
  if (!ledger) return 0;
  const std::uint64_t size = (*ledger)->snapshot().head().size.value;
  return seconds_of([&] {
    const std::uint64_t own = size / threads;
    std::vector<std::jthread> others;
    for (unsigned i = 1; i < threads; ++i) {
      others.emplace_back(
          [&, i] { hash_range(**ledger, Position{i * own}, TreeSize{(i + 1) * own}); });
    }
    hash_range(**ledger, Position{0}, TreeSize{own});
  });
}

double bytes_an_event(const std::filesystem::path& folder) {
  HostClock clock;
  const auto ledger = open_to_read(folder, clock);
  if (!ledger) return 0;
  std::size_t bytes = 0;
  const auto snapshot = (*ledger)->snapshot();
  (void)snapshot.scan(Position{0}, snapshot.head().size,
                      [&](Position, const eventstore::Record& record) {
                        bytes += 1 + eventstore::bytes_of(record.envelope).size() +
                                 sizeof record.salt + eventstore::bytes_of(record.payload).size();
                        return true;
                      });
  return static_cast<double>(bytes) / static_cast<double>(snapshot.head().size.value);
}

double verify(const std::filesystem::path& folder, unsigned threads, bool chains, bool index) {
  eventstore::verify::Options options;
  options.chains = chains;
  options.index = index;
  options.threads = threads;
  return seconds_of([&] {
    const auto report = eventstore::verify::verify_ledger(folder, options);
    if (!report || !report->findings.none()) fmt::print("the ledger is not sound\n");
  });
}

}  // namespace

void bench_verify() {
  Scratch scratch;
  const auto folder = scratch.fresh();
  {
    HostClock clock;
    auto ledger = make_ledger(folder, clock, 0);  // the index caught up at the end
    append_all(*ledger->writer(), as_batches(Workload(11, kStreams).take(kEvents, false), kBatch),
               2);
  }
  const auto rate = [](double seconds) { return static_cast<double>(kEvents) / seconds; };
  const double bytes = bytes_an_event(folder);
  fmt::print(
      "An event is {:.0f} bytes of envelope, salt and payload: 1,000,000 events a second are "
      "{:.2f} "
      "GB/s\n",
      bytes, bytes / 1e3);
  for (const unsigned threads : {1U, 2U}) {
    compare(fmt::format("Verify of 400,000 events, warm; threads that read: {}", threads), kRounds,
            {{"hashing the same bytes alone", [&] { return rate(hash_alone(folder, threads)); }},
             {"the log: form, payloads, leaves, tree",
              [&] { return rate(verify(folder, threads, false, false)); }},
             {"and chains", [&] { return rate(verify(folder, threads, true, false)); }},
             {"and the index", [&] { return rate(verify(folder, threads, true, true)); }}});
  }
}

}  // namespace probity::bench
