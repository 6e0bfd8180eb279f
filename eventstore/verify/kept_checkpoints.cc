#include "eventstore/verify/kept_checkpoints.h"

#include <fmt/format.h>

#include <set>

#include "eventstore/checkpoints.h"
#include "eventstore/proof/note.h"

namespace probity::eventstore::verify {
namespace {

class KeptCheck {
 public:
  KeptCheck(const std::string& origin, std::span<const proof::PinnedKey> keys, Findings& findings)
      : origin_(origin), keys_(keys), findings_(findings) {}

  /// In the order of their numbers.
  void take(const KeptCheckpoint& kept) {
    if (kept.size < size_before_) {
      add(kept, fmt::format("{} events or more", size_before_.value),
          fmt::format("{} events", kept.size.value), "is of fewer events than the one before it");
    }
    size_before_ = kept.size;
    if (!kept.name.empty() && !names_.insert(kept.name).second) {
      add(kept, "another name", kept.name, "has the name of an earlier one");
    }
    const auto note = proof::Note::parse(kept.note);
    const auto said = note ? proof::Checkpoint::parse(note->text())
                           : Result<proof::Checkpoint>(std::unexpected(note.error()));
    if (!said) {
      add(kept, "a signed checkpoint", said.error().what, "is none");
      return;
    }
    check_said(kept, *said);
    if (!keys_.empty()) check_signatures(kept);
  }

  [[nodiscard]] std::vector<KnownRoot> known() { return std::move(known_); }

 private:
  void check_said(const KeptCheckpoint& kept, const proof::Checkpoint& said) {
    if (said.size != kept.size) {
      add(kept, fmt::format("{} events", kept.size.value),
          fmt::format("{} events", said.size.value), "is of another size than it is kept under");
    }
    if (said.origin != origin_) add(kept, origin_, said.origin, "is of another ledger");
    known_.push_back({fmt::format("the kept checkpoint {}", kept.number), said.size, said.root});
  }

  void check_signatures(const KeptCheckpoint& kept) {
    const auto verified = proof::verify_checkpoint(kept.note, keys_);
    if (verified) return;
    const bool unknown = verified.error().kind == ErrorKind::kUnverifiable;
    add(kept, "the signature of a known key", verified.error().what, "is not verified",
        unknown ? FindingKind::kUnverifiable : FindingKind::kInconsistent);
  }

  void add(const KeptCheckpoint& kept, std::string expected, std::string found,
           std::string_view what, FindingKind kind = FindingKind::kInconsistent) {
    findings_.add({kind, "checkpoints", fmt::to_string(kept.number), std::nullopt,
                   std::move(expected), std::move(found),
                   fmt::format("the kept checkpoint {} {}", kept.number, what)});
  }

  const std::string& origin_;
  std::span<const proof::PinnedKey> keys_;
  Findings& findings_;
  TreeSize size_before_;
  std::set<std::string> names_;
  std::vector<KnownRoot> known_;
};

}  // namespace

std::vector<KnownRoot> check_kept(const lmdb::Transaction& transaction, const LogTables& tables,
                                  const std::string& origin, std::span<const proof::PinnedKey> keys,
                                  Findings& findings) {
  const auto kept = read_checkpoints(transaction, tables);
  if (!kept) {
    findings.add({FindingKind::kInconsistent,
                  "checkpoints",
                  {},
                  std::nullopt,
                  "rows of the ledger's form",
                  kept.error().what,
                  kept.error().what});
    return {};
  }
  KeptCheck check(origin, keys, findings);
  for (const KeptCheckpoint& one : *kept) check.take(one);
  return check.known();
}

}  // namespace probity::eventstore::verify
