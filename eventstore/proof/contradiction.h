// Two signed checkpoints of one ledger that cannot both be true of a log that only grew: what an
// auditor shows to others. It needs no ledger to be checked.
// FORMAT.md has the form. Values, any thread.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "eventstore/base/result.h"
#include "eventstore/proof/checkpoint.h"

namespace probity::proof {

inline constexpr std::string_view kContradictionName = "probity-contradiction/";
inline constexpr std::string_view kContradictionFormat = "probity-contradiction/1";

struct Contradiction {
  std::string older;  // signed notes
  std::string newer;
  std::optional<Hash> root;  // the newer tree's at the older size; nothing where they are of one
  std::vector<Hash> hashes;

  [[nodiscard]] std::string text() const;
  /// kMalformed unless it is exactly what text() gives; kTooLarge above limits::kEvidenceBytes;
  /// kNewer where it is of another version.
  static Result<Contradiction> parse(std::string_view text);
  friend bool operator==(const Contradiction&, const Contradiction&) = default;
};

struct ProvedContradiction {
  VerifiedCheckpoint older;
  VerifiedCheckpoint newer;
};

/// That both were signed for one ledger, by a key that is pinned, and contradict each other.
/// kUnverifiable where no pinned key signed one; kCorrupt where a signature is not its key's;
/// kNotFound where they do not contradict each other; kMalformed where they cannot be compared.
[[nodiscard]] Result<ProvedContradiction> verify_contradiction(const Contradiction& contradiction,
                                                               std::span<const PinnedKey> keys);

}  // namespace probity::proof
