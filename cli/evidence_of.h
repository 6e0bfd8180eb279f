// Evidence out of a ledger: what proves an event, a stream or an absence under a checkpoint that
// the ledger keeps. One thread; the snapshot outlives it.
#pragma once

#include <optional>
#include <string>

#include "cli/context.h"
#include "eventstore/ledger.h"
#include "eventstore/proof/checkpoint.h"
#include "eventstore/proof/evidence.h"

namespace probity::cli {

/// What may be shown of a payload.
struct Disclosing {
  bool payloads = true;  // false: envelopes alone
  eventstore::Marking highest = eventstore::Marking::kOfficialSensitive;
};

class EvidenceMaker {
 public:
  /// Under the last checkpoint that is kept, or the one of that name. kUnverifiable where there is
  /// none; kNotFound where none has that name.
  static Result<EvidenceMaker> open(const eventstore::Snapshot& snapshot, const std::string& name,
                                    Disclosing disclosing);

  /// One event. kUnverifiable where it is not sealed yet, kNotFound beyond the head.
  Result<proof::Evidence> event(Position position);
  /// All events of a stream up to the seal. kUnverifiable where it begins behind the seal;
  /// kNotFound where there is no such stream.
  Result<proof::Evidence> stream(const StreamId& stream);
  /// The same. kUnverifiable too where the first `known` events have some of the stream that are
  /// not sealed yet.
  Result<proof::Evidence> stream(const StreamId& stream, TreeSize known);
  /// So, for the status that follows from the first `known` events, on a day.
  Result<proof::Evidence> status(const StreamId& stream, TreeSize known, Day day);
  /// That a stream has no event of the type up to the seal, or that there is no such stream.
  /// kNotFound where there is one, for the answer is no: it is named.
  Result<proof::Evidence> none(const StreamId& stream, const std::string& type);

  [[nodiscard]] const proof::Checkpoint& checkpoint() const { return checkpoint_; }
  /// Payloads that were left out so far.
  [[nodiscard]] std::uint64_t withheld() const { return withheld_; }

 private:
  EvidenceMaker(const eventstore::Snapshot& snapshot, proof::Checkpoint checkpoint,
                std::string note, Disclosing disclosing)
      : snapshot_(&snapshot),
        checkpoint_(std::move(checkpoint)),
        note_(std::move(note)),
        disclosing_(disclosing) {}
  Result<proof::EvidenceRecord> record(Position position, bool whole);
  /// The streams as they stood just before the seal.
  Result<proof::SealedHeads> sealed_heads() const;
  Result<void> add_seal(proof::Evidence& evidence);
  Result<std::vector<Position>> sealed_positions(const StreamId& stream) const;
  [[nodiscard]] Position seal() const { return Position{checkpoint_.size.value - 1}; }

  const eventstore::Snapshot* snapshot_;
  proof::Checkpoint checkpoint_;
  std::string note_;
  Disclosing disclosing_;
  std::uint64_t withheld_ = 0;
};

/// A stream by its name, or a finding's by its ref alone.
[[nodiscard]] Result<StreamId> stream_meant(const std::string& word);

/// Writes a file anew, or to stdout (`-`). Errors as write_file().
Result<void> write_evidence(const std::string& file, const std::string& text, Context& context);

}  // namespace probity::cli
