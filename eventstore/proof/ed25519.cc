#include "eventstore/proof/ed25519.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <algorithm>
#include <memory>
#include <new>

namespace probity::proof {
namespace {

struct Free {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
using Key = std::unique_ptr<EVP_PKEY, Free>;
using Context = std::unique_ptr<EVP_MD_CTX, Free>;

Context new_context() {
  Context context(EVP_MD_CTX_new());
  if (!context) throw std::bad_alloc();
  return context;
}

/// OpenSSL wipes its own copy of the seed when the key is freed.
Key private_key(PrivateKey::Seed seed) {
  Key key(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, seed.data(), seed.size()));
  if (!key) throw std::bad_alloc();  // 32 bytes are always a seed
  return key;
}

}  // namespace

void wipe(std::span<std::uint8_t> secret) { OPENSSL_cleanse(secret.data(), secret.size()); }
void wipe(std::span<char> secret) { OPENSSL_cleanse(secret.data(), secret.size()); }

bool ed25519_verifies(const PublicKey& key, Bytes message, const Signature& signature) {
  const Key point(
      EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, key.bytes.data(), key.bytes.size()));
  if (!point) return false;
  const Context context = new_context();
  return EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, point.get()) == 1 &&
         EVP_DigestVerify(context.get(), signature.bytes.data(), signature.bytes.size(),
                          message.data(), message.size()) == 1;
}

PrivateKey PrivateKey::generate(Entropy& entropy) {
  std::array<std::uint8_t, 32> seed{};
  entropy.fill(seed);
  PrivateKey key{Seed(seed)};
  wipe(seed);
  return key;
}

PrivateKey::PrivateKey(Seed seed) : seed_() {
  std::ranges::copy(seed, seed_.begin());
  const Key key = private_key(seed_);
  std::size_t size = public_key_.bytes.size();
  if (EVP_PKEY_get_raw_public_key(key.get(), public_key_.bytes.data(), &size) != 1)
    throw std::bad_alloc();
}

PrivateKey::PrivateKey(PrivateKey&& other) noexcept
    : seed_(other.seed_), public_key_(other.public_key_) {
  wipe(other.seed_);
}

PrivateKey& PrivateKey::operator=(PrivateKey&& other) noexcept {
  if (this == &other) return *this;
  seed_ = other.seed_;
  public_key_ = other.public_key_;
  wipe(other.seed_);
  return *this;
}

PrivateKey::~PrivateKey() { wipe(seed_); }

Signature PrivateKey::sign(Bytes message) const {
  const Key key = private_key(seed_);
  const Context context = new_context();
  Signature signature;
  std::size_t size = signature.bytes.size();
  const bool ok = EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1 &&
                  EVP_DigestSign(context.get(), signature.bytes.data(), &size, message.data(),
                                 message.size()) == 1 &&
                  size == signature.bytes.size();
  if (!ok) throw std::bad_alloc();  // the only way an Ed25519 signature fails
  return signature;
}

}  // namespace probity::proof
