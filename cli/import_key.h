// The key under which the ids of imported lines are derived: LEDGER/keys/import, 32 random bytes as
// hex. It never leaves the folder by itself (no backup, export or tile holds it); who has it can
// tell whether a guessed line is in the ledger. Any thread; nothing is cached.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>

#include "eventstore/base/host.h"
#include "eventstore/base/result.h"

namespace probity::cli {

struct ImportKey {
  std::array<std::uint8_t, 32> bytes{};
};

/// Makes LEDGER/keys (0700) if it is not there and LEDGER/keys/import (0600), synced to disk.
/// kRefused if the file is there already; kStorage if it cannot be written.
[[nodiscard]] Result<ImportKey> make_import_key(const std::filesystem::path& ledger,
                                                Entropy& entropy);

/// kNotFound: there is none. kRefused: somebody besides its owner may read or write it. kMalformed:
/// it is no key. kStorage: it cannot be read.
[[nodiscard]] Result<ImportKey> read_import_key(const std::filesystem::path& ledger);

}  // namespace probity::cli
