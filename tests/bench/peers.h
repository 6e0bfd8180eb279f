// What the ledger is measured beside: the same record bytes, durable in batches, with ids and
// versions checked where the peer's name says so. None of them hashes anything: that is the
// ledger's handicap, not theirs.
#pragma once

#include <filesystem>
#include <vector>

#include "tests/bench/workload.h"

namespace probity::bench {

/// Each makes a store in `folder` (or goes on with it), appends `items` from position `first` on in
/// batches of `batch` and returns the seconds that appending took.
double append_bare_lmdb(const std::filesystem::path& folder, const std::vector<Item>& items,
                        std::size_t batch, std::uint64_t first);
double append_naive_lmdb(const std::filesystem::path& folder, const std::vector<Item>& items,
                         std::size_t batch, std::uint64_t first);
double append_sqlite(const std::filesystem::path& folder, const std::vector<Item>& items,
                     std::size_t batch, std::uint64_t first);

/// Reads position, stream version and recorded time of every row of a database made by
/// append_sqlite; the sum keeps the compiler honest. Seconds.
double scan_sqlite(const std::filesystem::path& folder, std::uint64_t& sum);

}  // namespace probity::bench
