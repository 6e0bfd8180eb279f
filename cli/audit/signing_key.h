// The key that signs a ledger's checkpoints: LEDGER/keys/signing, or where --key says. Any thread;
// nothing is cached, and the secret is wiped from memory when it is dropped.
#pragma once

#include <filesystem>
#include <string>

#include "eventstore/base/host.h"
#include "eventstore/base/result.h"
#include "eventstore/proof/key.h"

namespace probity::cli {

/// Where a ledger's own signing key lies.
[[nodiscard]] std::filesystem::path signing_key_file(const std::filesystem::path& ledger);

/// Makes an Ed25519 key by the ledger's name and its file (0600). Errors as make_secret_file().
[[nodiscard]] Result<proof::SignerKey> make_signing_key(const std::filesystem::path& file,
                                                        const std::string& origin,
                                                        Entropy& entropy);

/// Errors as read_secret_file(); kMalformed where the file holds no key.
[[nodiscard]] Result<proof::SignerKey> read_signing_key(const std::filesystem::path& file);

}  // namespace probity::cli
