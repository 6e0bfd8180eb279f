#include "cli/files.h"

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

namespace probity::cli {

Result<std::string> read_file(const std::string& name, std::size_t limit) {
  std::error_code ignored;
  if (std::filesystem::is_directory(name, ignored)) {
    return fail(ErrorKind::kMalformed, "is a folder, where a file is wanted", {}, name);
  }
  std::ifstream file(name, std::ios::binary);
  if (!file.is_open()) {
    return fail(ErrorKind::kMalformed,
                fmt::format("the file cannot be read: {}", std::strerror(errno)), {}, name);
  }
  std::string text;
  std::array<char, 65'536> chunk{};
  while (file.read(chunk.data(), chunk.size()), file.gcount() > 0) {
    text.append(chunk.data(), static_cast<std::size_t>(file.gcount()));
    if (text.size() > limit) {
      return fail(ErrorKind::kTooLarge, fmt::format("the file has more than {} bytes", limit), {},
                  name);
    }
  }
  if (!file.bad()) return text;
  return fail(ErrorKind::kMalformed, "the file cannot be read to its end", {}, name);
}

Result<void> write_file(const std::string& name, const std::string& text) {
  std::ofstream out(name, std::ios::binary | std::ios::trunc);
  if (!out.is_open()) {
    return fail(ErrorKind::kMalformed,
                fmt::format("the file cannot be made: {}", std::strerror(errno)), {}, name);
  }
  out << text;
  out.close();
  if (out) return {};
  return fail(ErrorKind::kStorage, "the file cannot be written to its end", "make room on the disk",
              name);
}

}  // namespace probity::cli
