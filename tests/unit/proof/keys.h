// Keys that the proof tests share: of fixed seeds, so that what they sign is the same every time.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "eventstore/proof/checkpoint.h"
#include "eventstore/proof/key.h"

namespace probity::proof {

inline constexpr std::string_view kOrigin = "probity.example/test";
inline constexpr std::string_view kWitness = "witness.example/w1";

/// The seed first, first + 1, ….
inline PrivateKey private_key(std::uint8_t first) {
  std::array<std::uint8_t, 32> seed{};
  for (std::size_t i = 0; i < seed.size(); ++i) seed[i] = static_cast<std::uint8_t>(first + i);
  return PrivateKey(PrivateKey::Seed(seed));
}

inline SignerKey ledger_key() {
  return SignerKey::make(kOrigin, KeyType::kEd25519, private_key(0)).value();
}
inline SignerKey witness_key() {
  return SignerKey::make(kWitness, KeyType::kCosignature, private_key(32)).value();
}
inline SignerKey strangers_key() {
  return SignerKey::make("stranger.example", KeyType::kEd25519, private_key(64)).value();
}

inline std::vector<PinnedKey> pins() { return {{ledger_key().verifier()}}; }
inline std::vector<PinnedKey> pins_and_witness() {
  return {{ledger_key().verifier()}, {witness_key().verifier()}};
}

}  // namespace probity::proof
