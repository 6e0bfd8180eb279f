// Evidence files: what a ledger hands to somebody who shall not have to believe it. One text that
// holds events as they were recorded, their inclusion proofs, and where completeness is claimed the
// seal that it rests on. Values, any thread; verify_evidence() judges them.
// FORMAT.md has the grammar.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "eventstore/base/ids.h"
#include "eventstore/base/result.h"
#include "eventstore/base/stream_id.h"
#include "eventstore/proof/proof_file.h"
#include "eventstore/proof/seal.h"

namespace probity::proof {

enum class ClaimKind { kEvent, kLast, kStream, kNoType, kStatus, kNoStream };

/// What a status was asked as of: the last event that was known, and the day.
struct Asked {
  Position as_of;
  Day day;
  friend bool operator==(const Asked&, const Asked&) = default;
};

struct Claim {
  ClaimKind kind = ClaimKind::kEvent;
  std::optional<StreamId> stream = std::nullopt;  // of every kind but kEvent
  std::string type = {};                          // of kNoType alone
  std::optional<Asked> asked = std::nullopt;      // of kStatus alone
  friend bool operator==(const Claim&, const Claim&) = default;
};

/// A payload and what it was hashed with.
struct Disclosure {
  Salt salt;
  std::vector<std::uint8_t> payload;  // 1 to limits::kPayloadBytes
  friend bool operator==(const Disclosure&, const Disclosure&) = default;
};

struct EvidenceRecord {
  std::vector<std::uint8_t> envelope;  // 1 to limits::kLeafBytes
  std::optional<Disclosure> content;   // nothing: withheld or erased
  Position index;
  std::vector<Hash> hashes;
  friend bool operator==(const EvidenceRecord&, const EvidenceRecord&) = default;
};

struct Evidence {
  Claim claim;
  std::vector<EvidenceRecord> events;
  std::vector<SealedHead> heads;
  std::optional<EvidenceRecord> seal;  // HeadsSealed
  std::string checkpoint;              // a signed note, as it is

  /// As the grammar has it. The parts are those that the claim needs: see check_parts().
  [[nodiscard]] std::string text() const;
  /// kMalformed unless it is exactly what text() gives for a claim with all of its parts and no
  /// others; kNewer where it is of another version; kTooLarge above limits::kEvidenceBytes. Says
  /// nothing of whether it proves anything.
  static Result<Evidence> parse(std::string_view text);

  friend bool operator==(const Evidence&, const Evidence&) = default;
};

/// kMalformed where parts are missing that the claim needs, or others are there.
[[nodiscard]] Result<void> check_parts(const Evidence& evidence);

/// The proof file of one of its records.
[[nodiscard]] ProofFile proof_file_of(const EvidenceRecord& record, std::string checkpoint);

}  // namespace probity::proof
