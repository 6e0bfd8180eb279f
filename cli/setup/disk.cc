#include "cli/setup/disk.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <array>
#include <string_view>
#include <system_error>

namespace probity::cli {

namespace {

constexpr std::uint64_t kBlockBytes =
    512;  // st_blocks counts these, whatever the file system's own

std::uint64_t bytes_of_file(const std::filesystem::path& file) {
  struct stat status{};
  if (::lstat(file.c_str(), &status) != 0) return 0;
  return static_cast<std::uint64_t>(status.st_blocks) * kBlockBytes;
}

}  // namespace

std::uint64_t bytes_on_disk(const std::filesystem::path& folder) {
  std::error_code error;
  std::uint64_t bytes = 0;
  for (std::filesystem::recursive_directory_iterator entry(folder, error), end;
       !error && entry != end; entry.increment(error)) {
    if (entry->is_regular_file(error)) bytes += bytes_of_file(entry->path());
  }
  return bytes;
}

std::string bytes_text(std::uint64_t bytes) {
  constexpr std::array<std::string_view, 5> kUnits{"bytes", "KiB", "MiB", "GiB", "TiB"};
  std::uint64_t tenths = bytes * 10;
  std::size_t unit = 0;
  while (tenths >= 10'240 && unit + 1 < kUnits.size()) {
    tenths /= 1'024;
    ++unit;
  }
  if (unit == 0) return fmt::format("{} bytes", bytes);
  return fmt::format("{}.{} {}", tenths / 10, tenths % 10, kUnits[unit]);
}

}  // namespace probity::cli
