// Two signed checkpoints of one ledger that cannot both be true of a log that only grew: what an
// auditor shows to others. It needs no ledger to be checked. Values, any thread.
//
//     contradiction = "probity-contradiction/1" LF
//                     "older " BASE64 LF "newer " BASE64 LF        each a signed note, as it is
//                     ["root " BASE64 LF *(BASE64 LF)]
//
// Of one size, the roots differ, and nothing follows. Of two sizes, `root` is what the newer tree
// has at the older size, and the hashes behind it are the consistency proof (RFC 6962 section
// 2.1.2) from that root to the newer one: the older checkpoint names another root.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "eventstore/base/result.h"
#include "eventstore/proof/checkpoint.h"

namespace probity::proof {

inline constexpr std::string_view kContradictionFormat = "probity-contradiction/1";

struct Contradiction {
  std::string older;  // signed notes
  std::string newer;
  std::optional<Hash> root;  // the newer tree's at the older size; nothing where they are of one
  std::vector<Hash> hashes;

  [[nodiscard]] std::string text() const;
  /// kMalformed unless it is exactly what text() gives; kTooLarge above limits::kEvidenceBytes.
  static Result<Contradiction> parse(std::string_view text);
  friend bool operator==(const Contradiction&, const Contradiction&) = default;
};

struct ProvedContradiction {
  VerifiedCheckpoint older;
  VerifiedCheckpoint newer;
};

/// That both were signed for one ledger, by a key that is pinned, and contradict each other.
/// kUnverifiable where no pinned key signed one; kCorrupt where a signature is not its key's;
/// kMalformed where they do not contradict each other.
[[nodiscard]] Result<ProvedContradiction> verify_contradiction(const Contradiction& contradiction,
                                                               std::span<const PinnedKey> keys);

}  // namespace probity::proof
