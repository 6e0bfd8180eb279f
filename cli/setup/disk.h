// Bytes on disk and files' permissions, for `stat` and `doctor`.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace probity::cli {

/// Bytes that the files of a folder take on disk (a sparse file counts for what it holds); 0 if it
/// is not there.
[[nodiscard]] std::uint64_t bytes_on_disk(const std::filesystem::path& folder);

/// `1.2 MiB`: for a person.
[[nodiscard]] std::string bytes_text(std::uint64_t bytes);

}  // namespace probity::cli
