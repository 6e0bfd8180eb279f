#include "eventstore/proof/hash.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <new>

namespace probity::proof {

struct Sha256::Context {
  EVP_MD* algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  EVP_MD_CTX* state = EVP_MD_CTX_new();
  Context() {
    if (algorithm == nullptr || state == nullptr) throw std::bad_alloc();
  }
  ~Context() {
    EVP_MD_CTX_free(state);
    EVP_MD_free(algorithm);
  }
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;
};

Sha256::Sha256() : context_(std::make_unique<Context>()) {}
Sha256::~Sha256() = default;

Hash Sha256::operator()(std::initializer_list<Bytes> parts) {
  Hash out;
  bool ok = EVP_DigestInit_ex2(context_->state, context_->algorithm, nullptr) == 1;
  for (const Bytes part : parts) {
    ok = ok && EVP_DigestUpdate(context_->state, part.data(), part.size()) == 1;
  }
  ok = ok && EVP_DigestFinal_ex(context_->state, out.bytes.data(), nullptr) == 1;
  if (!ok) throw std::bad_alloc();  // the only way a SHA-256 context fails
  return out;
}

Hash sha256(std::initializer_list<Bytes> parts) {
  thread_local Sha256 hasher;
  return hasher(parts);
}

Hash hmac_sha256(Bytes key, Bytes message) {
  Hash out;
  unsigned size = 0;
  if (HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), message.data(), message.size(),
           out.bytes.data(), &size) == nullptr) {
    throw std::bad_alloc();
  }
  return out;
}

Hash leaf_hash(Bytes leaf_data) {
  static constexpr std::uint8_t kLeaf = 0x00;
  return sha256({Bytes(&kLeaf, 1), leaf_data});
}

Hash node_hash(const Hash& left, const Hash& right) {
  static constexpr std::uint8_t kNode = 0x01;
  return sha256({Bytes(&kNode, 1), left.bytes, right.bytes});
}

Hash empty_root() { return sha256({}); }

}  // namespace probity::proof
