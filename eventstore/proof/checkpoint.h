// Checkpoints (C2SP tlog-checkpoint): a ledger's size and root, signed by the ledger and perhaps by
// witnesses. Values, any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "eventstore/base/ids.h"
#include "eventstore/base/result.h"
#include "eventstore/proof/consistency.h"
#include "eventstore/proof/key.h"

namespace probity::proof {

struct Checkpoint {
  std::string origin;  // the ledger's name, and its key's
  TreeSize size;
  Hash root;
  std::vector<std::string> extensions;  // lines that others may add; kept, never looked into

  /// `ORIGIN\nSIZE\nBASE64(ROOT)\n`, then a line for each extension.
  [[nodiscard]] std::string text() const;
  /// kMalformed unless the text is exactly that: no leading zero, canonical base64, no empty line,
  /// plain text; an origin of 1 to limits::kOriginBytes; the empty tree with its own root.
  static Result<Checkpoint> parse(std::string_view text);

  [[nodiscard]] TreeHead head() const { return {size, root}; }
  friend bool operator==(const Checkpoint&, const Checkpoint&) = default;
};

/// A key that an auditor holds, never taken from the ledger under test. A retired or compromised
/// ledger's key speaks for sizes up to `up_to` only.
struct PinnedKey {
  VerifierKey key;
  std::optional<TreeSize> up_to = std::nullopt;
};

/// A cosignature on a checkpoint: this witness had seen no larger one at that time.
struct Witnessed {
  VerifierKey key;
  std::uint64_t seconds = 0;  // since 1970
  friend bool operator==(const Witnessed&, const Witnessed&) = default;
};

struct VerifiedCheckpoint {
  Checkpoint checkpoint;
  VerifierKey key;  // the ledger's, by which it is verified
  std::vector<Witnessed> witnesses;
};

/// Verifies a signed checkpoint. It needs the signature of a pinned Ed25519 key whose name is the
/// origin and that speaks for this size; cosignatures of pinned witnesses are reported. Errors as
/// Note::parse(), Checkpoint::parse() and verify_note(); kUnverifiable where only others than the
/// ledger signed, or a key beyond its size.
[[nodiscard]] Result<VerifiedCheckpoint> verify_checkpoint(std::string_view note,
                                                           std::span<const PinnedKey> pinned);

/// The signed note. That it is consistent with what the ledger signed before is for the caller to
/// prove first. kMalformed where the checkpoint cannot be written; kRefused where the key is not an
/// Ed25519 key by the name of the origin.
[[nodiscard]] Result<std::string> sign_checkpoint(const Checkpoint& checkpoint,
                                                  const SignerKey& key);

/// The note with a cosignature added (C2SP tlog-cosignature, cosignature/v1); `seconds` since 1970,
/// below 2^63. That the checkpoint is the largest consistent one seen is for the caller to prove.
/// kMalformed where it is no signed checkpoint; kRefused where the key is not for cosignatures.
[[nodiscard]] Result<std::string> cosign_checkpoint(std::string_view note, const SignerKey& key,
                                                    std::uint64_t seconds);

}  // namespace probity::proof
