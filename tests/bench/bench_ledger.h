// Ledgers for measuring: made in a scratch folder, without rules and views unless the measurement
// says otherwise.
#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include "eventstore/ledger.h"
#include "tests/bench/workload.h"

namespace probity::bench {

/// A folder that is removed at the end.
class Scratch {
 public:
  Scratch();
  ~Scratch();
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  /// A path in it at which nothing stands.
  std::filesystem::path fresh();
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
  int made_ = 0;
};

/// An empty ledger (but for a first event); aborts with the error's words.
std::unique_ptr<eventstore::Ledger> make_ledger(const std::filesystem::path& folder, Clock& clock,
                                                std::uint64_t index_tail);

/// The requests of one batch after the other, as a client hands them over: made before the time is
/// taken.
using Batches = std::vector<std::vector<eventstore::Request>>;
Batches as_batches(const std::vector<Item>& items, std::size_t batch);

/// Appends all batches, at most `in_flight` of them unanswered; every answer is awaited and
/// checked.
void append_all(eventstore::Writer& writer, Batches batches, std::size_t in_flight);

}  // namespace probity::bench
