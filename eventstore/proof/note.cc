#include "eventstore/proof/note.h"

#include <fmt/format.h>

#include <algorithm>

#include "eventstore/base/limits.h"
#include "eventstore/proof/base64.h"
#include "eventstore/proof/text_form.h"

namespace probity::proof {
namespace {

constexpr std::string_view kDash = "\xE2\x80\x94 ";  // U+2014 and a space
constexpr std::size_t kIdBytes = 4;
constexpr std::size_t kTimeBytes = 8;
constexpr std::size_t kSignatureBytes = sizeof(Signature::bytes);
constexpr std::uint64_t kLastSecond = ~std::uint64_t{0} >> 1;

std::unexpected<Error> no_note(std::string_view why) {
  return fail(ErrorKind::kMalformed, fmt::format("this is no signed note: {}", why));
}

Bytes bytes_of(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

Result<NoteSignature> parse_signature(std::string_view line) {
  if (!line.starts_with(kDash)) return no_note("a line below its text is no signature");
  line.remove_prefix(kDash.size());
  NoteSignature signature;
  signature.name = take_word(line);
  if (!is_key_name(signature.name)) return no_note("a signature has no name");
  const auto bytes = base64_decode(line);
  if (!bytes || bytes->size() <= kIdBytes) return no_note("a signature is not base64 of one");
  for (std::size_t i = 0; i < kIdBytes; ++i) signature.key_id = signature.key_id << 8 | (*bytes)[i];
  signature.bytes.assign(bytes->begin() + kIdBytes, bytes->end());
  return signature;
}

/// What a key signs: the text, or for a cosignature the time and the text.
std::string message_of(KeyType type, std::string_view text, std::uint64_t seconds) {
  if (type == KeyType::kEd25519) return std::string(text);
  return fmt::format("cosignature/v1\ntime {}\n{}", seconds, text);
}

/// Nothing unless the signature is the key's.
std::optional<VerifiedSignature> verified(const Note& note, const NoteSignature& signature,
                                          const VerifierKey& key) {
  Bytes bytes = signature.bytes;
  VerifiedSignature out;
  if (key.type() == KeyType::kCosignature) {
    if (bytes.size() < kTimeBytes) return std::nullopt;
    std::uint64_t seconds = 0;
    for (const std::uint8_t byte : bytes.first(kTimeBytes)) seconds = seconds << 8 | byte;
    if (seconds > kLastSecond) return std::nullopt;
    out.seconds = seconds;
    bytes = bytes.subspan(kTimeBytes);
  }
  Signature ed25519;
  if (bytes.size() != kSignatureBytes) return std::nullopt;
  std::ranges::copy(bytes, ed25519.bytes.begin());
  const std::string message = message_of(key.type(), note.text(), out.seconds.value_or(0));
  if (!ed25519_verifies(key.key(), bytes_of(message), ed25519)) return std::nullopt;
  return out;
}

}  // namespace

Result<Note> Note::of(std::string text) {
  if (text.size() > limits::kNoteBytes) {
    return fail(ErrorKind::kTooLarge, fmt::format("a note of {} bytes; the limit is {}",
                                                  text.size(), limits::kNoteBytes));
  }
  if (!text.ends_with('\n')) return no_note("its text does not end in a newline");
  if (!is_plain_text(text)) return no_note("it is not UTF-8, or has a control character");
  Note note;
  note.text_ = std::move(text);
  return note;
}

Result<Note> Note::parse(std::string_view note) {
  if (note.size() > limits::kNoteBytes) {
    return fail(ErrorKind::kTooLarge, fmt::format("a note of {} bytes; the limit is {}",
                                                  note.size(), limits::kNoteBytes));
  }
  if (!is_plain_text(note)) return no_note("it is not UTF-8, or has a control character");
  const std::size_t end = note.rfind("\n\n");
  if (end == std::string_view::npos) return no_note("no empty line ends its text");
  Note parsed;
  parsed.text_ = note.substr(0, end + 1);
  LineReader lines(note.substr(end + 2));
  while (const auto line = lines.next()) {
    auto signature = parse_signature(*line);
    if (!signature) return pass(signature);
    if (parsed.signatures_.size() == limits::kNoteSignatures) {
      return fail(ErrorKind::kTooLarge,
                  fmt::format("a note of more than {} signatures", limits::kNoteSignatures));
    }
    parsed.add(std::move(*signature));
  }
  if (!lines.rest().empty()) return no_note("its last line does not end in a newline");
  if (parsed.signatures_.empty()) return no_note("it has no signature");
  return parsed;
}

std::string Note::to_text() const {
  std::string out = text_ + '\n';
  for (const NoteSignature& signature : signatures_) {
    std::vector<std::uint8_t> bytes;
    for (std::size_t i = kIdBytes; i-- > 0;)
      bytes.push_back(static_cast<std::uint8_t>(signature.key_id >> (8 * i)));
    bytes.insert(bytes.end(), signature.bytes.begin(), signature.bytes.end());
    out += fmt::format("{}{} {}\n", kDash, signature.name, base64_encode(bytes));
  }
  return out;
}

NoteSignature sign_text(std::string_view text, const SignerKey& key, std::uint64_t seconds) {
  const VerifierKey& verifier = key.verifier();
  NoteSignature out{.name = verifier.name(), .key_id = verifier.id(), .bytes = {}};
  if (verifier.type() == KeyType::kCosignature) {
    for (std::size_t i = kTimeBytes; i-- > 0;)
      out.bytes.push_back(static_cast<std::uint8_t>(seconds >> (8 * i)));
  }
  const Signature signature = key.sign(bytes_of(message_of(verifier.type(), text, seconds)));
  out.bytes.insert(out.bytes.end(), signature.bytes.begin(), signature.bytes.end());
  return out;
}

Result<std::vector<VerifiedSignature>> verify_note(const Note& note,
                                                   std::span<const VerifierKey> known) {
  std::vector<VerifiedSignature> out;
  for (const NoteSignature& signature : note.signatures()) {
    const auto key = std::ranges::find_if(known, [&](const VerifierKey& candidate) {
      return candidate.id() == signature.key_id && candidate.name() == signature.name;
    });
    if (key == known.end()) continue;
    auto good = verified(note, signature, *key);
    if (!good) {
      return fail(ErrorKind::kCorrupt,
                  fmt::format("the signature of {} is not of this text", signature.name));
    }
    good->key = static_cast<std::size_t>(key - known.begin());
    if (std::ranges::find(out, good->key, &VerifiedSignature::key) == out.end())
      out.push_back(*good);
  }
  if (out.empty()) {
    return fail(ErrorKind::kUnverifiable, "no key that is known here signed it",
                "pin the verifier key of whoever signs, got from them and not from the ledger");
  }
  return out;
}

}  // namespace probity::proof
