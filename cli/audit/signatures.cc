#include "cli/audit/signatures.h"

#include <fmt/format.h>

#include <algorithm>

#include "cli/audit/key_book.h"
#include "cli/audit/pinned.h"
#include "eventstore/base/text.h"

namespace probity::cli {
namespace {

namespace verify = eventstore::verify;
using verify::FindingKind;

void check_kept(const eventstore::Snapshot& snapshot, const eventstore::KeptCheckpoint& kept,
                const std::vector<proof::PinnedKey>& pinned, Signatures& signatures,
                verify::Findings& findings) {
  const auto name = std::to_string(kept.number);
  const auto verified = proof::verify_checkpoint(kept.note, pinned);
  if (!verified) {
    const bool unknown = verified.error().kind == ErrorKind::kUnverifiable ||
                         verified.error().kind == ErrorKind::kNewer;
    findings.add(
        unknown ? FindingKind::kUnverifiable : FindingKind::kInconsistent, "checkpoints", name,
        fmt::format("the checkpoint of {} events: {}", kept.size.value, verified.error().what));
    return;
  }
  const proof::Checkpoint& checkpoint = verified->checkpoint;
  const auto root = snapshot.root_at(checkpoint.size);
  if (checkpoint.size != kept.size || !root || *root != checkpoint.root) {
    findings.add({.kind = FindingKind::kInconsistent,
                  .table = "checkpoints",
                  .key = name,
                  .position = std::nullopt,
                  .expected = to_hex(checkpoint.root.bytes),
                  .found = root ? to_hex(root->bytes) : root.error().what,
                  .sentence = fmt::format("the log contradicts what was signed for its first {} "
                                          "events",
                                          checkpoint.size.value)});
    return;
  }
  ++signatures.good;
  signatures.sealed = std::max(signatures.sealed.value_or(checkpoint.size), checkpoint.size);
}

}  // namespace

Result<Signatures> check_signatures(const eventstore::Snapshot& snapshot,
                                    std::vector<proof::PinnedKey> pinned,
                                    verify::Findings& findings) {
  const auto kept = snapshot.checkpoints();
  if (!kept) return std::unexpected(kept.error());
  const auto recorded = recorded_keys(snapshot);
  if (!recorded) return std::unexpected(recorded.error());
  bound_by_record(pinned, *recorded);
  Signatures signatures{.sealed = std::nullopt, .good = 0, .kept = kept->size()};
  if (kept->empty()) {
    findings.add(FindingKind::kUnverifiable, "checkpoints", {},
                 "the ledger keeps no checkpoint, so nobody vouches for it; probity key new, then "
                 "probity checkpoint, make one");
  } else if (pinned.empty()) {
    findings.add(FindingKind::kUnverifiable, "checkpoints", {},
                 "no key was given to check the signatures by; --key VKEY: the ledger's verifier "
                 "key, from somewhere else than here");
  } else {
    for (const auto& checkpoint : *kept) {
      check_kept(snapshot, checkpoint, pinned, signatures, findings);
    }
  }
  return signatures;
}

}  // namespace probity::cli
