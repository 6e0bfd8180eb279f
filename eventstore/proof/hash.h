// SHA-256 and HMAC-SHA-256 over OpenSSL, which hash.cc and ed25519.cc alone include.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <span>

#include "eventstore/base/ids.h"

namespace probity::proof {

using Bytes = std::span<const std::uint8_t>;

/// A reusable SHA-256 context: making one costs more than hashing an event. One thread at a time.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(const Sha256&) = delete;
  Sha256& operator=(const Sha256&) = delete;

  /// The digest of the parts, one after the other.
  [[nodiscard]] Hash operator()(std::initializer_list<Bytes> parts);

 private:
  struct Context;
  std::unique_ptr<Context> context_;
};

/// The calling thread's own context.
[[nodiscard]] Hash sha256(std::initializer_list<Bytes> parts);

/// RFC 2104 with SHA-256.
[[nodiscard]] Hash hmac_sha256(Bytes key, Bytes message);

/// RFC 6962 section 2.1: SHA-256(0x00 || leaf data) and SHA-256(0x01 || left || right).
[[nodiscard]] Hash leaf_hash(Bytes leaf_data);
[[nodiscard]] Hash node_hash(const Hash& left, const Hash& right);
/// SHA-256 of nothing: the root of the empty tree.
[[nodiscard]] Hash empty_root();

}  // namespace probity::proof
