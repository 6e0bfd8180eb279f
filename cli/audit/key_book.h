// What a ledger says of its own keys: introduced, retired, compromised, each by an event. It bounds
// how far a key's notes count; it never makes a key trusted.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "eventstore/ledger.h"
#include "eventstore/proof/checkpoint.h"

namespace probity::cli {

struct RecordedKey {
  std::string verifier;  // NAME+KEYID+BASE64
  std::optional<Position> introduced{};
  std::optional<Position> retired{};  // its notes count for sizes up to this position
  std::optional<Position> compromised{};
  std::optional<TreeSize> valid_until{};  // of a compromised key: what the event says
  /// The largest size for which its notes count; nothing: any.
  [[nodiscard]] std::optional<TreeSize> up_to() const;
  /// Introduced, and neither retired nor compromised.
  [[nodiscard]] bool signs() const { return introduced && !retired && !compromised; }
};

/// In the order in which they were introduced; struck events do not count. Errors as the
/// snapshot's.
[[nodiscard]] Result<std::vector<RecordedKey>> recorded_keys(const eventstore::Snapshot& snapshot);

/// The key of a text, or nothing.
[[nodiscard]] const RecordedKey* find_key(const std::vector<RecordedKey>& keys,
                                          std::string_view verifier);

}  // namespace probity::cli
