#include "tests/bench/bench_ledger.h"

#include <cstdlib>
#include <deque>
#include <future>
#include <iostream>

namespace probity::bench {
namespace {

[[noreturn]] void give_up(const Error& error) {
  std::cerr << error.what << '\n';
  std::abort();
}

void await(std::future<Result<eventstore::Receipt>> answer) {
  const auto receipt = answer.get();
  if (!receipt) give_up(receipt.error());
}

}  // namespace

Scratch::Scratch() {
  // Beside the build, on a real disk: /tmp may be memory.
  std::string pattern = (std::filesystem::current_path() / "bench-XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) std::abort();
  path_ = pattern;
}

Scratch::~Scratch() { std::filesystem::remove_all(path_); }

std::filesystem::path Scratch::fresh() { return path_ / std::to_string(made_++); }

std::unique_ptr<eventstore::Ledger> make_ledger(const std::filesystem::path& folder, Clock& clock,
                                                std::uint64_t index_tail) {
  // Of a stream that no workload writes to: their versions begin at 1.
  auto first = std::move(Workload(1, 1).take(1, false).front().event);
  first.header.stream = *StreamId::parse("ledger/self");
  auto ledger = eventstore::Ledger::create(
      folder, {.origin = "probity.invalid/bench", .clock = clock, .first = std::move(first)},
      {.access = eventstore::Access::kReadWrite,
       .clock = clock,
       .expected_origin = {},
       .rules = nullptr,
       .on_commit = {},
       .accept_clock = false,
       .index_tail = index_tail});
  if (!ledger) give_up(ledger.error());
  return std::move(*ledger);
}

Batches as_batches(const std::vector<Item>& items, std::size_t batch) {
  Batches batches;
  for (std::size_t from = 0; from < items.size(); from += batch) {
    batches.push_back(as_requests(items, from, std::min(batch, items.size() - from)));
  }
  return batches;
}

void append_all(eventstore::Writer& writer, Batches batches, std::size_t in_flight) {
  std::deque<std::vector<std::future<Result<eventstore::Receipt>>>> waiting;
  const auto answer_oldest = [&] {
    for (auto& answer : waiting.front()) await(std::move(answer));
    waiting.pop_front();
  };
  for (auto& requests : batches) {
    waiting.push_back(writer.submit(std::move(requests)));
    if (waiting.size() >= in_flight) answer_oldest();
  }
  while (!waiting.empty()) answer_oldest();
}

}  // namespace probity::bench
