#include "eventstore/proof/key.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <vector>

#include "eventstore/base/limits.h"
#include "eventstore/proof/base64.h"
#include "eventstore/proof/text_form.h"

namespace probity::proof {
namespace {

constexpr std::string_view kPrivate = "PRIVATE+KEY+";
constexpr std::size_t kIdDigits = 8;

/// White_Space of Unicode, beyond the control characters.
bool is_space(char32_t point) {
  return point == 0x20 || point == 0x85 || point == 0xA0 || point == 0x1680 ||
         (point >= 0x2000 && point <= 0x200A) || point == 0x2028 || point == 0x2029 ||
         point == 0x202F || point == 0x205F || point == 0x3000;
}

std::unexpected<Error> no_key(std::string_view why) {
  return fail(ErrorKind::kMalformed, fmt::format("this is no key: {}", why),
              "a verifier key is NAME+KEYID+BASE64, such as `probity key show` prints");
}

std::optional<std::uint32_t> id_from_hex(std::string_view text) {
  const bool lower = std::ranges::all_of(
      text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
  if (text.size() != kIdDigits || !lower) return std::nullopt;
  std::uint32_t id = 0;
  std::from_chars(text.data(), text.data() + text.size(), id, 16);
  return id;
}

std::uint32_t id_of(std::string_view name, KeyType type, const PublicKey& key) {
  static constexpr std::uint8_t kNewline = '\n';
  const auto type_byte = static_cast<std::uint8_t>(type);
  const Hash digest =
      sha256({Bytes(reinterpret_cast<const std::uint8_t*>(name.data()), name.size()),
              Bytes(&kNewline, 1), Bytes(&type_byte, 1), key.bytes});
  std::uint32_t id = 0;
  for (std::size_t i = 0; i < sizeof id; ++i) id = id << 8 | digest.bytes[i];
  return id;
}

/// What a key's text holds, public or private: 32 bytes behind a name, an id and a type.
struct KeyParts {
  std::string_view name;
  std::uint32_t id = 0;
  KeyType type = KeyType::kEd25519;
  std::array<std::uint8_t, 32> bytes{};
  KeyParts() = default;
  KeyParts(KeyParts&&) = default;
  KeyParts& operator=(KeyParts&&) = delete;
  KeyParts(const KeyParts&) = delete;
  KeyParts& operator=(const KeyParts&) = delete;
  ~KeyParts() { wipe(bytes); }
};

/// Type byte and 32 bytes out of base64; what was decoded is wiped.
Result<KeyType> take_bytes(std::string_view base64, std::array<std::uint8_t, 32>& out) {
  auto decoded = base64_decode(base64);
  if (!decoded || decoded->size() != out.size() + 1)
    return no_key("its last part is not base64 of a type byte and 32 bytes");
  const std::uint8_t type = decoded->front();
  std::copy(decoded->begin() + 1, decoded->end(), out.begin());
  wipe(*decoded);
  const auto known = static_cast<KeyType>(type);
  if (known != KeyType::kEd25519 && known != KeyType::kCosignature) {
    return fail(ErrorKind::kNewer,
                fmt::format("the key is of type {}, which is unknown here", type),
                "known are type 1 (Ed25519) and type 4 (cosignature/v1)");
  }
  return known;
}

Result<KeyParts> take_parts(std::string_view text) {
  const std::size_t name_end = text.find('+');
  if (name_end == std::string_view::npos) return no_key("it has no '+' behind its name");
  const std::size_t id_end = text.find('+', name_end + 1);
  if (id_end == std::string_view::npos) return no_key("it has no '+' behind its id");
  KeyParts parts;
  parts.name = text.substr(0, name_end);
  if (!is_key_name(parts.name)) return no_key("its name is none");
  const auto id = id_from_hex(text.substr(name_end + 1, id_end - name_end - 1));
  if (!id) return no_key("its id is not eight lower-case hex digits");
  parts.id = *id;
  auto type = take_bytes(text.substr(id_end + 1), parts.bytes);
  if (!type) return pass(type);
  parts.type = *type;
  return parts;
}

}  // namespace

bool is_key_name(std::string_view name) {
  if (name.empty() || name.size() > limits::kKeyNameBytes) return false;
  while (!name.empty()) {
    const auto point = take_code_point(name);
    if (!point || *point < 0x20 || *point == '+' || is_space(*point)) return false;
  }
  return true;
}

Result<VerifierKey> VerifierKey::make(std::string_view name, KeyType type, const PublicKey& key) {
  if (!is_key_name(name)) return no_key("its name is empty, too long, or has a space or a '+'");
  VerifierKey made;
  made.name_ = name;
  made.type_ = type;
  made.key_ = key;
  made.id_ = id_of(name, type, key);
  return made;
}

Result<VerifierKey> VerifierKey::parse(std::string_view text) {
  auto parts = take_parts(text);
  if (!parts) return pass(parts);
  auto key = make(parts->name, parts->type, PublicKey{parts->bytes});
  if (key && key->id() != parts->id) return no_key("its id is another key's: a character is wrong");
  return key;
}

std::string VerifierKey::text() const {
  std::vector<std::uint8_t> bytes{static_cast<std::uint8_t>(type_)};
  bytes.insert(bytes.end(), key_.bytes.begin(), key_.bytes.end());
  return fmt::format("{}+{:08x}+{}", name_, id_, base64_encode(bytes));
}

Result<SignerKey> SignerKey::make(std::string_view name, KeyType type, PrivateKey key) {
  auto verifier = VerifierKey::make(name, type, key.public_key());
  if (!verifier) return pass(verifier);
  return SignerKey(std::move(*verifier), std::move(key));
}

Result<SignerKey> SignerKey::generate(std::string_view name, KeyType type, Entropy& entropy) {
  return make(name, type, PrivateKey::generate(entropy));
}

Result<SignerKey> SignerKey::parse(std::string_view text) {
  if (!text.starts_with(kPrivate)) return no_key("a private key begins with PRIVATE+KEY+");
  auto parts = take_parts(text.substr(kPrivate.size()));
  if (!parts) return pass(parts);
  auto key = make(parts->name, parts->type, PrivateKey(PrivateKey::Seed(parts->bytes)));
  if (key && key->verifier().id() != parts->id)
    return no_key("its id is another key's: a character is wrong");
  return key;
}

SecretText SignerKey::text() const {
  std::array<std::uint8_t, 33> bytes{};
  bytes[0] = static_cast<std::uint8_t>(verifier_.type());
  std::ranges::copy(key_.seed(), bytes.begin() + 1);
  std::string base64 = base64_encode(bytes);
  wipe(bytes);
  // Reserved at once: what grows leaves copies of a secret behind.
  std::string text;
  text.reserve(kPrivate.size() + verifier_.name().size() + kIdDigits + 2 + base64.size());
  text += kPrivate;
  text += verifier_.name();
  text += fmt::format("+{:08x}+", verifier_.id());
  text += base64;
  wipe(std::span<char>(base64));
  return SecretText(std::move(text));
}

}  // namespace probity::proof
