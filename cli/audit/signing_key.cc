#include "cli/audit/signing_key.h"

#include "cli/secret_file.h"

namespace probity::cli {
namespace {

constexpr const char* kWhat = "signing key";

}  // namespace

std::filesystem::path signing_key_file(const std::filesystem::path& ledger) {
  return ledger / "keys" / "signing";
}

Result<proof::SignerKey> make_signing_key(const std::filesystem::path& file,
                                          const std::string& origin, Entropy& entropy) {
  auto key = proof::SignerKey::generate(origin, proof::KeyType::kEd25519, entropy);
  if (!key) return key;
  const proof::SecretText text = key->text();
  if (auto made = make_secret_file(file, kWhat, text.view()); !made) return pass(made);
  return key;
}

Result<proof::SignerKey> read_signing_key(const std::filesystem::path& file) {
  const auto text = read_secret_file(file, kWhat);
  if (!text && text.error().kind == ErrorKind::kNotFound) {
    return fail(ErrorKind::kNotFound, "there is no signing key",
                "probity key new makes one; --key FILE names one that lies elsewhere",
                file.string());
  }
  if (!text) return std::unexpected(text.error());
  auto key = proof::SignerKey::parse(text->view());
  if (!key) key.error().where = file.string();
  return key;
}

}  // namespace probity::cli
