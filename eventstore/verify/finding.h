// What a check of a ledger found wrong: where, what was expected there and what stands there.
// Values; one thread at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "eventstore/base/ids.h"
#include "eventstore/base/result.h"

namespace probity::eventstore::verify {

enum class FindingKind {
  kInconsistent,  // what was read contradicts itself or what was known before: tampering or damage
  kUnverifiable,  // missing, unreadable or not understood: nothing is proved either way
};

struct Finding {
  FindingKind kind = FindingKind::kInconsistent;
  std::string table;                 // such as `blocks`, `index/ids`; empty: the ledger as a whole
  std::string key;                   // of the row, as text; may be empty
  std::optional<Position> position;  // of the first event that it concerns, where that is known
  std::string expected;
  std::string found;
  std::string sentence;  // for a person, with the remedy where there is one; no trailing newline

  /// Whether it is of the index, which is derived and disposable.
  [[nodiscard]] bool of_index() const { return table.starts_with("index"); }
  friend bool operator==(const Finding&, const Finding&) = default;
};

/// Findings kept of one table: damage in one place is told by its first few, and must not crowd out
/// those of another.
inline constexpr std::size_t kFindingsPerTable = 32;

class Findings {
 public:
  /// Keeps it, or only counts it where the table has kFindingsPerTable of them.
  void add(Finding finding);
  void add(const Findings& others);
  /// One of a row, or of a table (an empty key), without more to be said than its sentence.
  void add(FindingKind kind, std::string table, std::string key, std::string sentence);
  /// Others that were found and not kept.
  void count(std::uint64_t not_kept) { total_ += not_kept; }

  [[nodiscard]] const std::vector<Finding>& all() const { return all_; }
  /// How many there were, those not kept included.
  [[nodiscard]] std::uint64_t total() const { return total_; }
  [[nodiscard]] bool none() const { return total_ == 0; }
  [[nodiscard]] bool any(FindingKind kind) const;
  /// The one with the lowest position in the log; else the first of the log, then of the index.
  /// Null if there are none.
  [[nodiscard]] const Finding* first() const;
  /// Whether one of them concerns a position in [from, to).
  [[nodiscard]] bool any_within(Position from, TreeSize to) const;

 private:
  std::vector<Finding> all_;
  std::uint64_t total_ = 0;
};

/// What the environment or a decoder answered when it could not read.
[[nodiscard]] Finding unreadable(std::string_view table, const Error& error,
                                 std::optional<Position> position = std::nullopt);

}  // namespace probity::eventstore::verify
