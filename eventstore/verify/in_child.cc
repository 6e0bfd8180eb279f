#include "eventstore/verify/in_child.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include "eventstore/lmdb.h"
#include "eventstore/verify/report_bytes.h"

namespace probity::eventstore::verify {
namespace {

enum class MessageKind : std::uint64_t { kProgress, kReport, kError };

struct MessageHead {
  std::uint64_t kind;
  std::uint64_t size;
};

/// One end of the socket between the two.
class Channel {
 public:
  explicit Channel(int file) : file_(file) {}
  ~Channel() { close(file_); }
  Channel(const Channel&) = delete;
  Channel& operator=(const Channel&) = delete;

  [[nodiscard]] bool send(MessageKind kind, const MessageBytes& bytes) const {
    const MessageHead head{static_cast<std::uint64_t>(kind), bytes.size()};
    return send_all(&head, sizeof head) && send_all(bytes.data(), bytes.size());
  }
  /// Nothing at the end.
  [[nodiscard]] std::optional<std::pair<MessageKind, MessageBytes>> receive() const {
    MessageHead head{};
    if (!receive_all(&head, sizeof head)) return std::nullopt;
    MessageBytes bytes(head.size);
    if (!receive_all(bytes.data(), bytes.size())) return std::nullopt;
    return std::pair(static_cast<MessageKind>(head.kind), std::move(bytes));
  }
  /// From parent to child: that it may end.
  void send_stop() const { (void)send_all("", 1); }
  [[nodiscard]] bool stop_was_sent() const {
    char byte = 0;
    return recv(file_, &byte, 1, MSG_DONTWAIT) == 1;
  }

 private:
  bool send_all(const void* data, std::size_t size) const {
    const auto* at = static_cast<const std::uint8_t*>(data);
    while (size > 0) {
      const ssize_t sent = ::send(file_, at, size, MSG_NOSIGNAL);
      if (sent < 0 && errno == EINTR) continue;
      if (sent <= 0) return false;
      at += sent;
      size -= static_cast<std::size_t>(sent);
    }
    return true;
  }
  bool receive_all(void* data, std::size_t size) const {
    auto* at = static_cast<std::uint8_t*>(data);
    while (size > 0) {
      const ssize_t got = recv(file_, at, size, 0);
      if (got < 0 && errno == EINTR) continue;
      if (got <= 0) return false;
      at += got;
      size -= static_cast<std::size_t>(got);
    }
    return true;
  }
  int file_;
};

/// A crash of this process is expected, and nobody's to handle, to keep or to hear of.
void expect_to_crash() {
  prctl(PR_SET_PDEATHSIG, SIGKILL);  // without whoever asked, nobody waits for the answer
  signal(SIGINT, SIG_IGN);           // a terminal interrupts both: the parent says when to stop
  for (const int number : {SIGBUS, SIGSEGV, SIGABRT, SIGFPE, SIGILL}) signal(number, SIG_DFL);
  const rlimit no_core{0, 0};
  setrlimit(RLIMIT_CORE, &no_core);
  if (const int nowhere = open("/dev/null", O_WRONLY); nowhere >= 0) dup2(nowhere, STDERR_FILENO);
}

void send_error(const Channel& parent, const Error& error) {
  MessageBytes bytes{static_cast<std::uint8_t>(error.kind)};
  for (const std::string* part : {&error.what, &error.mend, &error.where}) {
    bytes.insert(bytes.end(), part->begin(), part->end());
    bytes.push_back(0);
  }
  (void)parent.send(MessageKind::kError, bytes);
}

Error error_from(const MessageBytes& bytes) {
  Error error{static_cast<ErrorKind>(bytes[0]), {}, {}, {}};
  auto at = bytes.begin() + 1;
  for (std::string* part : {&error.what, &error.mend, &error.where}) {
    const auto end = std::find(at, bytes.end(), 0);
    part->assign(at, end);
    at = end == bytes.end() ? end : end + 1;
  }
  return error;
}

/// What is thrown must not leave the child: it would go on as its parent.
template <class Work>
auto caught(const Work& work) -> decltype(work()) {
  try {
    return work();
  } catch (const lmdb::StorageFault& fault) {
    return std::unexpected(fault.error());
  } catch (const std::exception& failed) {
    return fail(ErrorKind::kCorrupt, failed.what());
  }
}

void check_and_tell(const Channel& parent, const Check& check, Options options) {
  std::size_t told = 0;
  options.progress = [&](const Progress& progress) {
    const auto& all = progress.findings.all();
    const bool sent = parent.send(
        MessageKind::kProgress,
        to_bytes(ProgressMessage{progress.done,
                                 progress.of,
                                 {all.begin() + static_cast<std::ptrdiff_t>(told), all.end()}}));
    told = all.size();
    return sent && !parent.stop_was_sent();
  };
  const auto report = caught([&] { return check(options); });
  if (report) {
    (void)parent.send(MessageKind::kReport, to_bytes(*report));
  } else {
    send_error(parent, report.error());
  }
}

std::string name_of_signal(int number) {
  for (const auto& [known, name] :
       {std::pair(SIGBUS, "SIGBUS"), std::pair(SIGSEGV, "SIGSEGV"), std::pair(SIGABRT, "SIGABRT"),
        std::pair(SIGFPE, "SIGFPE"), std::pair(SIGILL, "SIGILL"), std::pair(SIGKILL, "SIGKILL")}) {
    if (known == number) return name;
  }
  return fmt::format("signal {}", number);
}

/// Waits for the child; how it ended.
std::string end_of(pid_t child) {
  int status = 0;
  while (waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) return "an end that is not known";
  }
  if (WIFSIGNALED(status)) return name_of_signal(WTERMSIG(status));
  return fmt::format("exit code {}", WEXITSTATUS(status));
}

/// What the child says, until it says no more. The report where it came to that; else what is
/// known.
Result<Report> listen(const Channel& child, const Options& options, pid_t process) {
  Report report;
  std::uint64_t done = 0;
  while (const auto message = child.receive()) {
    const auto& [kind, bytes] = *message;
    if (kind == MessageKind::kReport) {
      if (auto whole = report_from(bytes)) {
        (void)end_of(process);
        return std::move(*whole);
      }
    } else if (kind == MessageKind::kError && !bytes.empty()) {
      (void)end_of(process);
      return std::unexpected(error_from(bytes));
    } else if (auto progress = progress_from(bytes)) {
      for (Finding& finding : progress->findings) report.findings.add(std::move(finding));
      done = progress->done;
      report.size = TreeSize{progress->of};
      report.checked = TreeSize{done};
      if (options.progress && !options.progress({done, progress->of, report.findings})) {
        child.send_stop();
      }
    }
  }
  const std::string end = end_of(process);
  report.findings.add(
      {FindingKind::kUnverifiable,
       {},
       {},
       std::nullopt,
       "a ledger that can be read",
       end,
       fmt::format("cannot be read: the process that read it was ended by {}, after {} of {} "
                   "events; a file may be cut short or damaged",
                   end, done, report.size.value)});
  report.roots.resize(options.roots.size());
  return report;
}

/// Forks a child that does `tell` and ends; gives the channel to `hear`, with the child's number.
template <class Tell, class Hear>
auto with_child(const Tell& tell, const Hear& hear)
    -> decltype(hear(std::declval<const Channel&>(), 0)) {
  std::array<int, 2> ends{};
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) {
    return fail(ErrorKind::kStorage, fmt::format("no socket: {}", std::strerror(errno)));
  }
  const Channel here(ends[0]);
  const pid_t process = fork();
  if (process == 0) {
    {
      const Channel parent(ends[1]);
      close(ends[0]);
      expect_to_crash();
      tell(parent);
    }
    _exit(0);
  }
  close(ends[1]);
  if (process < 0) {
    return fail(ErrorKind::kStorage, fmt::format("no process: {}", std::strerror(errno)));
  }
  return hear(here, process);
}

Result<std::string> hear_text(const Channel& child, pid_t process) {
  const auto message = child.receive();
  const std::string end = end_of(process);
  if (message && message->first == MessageKind::kReport) {
    return std::string(message->second.begin(), message->second.end());
  }
  if (message && message->first == MessageKind::kError && !message->second.empty()) {
    return std::unexpected(error_from(message->second));
  }
  return fail(ErrorKind::kUnverifiable,
              fmt::format("the process that read the ledger was ended by {}; a file may be cut "
                          "short or damaged",
                          end));
}

}  // namespace

Result<Report> check_in_child(const Check& check, const Options& options) {
  return with_child(
      [&](const Channel& parent) { check_and_tell(parent, check, options); },
      [&](const Channel& child, pid_t process) { return listen(child, options, process); });
}

Result<std::string> work_in_child(const std::function<Result<std::string>()>& work) {
  return with_child(
      [&](const Channel& parent) {
        const auto text = caught(work);
        if (!text) return send_error(parent, text.error());
        (void)parent.send(MessageKind::kReport, MessageBytes(text->begin(), text->end()));
      },
      [](const Channel& child, pid_t process) { return hear_text(child, process); });
}

Result<Report> verify_in_child(const std::filesystem::path& folder, const Options& options) {
  return check_in_child([&](const Options& told) { return verify_ledger(folder, told); }, options);
}

}  // namespace probity::eventstore::verify
