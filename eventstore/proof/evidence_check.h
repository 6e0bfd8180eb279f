// The judgement on an evidence file, by someone who holds the ledger's verifier key and nothing
// else. Pure functions, any thread.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "eventstore/base/result.h"
#include "eventstore/proof/checkpoint.h"
#include "eventstore/proof/envelope.h"
#include "eventstore/proof/evidence.h"

namespace probity::proof {

/// What a statement rests on.
enum class Basis {
  kSignature,  // somebody signed it: true as far as the key is theirs
  kHashes,     // it follows from what was signed, by arithmetic
  kSeal,       // the ledger recorded it of itself, and cannot say otherwise later
};

/// A sentence that the evidence bears out.
struct Statement {
  Basis basis;
  std::string text;
  friend bool operator==(const Statement&, const Statement&) = default;
};

struct ProvedEvidence {
  VerifiedCheckpoint checkpoint;
  std::vector<Envelope> events;  // as in the file
  std::optional<Seal> seal;
  std::vector<Statement> statements;
};

/// Verifies the checkpoint; that each record is in its tree at the position that it names, and its
/// payload, where shown, the one recorded; and what the claim says beyond: that the events are a
/// stream's from version 1 on, each naming the one before, the last of them the sealed last; or
/// that no such stream is sealed. A seal proves the state at its own size, which may lie before the
/// checkpoint's: the statements say which.
///
/// kCorrupt where the evidence contradicts itself or its checkpoint; kMalformed where a part is not
/// of its form; kUnverifiable where a key is missing, or the payload of the seal; kNewer.
/// `Error::where` names the record ("record 3", from 1) or the stream.
[[nodiscard]] Result<ProvedEvidence> verify_evidence(const Evidence& evidence,
                                                     std::span<const PinnedKey> pinned);

}  // namespace probity::proof
