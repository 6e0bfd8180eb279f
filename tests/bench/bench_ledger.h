// Ledgers for measuring: made in a scratch folder, without rules and views unless the measurement says otherwise.
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

/// Appends `items` in batches, at most `in_flight` batches unanswered; every answer is awaited and checked.
void append_all(eventstore::Writer& writer, const std::vector<Item>& items, std::size_t batch, std::size_t in_flight);

}  // namespace probity::bench
