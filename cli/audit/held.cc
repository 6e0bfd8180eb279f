#include "cli/audit/held.h"

#include <fmt/format.h>

#include "cli/files.h"
#include "eventstore/base/limits.h"
#include "eventstore/proof/minutes_line.h"

namespace probity::cli {
namespace {

/// All that is held is of one ledger.
Result<void> take_origin(Held& held, const std::string& origin, const std::string& where) {
  if (!held.origin) held.origin = origin;
  if (*held.origin == origin) return {};
  return fail(ErrorKind::kMalformed,
              fmt::format("is of {}, and another of {}", origin, *held.origin),
              "give what is of one ledger", where);
}

/// Those of the ledger that a pinned key signed and that say what the log has.
Result<std::vector<HeldCheckpoint>> sound_ones_kept(const eventstore::Snapshot& snapshot,
                                                    const std::vector<proof::PinnedKey>& pinned) {
  const auto kept = snapshot.checkpoints();
  if (!kept) return std::unexpected(kept.error());
  std::vector<HeldCheckpoint> sound;
  for (const auto& one : *kept) {
    const auto verified = proof::verify_checkpoint(one.note, pinned);
    if (!verified) continue;
    const auto root = snapshot.root_at(verified->checkpoint.size);
    if (root && *root == verified->checkpoint.root) {
      sound.push_back({{}, one.note, verified->checkpoint});
    }
  }
  return sound;
}

/// `newer` says what the log has; `older` is of fewer events, or as many.
Result<std::optional<proof::Contradiction>> between(const eventstore::Snapshot& snapshot,
                                                    const HeldCheckpoint& older,
                                                    const HeldCheckpoint& newer) {
  const TreeSize size = older.checkpoint.size;
  const auto root = snapshot.root_at(size);
  if (!root) return std::unexpected(root.error());
  if (*root == older.checkpoint.root) return std::nullopt;
  proof::Contradiction found{older.note, newer.note, {}, {}};
  if (size == newer.checkpoint.size) return found;
  const auto tree = snapshot.tree();
  auto hashes = proof::prove_consistency(*tree, size, newer.checkpoint.size);
  if (!hashes) return pass(hashes);
  found.root = *root;
  found.hashes = std::move(*hashes);
  return found;
}

}  // namespace

Result<Held> held_by(const Invocation& invocation, const std::vector<proof::PinnedKey>& pinned) {
  Held held;
  for (const std::string& name : invocation.all("--against")) {
    auto note = read_file(name, limits::kEvidenceBytes);
    if (!note) return pass(note);
    auto verified = proof::verify_checkpoint(*note, pinned);
    if (!verified) {
      verified.error().where = name;
      return pass(verified);
    }
    if (auto same = take_origin(held, verified->checkpoint.origin, name); !same) return pass(same);
    held.roots.push_back({name, verified->checkpoint.size, verified->checkpoint.root});
    held.checkpoints.push_back({name, std::move(*note), std::move(verified->checkpoint)});
  }
  for (const std::string& text : invocation.all("--against-line")) {
    auto line = proof::MinutesLine::parse(text);
    if (!line) {
      line.error().where = "--against-line";
      return pass(line);
    }
    if (auto same = take_origin(held, line->origin, "--against-line"); !same) return pass(same);
    held.roots.push_back({"the line for the minutes", line->size, line->root});
  }
  return held;
}

Result<std::optional<proof::Contradiction>> find_contradiction(
    const eventstore::Snapshot& snapshot, const Held& held,
    const std::vector<proof::PinnedKey>& pinned) {
  const auto kept = sound_ones_kept(snapshot, pinned);
  if (!kept) return std::unexpected(kept.error());
  for (const HeldCheckpoint& one : held.checkpoints) {
    for (const HeldCheckpoint& other : held.checkpoints) {
      const bool same_size = one.checkpoint.size == other.checkpoint.size;
      if (same_size && one.checkpoint.root != other.checkpoint.root) {
        return proof::Contradiction{one.note, other.note, {}, {}};
      }
    }
    for (const HeldCheckpoint& newer : *kept) {
      if (newer.checkpoint.size < one.checkpoint.size) continue;
      auto found = between(snapshot, one, newer);
      if (!found || *found) return found;
    }
  }
  return std::nullopt;
}

}  // namespace probity::cli
