// Keys with names, as C2SP signed-note has them. Verifier keys are what an auditor pins; signer
// keys stay with the ledger or the witness. Values, any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "eventstore/base/result.h"
#include "eventstore/proof/ed25519.h"

namespace probity::proof {

/// The signature types of C2SP signed-note that are known here.
enum class KeyType : std::uint8_t {
  kEd25519 = 0x01,      // signs the text of a note
  kCosignature = 0x04,  // a witness's, with a time: C2SP tlog-cosignature, cosignature/v1
};

/// Not empty, at most limits::kKeyNameBytes of UTF-8, without control characters, Unicode spaces
/// and '+'.
[[nodiscard]] bool is_key_name(std::string_view name);

class VerifierKey {
 public:
  /// kMalformed where `name` is no key name.
  static Result<VerifierKey> make(std::string_view name, KeyType type, const PublicKey& key);
  /// `NAME+KEYID+BASE64`: eight lower-case hex digits, base64 of the type byte and the 32 bytes of
  /// the public key. kMalformed where it is not of this form or the id is not the key's; kNewer
  /// where the type is unknown.
  static Result<VerifierKey> parse(std::string_view text);

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] KeyType type() const { return type_; }
  [[nodiscard]] const PublicKey& key() const { return key_; }
  /// The first four bytes of SHA-256(name || 0x0A || type || public key), big-endian.
  [[nodiscard]] std::uint32_t id() const { return id_; }
  [[nodiscard]] std::string text() const;

  friend bool operator==(const VerifierKey&, const VerifierKey&) = default;

 private:
  VerifierKey() = default;
  std::string name_;
  KeyType type_ = KeyType::kEd25519;
  PublicKey key_;
  std::uint32_t id_ = 0;
};

/// A text that is wiped when it is dropped or moved from.
class SecretText {
 public:
  explicit SecretText(std::string text) : text_(std::move(text)) {}
  /// Takes the other's memory: the text of a key is longer than what a string keeps in itself.
  SecretText(SecretText&& other) noexcept = default;
  SecretText& operator=(SecretText&&) = delete;
  SecretText(const SecretText&) = delete;
  SecretText& operator=(const SecretText&) = delete;
  ~SecretText() { wipe(std::span<char>(text_)); }
  /// Valid as long as the text is.
  [[nodiscard]] std::string_view view() const& { return text_; }
  std::string_view view() const&& = delete;

 private:
  std::string text_;
};

class SignerKey {
 public:
  /// kMalformed where `name` is no key name.
  static Result<SignerKey> make(std::string_view name, KeyType type, PrivateKey key);
  static Result<SignerKey> generate(std::string_view name, KeyType type, Entropy& entropy);
  /// `PRIVATE+KEY+NAME+KEYID+BASE64`, as golang.org/x/mod/sumdb/note has it: the id is the verifier
  /// key's, the base64 of the type byte and the 32 secret bytes (RFC 8032's private key). Errors as
  /// VerifierKey::parse(); none of them repeats the text.
  static Result<SignerKey> parse(std::string_view text);

  [[nodiscard]] const VerifierKey& verifier() const { return verifier_; }
  [[nodiscard]] SecretText text() const;
  [[nodiscard]] Signature sign(Bytes message) const { return key_.sign(message); }

 private:
  SignerKey(VerifierKey verifier, PrivateKey key)
      : verifier_(std::move(verifier)), key_(std::move(key)) {}
  VerifierKey verifier_;
  PrivateKey key_;
};

}  // namespace probity::proof
