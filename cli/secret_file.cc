#include "cli/secret_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <utility>

namespace probity::cli {
namespace {

constexpr mode_t kOthers = 077;

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  [[nodiscard]] int get() const { return fd_; }
  [[nodiscard]] bool is_open() const { return fd_ >= 0; }

 private:
  int fd_;
};

std::unexpected<Error> system_fault(const std::filesystem::path& path, std::string doing) {
  return fail(ErrorKind::kStorage, fmt::format("{}: {}", doing, std::strerror(errno)), {},
              path.string());
}

/// A file's name is safe on disk only when its folder is.
Result<void> sync_folder(const std::filesystem::path& folder) {
  const Descriptor handle(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!handle.is_open() || ::fsync(handle.get()) != 0) {
    return system_fault(folder, "cannot sync the folder");
  }
  return {};
}

Result<void> write_all(const std::filesystem::path& path, std::string_view what,
                       std::string_view text) {
  const Descriptor file(
      ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR));
  if (!file.is_open() && errno == EEXIST) {
    return fail(ErrorKind::kRefused, fmt::format("there is a file for the {} already", what), {},
                path.string());
  }
  if (!file.is_open()) return system_fault(path, fmt::format("cannot make the {}", what));
  while (!text.empty()) {
    const ssize_t written = ::write(file.get(), text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return system_fault(path, fmt::format("cannot write the {}", what));
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  if (::fsync(file.get()) != 0) return system_fault(path, fmt::format("cannot sync the {}", what));
  return {};
}

/// Its first kSecretBytes + 1 bytes.
Result<proof::SecretText> read_start(int fd, const std::filesystem::path& path,
                                     std::string_view what) {
  std::string text(kSecretBytes + 1, '\0');
  std::size_t size = 0;
  while (size < text.size()) {
    const ssize_t got = ::read(fd, text.data() + size, text.size() - size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return system_fault(path, fmt::format("cannot read the {}", what));
    if (got == 0) break;
    size += static_cast<std::size_t>(got);
  }
  if (size > kSecretBytes) {
    return fail(ErrorKind::kMalformed, fmt::format("is no {}: it is too long", what), {},
                path.string());
  }
  text.resize(size);
  if (text.ends_with('\n')) text.pop_back();
  return proof::SecretText(std::move(text));
}

}  // namespace

Result<void> make_secret_file(const std::filesystem::path& file, std::string_view what,
                              std::string_view text) {
  const auto folder = file.parent_path().empty() ? std::filesystem::path(".") : file.parent_path();
  if (::mkdir(folder.c_str(), S_IRWXU) == 0) {
    const auto above = folder.parent_path();
    if (auto synced = sync_folder(above.empty() ? "." : above); !synced) return synced;
  } else if (errno != EEXIST) {
    return system_fault(folder, "cannot make the folder");
  }
  if (auto written = write_all(file, what, text); !written) return written;
  return sync_folder(folder);
}

Result<proof::SecretText> read_secret_file(const std::filesystem::path& path,
                                           std::string_view what) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.is_open() && errno == ENOENT) {
    return fail(ErrorKind::kNotFound, fmt::format("there is no {}", what), {}, path.string());
  }
  if (!file.is_open()) return system_fault(path, fmt::format("cannot open the {}", what));
  struct stat status{};
  if (::fstat(file.get(), &status) != 0) {
    return system_fault(path, fmt::format("cannot look at the {}", what));
  }
  if ((status.st_mode & kOthers) != 0) {
    return fail(ErrorKind::kRefused,
                fmt::format("the {} is open to others besides its owner", what),
                fmt::format("close it: chmod 600 {}", path.string()), path.string());
  }
  return read_start(file.get(), path, what);
}

}  // namespace probity::cli
