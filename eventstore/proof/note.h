// Signed notes (C2SP signed-note): a text and the signatures beneath it. Values, any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "eventstore/base/result.h"
#include "eventstore/proof/key.h"

namespace probity::proof {

/// A signature line: `— NAME BASE64(key id || bytes)`.
struct NoteSignature {
  std::string name;
  std::uint32_t key_id = 0;
  std::vector<std::uint8_t> bytes;  // what follows the key id; never empty
  friend bool operator==(const NoteSignature&, const NoteSignature&) = default;
};

class Note {
 public:
  /// A text to be signed. kMalformed unless it is plain text that ends in a newline.
  static Result<Note> of(std::string text);
  /// kMalformed where it is no signed note (its text ends at the last empty line; at least one
  /// signature follows and nothing else); kTooLarge above limits::kNoteBytes or kNoteSignatures.
  /// Says nothing of the signatures: see verify_note().
  static Result<Note> parse(std::string_view note);

  [[nodiscard]] const std::string& text() const { return text_; }
  [[nodiscard]] const std::vector<NoteSignature>& signatures() const { return signatures_; }
  void add(NoteSignature signature) { signatures_.push_back(std::move(signature)); }
  /// The note as it is sent. What was parsed comes out as it went in.
  [[nodiscard]] std::string to_text() const;

  friend bool operator==(const Note&, const Note&) = default;

 private:
  Note() = default;
  std::string text_;
  std::vector<NoteSignature> signatures_;
};

/// Signs a note's text. A key for cosignatures signs with the time, in seconds since 1970, that it
/// saw the text: C2SP tlog-cosignature. The other kind of key leaves `seconds` out of account.
[[nodiscard]] NoteSignature sign_text(std::string_view text, const SignerKey& key,
                                      std::uint64_t seconds = 0);

struct VerifiedSignature {
  std::size_t key = 0;                   // index among the known keys
  std::optional<std::uint64_t> seconds;  // of a cosignature: since 1970
  friend bool operator==(const VerifiedSignature&, const VerifiedSignature&) = default;
};

/// The known keys that signed, each once, in the order of the signatures. A signature by a key that
/// is not known (name and id) is passed over. kCorrupt where a known key's fails; kUnverifiable
/// where no known key signed.
[[nodiscard]] Result<std::vector<VerifiedSignature>> verify_note(
    const Note& note, std::span<const VerifierKey> known);

}  // namespace probity::proof
