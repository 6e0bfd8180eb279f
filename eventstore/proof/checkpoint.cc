#include "eventstore/proof/checkpoint.h"

#include <fmt/format.h>

#include "eventstore/base/limits.h"
#include "eventstore/proof/base64.h"
#include "eventstore/proof/hash.h"
#include "eventstore/proof/note.h"
#include "eventstore/proof/text_form.h"

namespace probity::proof {
namespace {

std::unexpected<Error> no_checkpoint(std::string_view why) {
  return fail(ErrorKind::kMalformed, fmt::format("this is no checkpoint: {}", why));
}

bool speaks_for(const PinnedKey& pin, TreeSize size) { return !pin.up_to || size <= *pin.up_to; }

}  // namespace

std::string Checkpoint::text() const {
  std::string out = fmt::format("{}\n{}\n{}\n", origin, size.value, base64_encode(root.bytes));
  for (const std::string& line : extensions) out += line + '\n';
  return out;
}

Result<Checkpoint> Checkpoint::parse(std::string_view text) {
  if (!is_plain_text(text)) return no_checkpoint("it is not UTF-8, or has a control character");
  LineReader lines(text);
  Checkpoint out;
  const auto origin = lines.next();
  if (!origin || origin->empty() || origin->size() > limits::kOriginBytes)
    return no_checkpoint("its first line is no origin");
  out.origin = *origin;
  const auto size = lines.next();
  const auto number = size ? number_from_decimal(*size) : std::nullopt;
  if (!number) return no_checkpoint("its second line is no size");
  out.size = TreeSize{*number};
  const auto root = lines.next();
  const auto hash = root ? hash_from_base64(*root) : std::nullopt;
  if (!hash) return no_checkpoint("its third line is no root");
  out.root = *hash;
  while (const auto line = lines.next()) {
    if (line->empty()) return no_checkpoint("it has an empty line");
    out.extensions.emplace_back(*line);
  }
  if (!lines.rest().empty()) return no_checkpoint("its last line does not end in a newline");
  if (out.size.value == 0 && out.root != empty_root())
    return no_checkpoint("its root is not that of the empty tree");
  return out;
}

Result<VerifiedCheckpoint> verify_checkpoint(std::string_view note,
                                             std::span<const PinnedKey> pinned) {
  auto parsed = Note::parse(note);
  if (!parsed) return pass(parsed);
  auto checkpoint = Checkpoint::parse(parsed->text());
  if (!checkpoint) return pass(checkpoint);
  std::vector<VerifierKey> known;
  for (const PinnedKey& pin : pinned) known.push_back(pin.key);
  auto signatures = verify_note(*parsed, known);
  if (!signatures) return pass(signatures);
  std::optional<VerifierKey> ledger;
  std::vector<Witnessed> witnesses;
  bool beyond = false;  // the ledger's key signed a size that it does not speak for
  for (const VerifiedSignature& signature : *signatures) {
    const PinnedKey& pin = pinned[signature.key];
    const bool is_ledger =
        pin.key.type() == KeyType::kEd25519 && pin.key.name() == checkpoint->origin;
    const bool speaks = speaks_for(pin, checkpoint->size);
    if (is_ledger && !speaks) beyond = true;
    if (is_ledger && speaks && !ledger) ledger = pin.key;
    if (signature.seconds && speaks) witnesses.push_back({pin.key, *signature.seconds});
  }
  if (!ledger) {
    return fail(ErrorKind::kUnverifiable,
                beyond ? fmt::format("the key that signed for {} does not speak for a size of {}",
                                     checkpoint->origin, checkpoint->size.value)
                       : fmt::format("no pinned key of {} signed it", checkpoint->origin),
                "pin the ledger's verifier key for this size");
  }
  return VerifiedCheckpoint{std::move(*checkpoint), std::move(*ledger), std::move(witnesses)};
}

Result<std::string> sign_checkpoint(const Checkpoint& checkpoint, const SignerKey& key) {
  auto note = Note::of(checkpoint.text());
  if (!note) return pass(note);
  auto again = Checkpoint::parse(note->text());
  if (!again) return pass(again);
  if (*again != checkpoint) return no_checkpoint("a part of it holds a newline");
  if (key.verifier().type() != KeyType::kEd25519 || key.verifier().name() != checkpoint.origin) {
    return fail(
        ErrorKind::kRefused,
        fmt::format("the key {} does not sign for {}", key.verifier().name(), checkpoint.origin),
        "a ledger's key is an Ed25519 key by the ledger's own name");
  }
  note->add(sign_text(note->text(), key));
  return note->to_text();
}

Result<std::string> cosign_checkpoint(std::string_view note, const SignerKey& key,
                                      std::uint64_t seconds) {
  auto parsed = Note::parse(note);
  if (!parsed) return pass(parsed);
  auto checkpoint = Checkpoint::parse(parsed->text());
  if (!checkpoint) return pass(checkpoint);
  if (key.verifier().type() != KeyType::kCosignature) {
    return fail(ErrorKind::kRefused,
                fmt::format("the key {} is not for cosignatures", key.verifier().name()));
  }
  parsed->add(sign_text(parsed->text(), key, seconds));
  return parsed->to_text();
}

}  // namespace probity::proof
