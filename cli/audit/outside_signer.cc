#include "cli/audit/outside_signer.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>

#include "eventstore/base/limits.h"

namespace probity::cli {
namespace {

using Pipe = std::array<int, 2>;

std::unexpected<Error> failed(const std::string& why) {
  return fail(ErrorKind::kUnverifiable, "the checkpoint was not signed: " + why,
              "the command gets the text on stdin and answers the signed note on stdout",
              "--sign-with");
}

[[noreturn]] void run_shell(const std::string& command, const Pipe& in, const Pipe& out) {
  ::dup2(in[0], STDIN_FILENO);
  ::dup2(out[1], STDOUT_FILENO);
  for (const int end : {in[0], in[1], out[0], out[1]}) ::close(end);
  ::signal(SIGPIPE, SIG_DFL);
  ::execl("/bin/sh", "sh", "-c", command.c_str(), static_cast<char*>(nullptr));
  ::_exit(127);
}

void write_all(int fd, const std::string& text) {
  std::size_t written = 0;
  while (written < text.size()) {
    const ssize_t count = ::write(fd, text.data() + written, text.size() - written);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return;  // it does not read: its exit says why
    written += static_cast<std::size_t>(count);
  }
}

std::string read_all(int fd) {
  std::string text;
  std::array<char, 4'096> part;
  while (text.size() <= limits::kNoteBytes) {
    const ssize_t count = ::read(fd, part.data(), part.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) break;
    text.append(part.data(), static_cast<std::size_t>(count));
  }
  return text;
}

}  // namespace

Result<std::string> note_from(const std::string& command, const std::string& text) {
  Pipe in{};
  Pipe out{};
  if (::pipe2(in.data(), O_CLOEXEC) != 0) return failed(std::strerror(errno));
  if (::pipe2(out.data(), O_CLOEXEC) != 0) {
    ::close(in[0]);
    ::close(in[1]);
    return failed(std::strerror(errno));
  }
  const pid_t child = ::fork();
  if (child == 0) run_shell(command, in, out);
  ::close(in[0]);
  ::close(out[1]);
  // A checkpoint's text is far below what a pipe holds, so that writing first holds nobody up.
  const auto before = ::signal(SIGPIPE, SIG_IGN);
  if (child > 0) write_all(in[1], text);
  ::close(in[1]);
  std::string note = child > 0 ? read_all(out[0]) : std::string();
  ::close(out[0]);
  ::signal(SIGPIPE, before);
  if (child < 0) return failed("no process could be started");
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
    return failed(fmt::format("the command ended with {}",
                              WIFEXITED(status) ? WEXITSTATUS(status) : WTERMSIG(status)));
  }
  if (note.size() > limits::kNoteBytes) return failed("its answer is longer than a note may be");
  return note;
}

}  // namespace probity::cli
