#include "cli/import_key.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>

#include "eventstore/base/text.h"

namespace probity::cli {
namespace {

constexpr mode_t kOthers = 077;
constexpr std::size_t kHexBytes = 64;

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

std::filesystem::path folder_in(const std::filesystem::path& ledger) { return ledger / "keys"; }
std::filesystem::path file_in(const std::filesystem::path& ledger) {
  return folder_in(ledger) / "import";
}

std::unexpected<Error> system_fault(const std::filesystem::path& path, std::string_view doing) {
  return fail(ErrorKind::kStorage, fmt::format("{}: {}", doing, std::strerror(errno)), {},
              path.string());
}

/// A file's name is safe on disk only when its folder is.
Result<void> sync_folder(const std::filesystem::path& folder) {
  const Descriptor handle(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!handle.is_open() || ::fsync(handle.get()) != 0)
    return system_fault(folder, "cannot sync the folder");
  return {};
}

Result<void> write_all(const std::filesystem::path& path, std::string_view text) {
  const Descriptor file(
      ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR));
  if (!file.is_open() && errno == EEXIST) {
    return fail(ErrorKind::kRefused, "there is an import key already", {}, path.string());
  }
  if (!file.is_open()) return system_fault(path, "cannot make the import key");
  while (!text.empty()) {
    const ssize_t written = ::write(file.get(), text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return system_fault(path, "cannot write the import key");
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  if (::fsync(file.get()) != 0) return system_fault(path, "cannot sync the import key");
  return {};
}

Result<std::string> read_start(int fd, const std::filesystem::path& path) {
  std::string text(kHexBytes + 2, '\0');
  std::size_t size = 0;
  while (size < text.size()) {
    const ssize_t got = ::read(fd, text.data() + size, text.size() - size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return system_fault(path, "cannot read the import key");
    if (got == 0) break;
    size += static_cast<std::size_t>(got);
  }
  text.resize(size);
  return text;
}

}  // namespace

Result<ImportKey> make_import_key(const std::filesystem::path& ledger, Entropy& entropy) {
  const auto folder = folder_in(ledger);
  if (::mkdir(folder.c_str(), S_IRWXU) != 0 && errno != EEXIST)
    return system_fault(folder, "cannot make the folder");
  ImportKey key;
  entropy.fill(key.bytes);
  if (auto written = write_all(file_in(ledger), to_hex(key.bytes) + '\n'); !written)
    return pass(written);
  if (auto synced = sync_folder(folder); !synced) return pass(synced);
  if (auto synced = sync_folder(ledger); !synced) return pass(synced);
  return key;
}

Result<ImportKey> read_import_key(const std::filesystem::path& ledger) {
  const auto path = file_in(ledger);
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.is_open() && errno == ENOENT) {
    return fail(ErrorKind::kNotFound, "this ledger's folder has no import key",
                "copy keys/import from where the ledger was made: under another key the same file "
                "would be appended "
                "a second time",
                path.string());
  }
  if (!file.is_open()) return system_fault(path, "cannot open the import key");
  struct stat status{};
  if (::fstat(file.get(), &status) != 0) return system_fault(path, "cannot look at the import key");
  if ((status.st_mode & kOthers) != 0) {
    return fail(ErrorKind::kRefused, "the import key is open to others besides its owner",
                fmt::format("close it: chmod 600 {}", path.string()), path.string());
  }
  auto text = read_start(file.get(), path);
  if (!text) return pass(text);
  if (text->ends_with('\n')) text->pop_back();
  const auto bytes = hash_from_hex(*text);
  if (!bytes) {
    return fail(ErrorKind::kMalformed, "is no import key",
                "it is one line of 64 hexadecimal digits", path.string());
  }
  return ImportKey{bytes->bytes};
}

}  // namespace probity::cli
