// Files that people name, read and written whole.
#pragma once

#include <cstddef>
#include <string>

#include "eventstore/base/result.h"

namespace probity::cli {

/// kMalformed where it cannot be read or is a folder, kTooLarge above `limit` bytes; each names the
/// file.
[[nodiscard]] Result<std::string> read_file(const std::string& name, std::size_t limit);

/// Writes a file anew. kMalformed where it cannot be opened, kStorage where it cannot be written.
[[nodiscard]] Result<void> write_file(const std::string& name, const std::string& text);

}  // namespace probity::cli
