// Ed25519 (RFC 8032) key pairs over OpenSSL, which ed25519.cc and hash.cc alone include. Any
// thread.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "eventstore/base/host.h"
#include "eventstore/proof/hash.h"

namespace probity::proof {

struct PublicKey {
  std::array<std::uint8_t, 32> bytes{};
  friend bool operator==(const PublicKey&, const PublicKey&) = default;
};

struct Signature {
  std::array<std::uint8_t, 64> bytes{};
  friend bool operator==(const Signature&, const Signature&) = default;
};

/// Overwrites secret bytes in a way that no optimiser takes for needless.
void wipe(std::span<std::uint8_t> secret);
void wipe(std::span<char> secret);

/// Whether `signature` is of `message` by `key`; false too where the key is no point of the curve.
[[nodiscard]] bool ed25519_verifies(const PublicKey& key, Bytes message,
                                    const Signature& signature);

/// The 32 secret bytes of a key pair, wiped when it is dropped or moved from. It neither copies nor
/// compares.
class PrivateKey {
 public:
  using Seed = std::span<const std::uint8_t, 32>;

  [[nodiscard]] static PrivateKey generate(Entropy& entropy);
  /// Copies the seed; the caller wipes its own.
  explicit PrivateKey(Seed seed);
  PrivateKey(PrivateKey&& other) noexcept;
  PrivateKey& operator=(PrivateKey&& other) noexcept;
  PrivateKey(const PrivateKey&) = delete;
  PrivateKey& operator=(const PrivateKey&) = delete;
  ~PrivateKey();

  [[nodiscard]] const PublicKey& public_key() const { return public_key_; }
  /// Deterministic: the same message has the same signature.
  [[nodiscard]] Signature sign(Bytes message) const;
  /// Valid as long as the key is.
  [[nodiscard]] Seed seed() const& { return seed_; }
  Seed seed() const&& = delete;

 private:
  std::array<std::uint8_t, 32> seed_;
  PublicKey public_key_;
};

}  // namespace probity::proof
