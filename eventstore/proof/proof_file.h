// Proof files (C2SP tlog-proof, `.tlog-proof`): an inclusion proof and the signed checkpoint that
// it leads to, as one text. Values, any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "eventstore/base/ids.h"
#include "eventstore/base/result.h"
#include "eventstore/proof/checkpoint.h"

namespace probity::proof {

struct ProofFile {
  std::optional<std::vector<std::uint8_t>> extra;  // whatever it holds, nothing vouches for it
  Position index;
  std::vector<Hash> hashes;  // from the leaf's sibling to the root's child
  std::string checkpoint;    // a signed note, as it is

  /// `c2sp.org/tlog-proof@v1`, `extra BASE64` if there is any, `index N`, a hash a line, an empty
  /// line, the checkpoint.
  [[nodiscard]] std::string text() const;
  /// kMalformed unless the text is exactly that, of kProofHashes hashes at most, and its checkpoint
  /// a signed note; kNewer where it is of another version; kTooLarge above limits::kProofFileBytes.
  /// Says nothing of whether it proves anything: see verify_proof_file().
  static Result<ProofFile> parse(std::string_view text);

  friend bool operator==(const ProofFile&, const ProofFile&) = default;
};

/// That the checkpoint is signed by the ledger (as verify_checkpoint() says) and has the leaf at
/// the file's index (as check_inclusion() says).
[[nodiscard]] Result<VerifiedCheckpoint> verify_proof_file(const ProofFile& file,
                                                           const Hash& leaf_hash,
                                                           std::span<const PinnedKey> pinned);

}  // namespace probity::proof
