// The rows of an index, each table walked once beside what the log says. Used within one
// transaction on each.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "eventstore/index.h"
#include "eventstore/log.h"
#include "eventstore/verify/finding.h"
#include "eventstore/verify/index_expectation.h"

namespace probity::eventstore::verify {

/// What a finding in the index ends with.
inline constexpr std::string_view kIndexRemedy =
    "remove the folder index/ of the ledger: it is made again from the log";

class IndexRows {
 public:
  /// All outlive it; `expected` is of as many events as the index covers.
  IndexRows(const lmdb::Transaction& index, const IndexTables& tables, LogView& log,
            const IndexExpectation& expected, Findings& findings)
      : index_(index), tables_(tables), log_(log), expected_(expected), findings_(findings) {}

  /// Each may throw lmdb::StorageFault.
  void check_filter();
  /// After the filter.
  void check_ids();
  void check_streams();
  void check_markers();

 private:
  void add(std::string_view table, std::string key, std::optional<Position> position,
           std::string expected, std::string found, std::string sentence);
  void find_the_id_that_differs();
  void find_the_id_too_many();
  [[nodiscard]] bool in_filter(const EventId& id);
  [[nodiscard]] bool check_stream_row(lmdb::Bytes key, lmdb::Bytes value, std::vector<bool>& seen);
  [[nodiscard]] std::optional<Position> check_marker_row(lmdb::Bytes key, lmdb::Bytes value);

  const lmdb::Transaction& index_;
  const IndexTables& tables_;
  LogView& log_;
  const IndexExpectation& expected_;
  Findings& findings_;
  std::vector<const std::uint64_t*> filter_;  // its rows; empty where it is none
};

}  // namespace probity::eventstore::verify
