// That the index says what the log says: every id, stream head, marked version and bit of the
// filter, for the events that it covers. It is derived and disposable, so every finding names the
// remedy.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>

#include "eventstore/index.h"
#include "eventstore/log.h"
#include "eventstore/verify/finding.h"
#include "eventstore/verify/index_expectation.h"

namespace probity::eventstore::verify {

class IndexCheck {
 public:
  /// Opens what there is of an index, and sees how far it goes. What cannot be read is a finding.
  IndexCheck(const std::filesystem::path& folder, Findings& findings);

  /// Whether there is one to be compared.
  [[nodiscard]] bool there() const { return checkpoint_.has_value(); }
  /// The events that it covered when it was opened.
  [[nodiscard]] TreeSize size() const { return checkpoint_ ? checkpoint_->size : TreeSize{0}; }

  /// Compares all of it, as it is by now, with `expected` and what the log says beyond that.
  /// `root`: of the log's first expected.size() events.
  void compare(const lmdb::Environment& log_environment, const LogTables& log_tables,
               IndexExpectation expected, const std::optional<Hash>& root, Findings& findings);

 private:
  std::unique_ptr<Index> index_;
  std::optional<IndexCheckpoint> checkpoint_;
};

}  // namespace probity::eventstore::verify
