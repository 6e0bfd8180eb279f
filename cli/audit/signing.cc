#include "cli/audit/signing.h"

#include <fmt/format.h>

#include <optional>
#include <utility>
#include <vector>

#include "cli/audit/key_book.h"
#include "cli/audit/ledger_event.h"
#include "cli/audit/outside_signer.h"
#include "cli/audit/signing_key.h"
#include "eventstore/base/text.h"
#include "eventstore/proof/consistency.h"
#include "eventstore/proof/note.h"

namespace probity::cli {
namespace {

using eventstore::KeptCheckpoint;
using eventstore::Snapshot;
using proof::Checkpoint;

Result<Checkpoint> parse_kept(const KeptCheckpoint& kept) {
  auto note = proof::Note::parse(kept.note);
  auto checkpoint = note ? Checkpoint::parse(note->text()) : pass(note);
  if (!checkpoint) {
    checkpoint.error().kind = ErrorKind::kCorrupt;
    checkpoint.error().where = fmt::format("the kept checkpoint {}", kept.number);
  }
  return checkpoint;
}

Result<std::optional<KeptCheckpoint>> last_kept(const Snapshot& snapshot) {
  auto kept = snapshot.checkpoints();
  if (!kept) return pass(kept);
  if (kept->empty()) return std::nullopt;
  return std::move(kept->back());
}

/// A key that the ledger says is its own today.
Result<void> check_recorded(const Snapshot& snapshot, const proof::VerifierKey& key) {
  const auto keys = recorded_keys(snapshot);
  if (!keys) return std::unexpected(keys.error());
  const RecordedKey* recorded = find_key(*keys, key.text());
  if (recorded == nullptr || !recorded->introduced) {
    return fail(ErrorKind::kRefused, "the key is not on record in this ledger",
                "probity key new makes and records one; with --verifier-key it records one that "
                "lives elsewhere");
  }
  if (recorded->signs()) return {};
  return fail(
      ErrorKind::kRefused,
      fmt::format("the key was {} at @{} and signs no more",
                  recorded->retired ? "retired" : "said to be in other hands",
                  recorded->retired ? recorded->retired->value : recorded->compromised->value),
      "probity key rotate makes a new one");
}

/// Whoever signs: the ledger's key in a file, or a command.
class Signer {
 public:
  static Result<Signer> open(const CheckpointWish& wish, const Snapshot& snapshot,
                             const Context& context) {
    Signer signer;
    signer.command_ = wish.sign_with;
    if (!wish.sign_with.empty()) return signer;
    auto key = read_signing_key(wish.key_file.empty() ? signing_key_file(context.ledger)
                                                      : std::filesystem::path(wish.key_file));
    if (!key) return pass(key);
    if (auto recorded = check_recorded(snapshot, key->verifier()); !recorded) return pass(recorded);
    signer.key_ = std::move(*key);
    return signer;
  }

  Result<std::string> sign(const Checkpoint& checkpoint, const Snapshot& snapshot) const {
    if (key_) return proof::sign_checkpoint(checkpoint, *key_);
    auto note = note_from(command_, checkpoint.text());
    if (!note) return note;
    if (auto sound = check_foreign(*note, checkpoint, snapshot); !sound) return pass(sound);
    return note;
  }

 private:
  /// It must be our text, signed by a key that is on record and signs today.
  static Result<void> check_foreign(const std::string& note, const Checkpoint& checkpoint,
                                    const Snapshot& snapshot) {
    const auto keys = recorded_keys(snapshot);
    if (!keys) return std::unexpected(keys.error());
    std::vector<proof::PinnedKey> pinned;
    for (const RecordedKey& key : *keys) {
      auto parsed = proof::VerifierKey::parse(key.verifier);
      if (key.signs() && parsed) pinned.push_back({.key = std::move(*parsed)});
    }
    auto verified = proof::verify_checkpoint(note, pinned);
    if (verified && verified->checkpoint == checkpoint) return {};
    return fail(ErrorKind::kRefused,
                verified ? "what the command signed is another text"
                         : "what the command signed does not verify: " + verified.error().what,
                "its key is recorded with probity key new --verifier-key", "--sign-with");
  }

  std::optional<proof::SignerKey> key_;
  std::string command_;
};

/// Nothing is signed beside what contradicts it.
Result<void> check_grown(const Snapshot& snapshot, const std::optional<KeptCheckpoint>& last,
                         const proof::TreeHead& next) {
  if (!last) return {};
  const auto before = parse_kept(*last);
  if (!before) return std::unexpected(before.error());
  const auto tree = snapshot.tree();
  auto hashes = proof::prove_consistency(*tree, before->size, next.size);
  Result<void> grown = hashes.has_value() ? Result<void>{} : pass(hashes);
  if (grown) grown = proof::check_consistency(before->head(), next, *hashes);
  if (grown) return {};
  return fail(ErrorKind::kCorrupt,
              fmt::format("the ledger contradicts its own checkpoint of {} events: {}",
                          before->size.value, grown.error().what),
              "nothing was signed; probity verify says what differs");
}

Result<Position> append_seal(eventstore::Writer& writer, Context& context) {
  // What it seals is filled in where it is judged.
  auto event =
      ledger_event("HeadsSealed", {{"size", 0}, {"root", to_hex(Hash{}.bytes)}}, true, context);
  if (!event) return pass(event);
  eventstore::Request request;
  request.events.push_back(std::move(*event));
  auto receipt = writer.append(std::move(request));
  if (!receipt) return pass(receipt);
  return receipt->events.front().position;
}

/// The last checkpoint, where nothing was recorded behind it.
Result<std::optional<MadeCheckpoint>> still_good(eventstore::Ledger& ledger,
                                                 const std::optional<KeptCheckpoint>& last,
                                                 TreeSize size, const std::string& name) {
  if (!last || last->size != size) return std::nullopt;
  auto checkpoint = parse_kept(*last);
  if (!checkpoint) return pass(checkpoint);
  if (!name.empty() && name != last->name) {
    if (auto kept = ledger.keep_checkpoint(size, name, last->note); !kept) return pass(kept);
  }
  return MadeCheckpoint{std::move(*checkpoint), last->note, true};
}

/// The name is free, or that of the last checkpoint, which speaks of all that there is: it is asked
/// for again.
Result<void> check_name(const Snapshot& snapshot, const std::string& name) {
  const auto kept = snapshot.checkpoints();
  if (!kept) return std::unexpected(kept.error());
  for (const KeptCheckpoint& other : *kept) {
    if (name.empty() || other.name != name) continue;
    if (&other == &kept->back() && other.size == snapshot.head().size) continue;
    return fail(
        ErrorKind::kConflict,
        fmt::format("the checkpoint of {} events is called {} already", other.size.value, name),
        "choose another name", "--name");
  }
  return {};
}

}  // namespace

Result<MadeCheckpoint> make_checkpoint(Recording& recording, const CheckpointWish& wish,
                                       Context& context) {
  eventstore::Ledger& ledger = *recording.ledger;
  std::optional<KeptCheckpoint> last;
  std::optional<Signer> signer;
  {
    const Snapshot snapshot = ledger.snapshot();
    if (auto free = check_name(snapshot, wish.name); !free) return pass(free);
    auto kept = last_kept(snapshot);
    if (!kept) return pass(kept);
    last = std::move(*kept);
    auto good = still_good(ledger, last, snapshot.head().size, wish.name);
    if (!good) return pass(good);
    if (*good) return std::move(**good);
    auto opened = Signer::open(wish, snapshot, context);
    if (!opened) return pass(opened);
    signer = std::move(*opened);
  }
  const auto sealed = append_seal(*ledger.writer(), context);
  if (!sealed) return std::unexpected(sealed.error());
  const Snapshot snapshot = ledger.snapshot();
  Checkpoint checkpoint{
      .origin = ledger.origin(), .size = TreeSize{sealed->value + 1}, .root = {}, .extensions = {}};
  auto root = snapshot.root_at(checkpoint.size);
  if (!root) return pass(root);
  checkpoint.root = *root;
  if (auto grown = check_grown(snapshot, last, checkpoint.head()); !grown) return pass(grown);
  auto note = signer->sign(checkpoint, snapshot);
  if (!note) return pass(note);
  if (auto kept = ledger.keep_checkpoint(checkpoint.size, wish.name, *note); !kept) {
    return pass(kept);
  }
  return MadeCheckpoint{std::move(checkpoint), std::move(*note), false};
}

}  // namespace probity::cli
