#include "cli/record/file_digest.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cctype>
#include <span>
#include <string_view>

#include "eventstore/base/text.h"
#include "eventstore/proof/hash.h"

namespace probity::cli {

namespace {

/// A file's bytes, mapped for as long as this lives.
class MappedFile {
 public:
  explicit MappedFile(const std::filesystem::path& file)
      : fd_(::open(file.c_str(), O_RDONLY | O_CLOEXEC)) {
    struct stat status{};
    if (fd_ < 0 || ::fstat(fd_, &status) != 0 || !S_ISREG(status.st_mode)) return;
    size_ = static_cast<std::size_t>(status.st_size);
    if (size_ > 0) data_ = ::mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, fd_, 0);
    sound_ = size_ == 0 || data_ != MAP_FAILED;
  }
  ~MappedFile() {
    if (sound_ && size_ > 0) ::munmap(data_, size_);
    if (fd_ >= 0) ::close(fd_);
  }
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;

  [[nodiscard]] bool sound() const { return sound_; }
  [[nodiscard]] std::span<const std::uint8_t> bytes() const {
    return {static_cast<const std::uint8_t*>(data_), size_};
  }

 private:
  int fd_;
  void* data_ = nullptr;
  std::size_t size_ = 0;
  bool sound_ = false;
};

std::string percent_encoded(std::string_view path) {
  constexpr std::string_view kKept = "/-._~";
  std::string out;
  for (const char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80 && (std::isalnum(byte) != 0 || kKept.contains(c))) {
      out += c;
    } else {
      out += fmt::format("%{:02X}", byte);
    }
  }
  return out;
}

}  // namespace

Result<FileDigest> digest_of_file(const std::filesystem::path& file) {
  const MappedFile mapped(file);
  if (!mapped.sound())
    return fail(ErrorKind::kMalformed, "the file cannot be read", {}, file.string());
  std::error_code error;
  const auto absolute = std::filesystem::canonical(file, error);
  return FileDigest{.sha256 = to_hex(proof::sha256({mapped.bytes()}).bytes),
                    .bytes = mapped.bytes().size(),
                    .uri = "file://" + percent_encoded((error ? file : absolute).string())};
}

}  // namespace probity::cli
