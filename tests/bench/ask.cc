#include <capnp/message.h>
#include <capnp/serialize.h>
#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <random>

#include "eventstore/envelope.h"
#include "projections/store/view_store.h"
#include "projections/world.h"
#include "schema/event.capnp.h"
#include "schema/inspection.capnp.h"
#include "tests/bench/bench_ledger.h"
#include "tests/bench/benches.h"
#include "tests/bench/measure.h"

namespace probity::bench {
namespace {

constexpr std::size_t kStep = 100'000;
constexpr std::uint64_t kStreams = 20'000;
constexpr std::string_view kText =
    "By 1 December 2023, the chief constables should make sure that the unit has enough people "
    "with the right skills, and that it is given the money that it needs for three years.";
constexpr int kLookups = 2'000;
constexpr int kProcesses = 15;

eventstore::Words raising() {
  capnp::MallocMessageBuilder message;
  auto content = message.initRoot<schema::Content>();
  auto raised = content.initData().initAs<schema::RecommendationRaised>();
  raised.setInspection("em-soc-2023");
  raised.setTitle("People and money for the regional unit");
  raised.setText({kText.data(), kText.size()});
  raised.initAddressees(1).set(0, "emsou");
  const auto words = capnp::canonicalize(content.asReader());
  eventstore::Words out(words.size());
  std::memcpy(out.data(), words.begin(), words.size() * sizeof(capnp::word));
  return out;
}

/// Each stream begins by being raised, as a finding does: the rows of one that was not would note
/// it of every event.
std::vector<Item> findings(Workload& workload, std::size_t count) {
  static const eventstore::Words payload = raising();
  auto items = workload.take(count, false);
  for (Item& item : items) {
    if (item.expected_version > 0) continue;
    item.event.header.type = "RecommendationRaised";
    item.event.header.effective = "2023-03-02";
    item.event.payload = payload;
    item.event.payload_digest = eventstore::payload_digest(item.event.salt, payload);
  }
  return items;
}

/// The whole process: open the ledger, answer one question, exit.
double seconds_of_process(const std::filesystem::path& ledger, const std::string& reference) {
  std::fflush(nullptr);  // or the child would print what is still to be printed
  return seconds_of([&] {
    const pid_t child = fork();
    if (child == 0) {
      if (std::freopen("/dev/null", "w", stdout) == nullptr) _exit(127);
      if (std::freopen("/dev/null", "w", stderr) == nullptr) _exit(127);
      execl(PROBITY_BINARY, "probity", "--ledger", ledger.c_str(), "history", reference.c_str(),
            "-o", "json", static_cast<char*>(nullptr));
      _exit(127);
    }
    int status = 0;
    waitpid(child, &status, 0);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
      std::cerr << "the question was not answered: exit " << WEXITSTATUS(status) << '\n';
      std::abort();
    }
  });
}

void measure_at(const std::filesystem::path& folder, std::uint64_t events) {
  HostClock clock;
  std::vector<double> lookups;
  {
    auto ledger = eventstore::Ledger::open(folder, {.access = eventstore::Access::kReadOnly,
                                                    .clock = clock,
                                                    .expected_origin = {},
                                                    .rules = nullptr,
                                                    .on_commit = {}});
    auto views = projections::ViewStore::open(**ledger, eventstore::Access::kReadOnly);
    std::mt19937_64 random(3);
    for (int i = 0; i < kLookups; ++i) {
      const std::uint64_t position = random() % events;
      const auto stream = StreamId::parse(fmt::format("finding/bench-{}", random() % kStreams));
      lookups.push_back(seconds_of([&] {
        auto world = projections::World::open(**ledger, views->get(), fmt::format("@{}", position),
                                              "", clock);
        const auto row = (*world)->row<schema::FindingRow>(*stream);
        if (!row) std::abort();
      }));
    }
  }
  std::vector<double> processes;
  for (int i = 0; i < kProcesses; ++i) {
    processes.push_back(seconds_of_process(folder, fmt::format("finding/bench-{}", i)));
  }
  fmt::print(
      "{:>10} events: a finding's row as of a random position, p50 {:8.1f} us;  whole process, "
      "open and answer, p50 {:6.1f} ms\n",
      events, median(lookups) * 1e6, median(processes) * 1e3);
  std::fflush(stdout);
}

}  // namespace

void bench_ask() {
  Scratch scratch;
  HostClock clock;
  fmt::print("\nAs of a position, and opening\n");
  for (const std::uint64_t events : {std::uint64_t{100'000}, std::uint64_t{2'000'000}}) {
    const auto folder = scratch.fresh();
    double folding = 0;
    {
      auto ledger = make_ledger(folder, clock, limits::kIndexTailEvents);
      Workload workload(5, kStreams);
      for (std::uint64_t done = 1; done < events; done += kStep) {
        const auto items = findings(workload, std::min<std::uint64_t>(kStep, events - done));
        append_all(*ledger->writer(), as_batches(items, 1'000), 2);
      }
      auto views = projections::ViewStore::open(*ledger, eventstore::Access::kReadWrite);
      folding = seconds_of([&] {
        const auto caught_up = (*views)->catch_up(*ledger, {});
        if (!caught_up) std::cerr << caught_up.error().what << '\n';
      });
    }
    fmt::print("{:>10} events: all views folded from nothing at {:.0f} events/s\n", events,
               static_cast<double>(events) / folding);
    measure_at(folder, events);
    std::filesystem::remove_all(folder);
  }
}

}  // namespace probity::bench
