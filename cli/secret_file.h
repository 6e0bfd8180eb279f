// A small secret in a file of its own below LEDGER/keys (or wherever its owner names): made 0600 in
// a folder that is 0700, synced, never overwritten; refused where others may read it. Any thread;
// nothing is cached.
#pragma once

#include <filesystem>
#include <string_view>

#include "eventstore/base/result.h"
#include "eventstore/proof/key.h"

namespace probity::cli {

inline constexpr std::size_t kSecretBytes = 1'024;

/// `what` is what the file is called in an error: `import key`. Makes the file's folder (0700) if
/// it is not there. kRefused if the file is there already; kStorage if it cannot be written.
[[nodiscard]] Result<void> make_secret_file(const std::filesystem::path& file,
                                            std::string_view what, std::string_view text);

/// Its text without the closing newline, at most kSecretBytes. kNotFound: there is none. kRefused:
/// somebody besides its owner may read or write it. kMalformed: it is longer. kStorage: it cannot
/// be read.
[[nodiscard]] Result<proof::SecretText> read_secret_file(const std::filesystem::path& file,
                                                         std::string_view what);

}  // namespace probity::cli
