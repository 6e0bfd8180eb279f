// Processes for tests: forked children (never across an open ledger) and the real binary, run and
// killed for real.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace probity::test {

/// A folder of a test's own, removed at the end.
class Folder {
 public:
  Folder();
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  std::filesystem::path operator/(const std::string& name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

/// A child process; killed by the destructor if it still runs.
class Child {
 public:
  /// Runs `body` in a forked child, which exits with what it returns (99 if it throws). No ledger
  /// may be open here.
  static Child fork_with(const std::function<int()>& body);
  /// Runs a program with its output going to `output` (both streams).
  static Child run(const std::vector<std::string>& words, const std::filesystem::path& output);
  Child(Child&& other) noexcept;
  Child& operator=(Child&&) = delete;
  ~Child();

  void kill_hard();
  /// Exit code, or minus the signal's number.
  int wait();
  [[nodiscard]] bool running();

 private:
  explicit Child(pid_t pid) : pid_(pid) {}
  pid_t pid_;
  int status_ = 0;
};

struct Ran {
  int exit = 0;
  std::string out;
  std::string err;
};

/// Runs a program to its end and reads what it printed on both streams. `environment`:
/// `NAME=value`, added to ours.
Ran run(const std::vector<std::string>& words, const std::vector<std::string>& environment = {});
/// `run` of the built probity binary.
Ran probity(std::vector<std::string> words, const std::vector<std::string>& environment = {});

std::string read_file(const std::filesystem::path& path);
void write_file(const std::filesystem::path& path, const std::string& text);

}  // namespace probity::test
