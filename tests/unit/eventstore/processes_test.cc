// Two processes on one ledger. The other one is forked before this one opens the ledger: an
// environment is never used across fork().
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <functional>
#include <set>

#include "eventstore/ledger.h"
#include "tests/unit/eventstore/support.h"

namespace probity::eventstore::testing {
namespace {

/// A forked process that does one thing when told to, any number of times, and says when it is
/// done.
class OtherProcess {
 public:
  explicit OtherProcess(const std::function<bool()>& once) {
    if (pipe(orders_.data()) != 0 || pipe(answers_.data()) != 0) std::abort();
    child_ = fork();
    if (child_ != 0) {
      close(orders_[0]);
      close(answers_[1]);
      return;
    }
    close(orders_[1]);
    close(answers_[0]);
    char order = 0;
    while (read(orders_[0], &order, 1) == 1) {
      const char answer = once() ? 'y' : 'n';
      if (write(answers_[1], &answer, 1) != 1) break;
    }
    _exit(0);
  }
  ~OtherProcess() {
    close(orders_[1]);
    close(answers_[0]);
    waitpid(child_, nullptr, 0);
  }
  OtherProcess(const OtherProcess&) = delete;
  OtherProcess& operator=(const OtherProcess&) = delete;

  void start() { ASSERT_EQ(write(orders_[1], "g", 1), 1); }
  [[nodiscard]] bool finish() {
    char answer = 0;
    return read(answers_[0], &answer, 1) == 1 && answer == 'y';
  }

 private:
  std::array<int, 2> orders_{};
  std::array<int, 2> answers_{};
  pid_t child_ = -1;
};

TEST(Processes, SeeEachOthersEvents) {
  LedgerFolder folder(10);  // the index is written by both as well
  folder.ledger.reset();
  std::uint64_t next = 1'000;
  std::unique_ptr<Ledger> theirs;
  OtherProcess other([&] {
    if (!theirs) theirs = Ledger::open(folder.path(), folder.options(Access::kReadWrite)).value();
    for (int i = 0; i < 7; ++i, ++next) {
      if (!theirs->writer()->append(request(event(next, "finding/shared")))) return false;
    }
    return true;
  });
  folder.reopen();
  std::uint64_t mine = 1;
  for (std::uint64_t round = 1; round <= 12; ++round) {
    other.start();
    ASSERT_TRUE(other.finish());
    const Snapshot snapshot = folder.ledger->snapshot();
    ASSERT_EQ(snapshot.head().size.value, 1 + 10 * round - 3);
    ASSERT_EQ(snapshot.stream_head(stream("finding/shared")).value()->version.value,
              10 * round - 3);
    ASSERT_TRUE(snapshot.find(id(1'000 + 7 * round - 1)).value());
    for (int i = 0; i < 3; ++i, ++mine)
      ASSERT_TRUE(folder.append(request(event(mine, "finding/shared"))));
    ASSERT_TRUE(folder.append(request(event(1'000, "finding/shared")))->known);
  }
  const Snapshot snapshot = folder.ledger->snapshot();
  EXPECT_EQ(snapshot.stream_positions(stream("finding/shared"), TreeSize{1'000})->size(), 120U);
}

TEST(Processes, AppendWithoutGapsAndEachConflictIsTold) {
  constexpr std::uint64_t kEach = 300;
  LedgerFolder folder(40);
  folder.ledger.reset();
  // Both append to one stream with the version that they last saw; who is late is told and tries
  // again.
  const auto append_all = [&folder](Ledger& ledger, std::uint64_t from) {
    const StreamId shared = stream("finding/shared");
    for (std::uint64_t number = from; number < from + kEach;) {
      const auto head = ledger.snapshot().stream_head(shared).value();
      const StreamVersion version{head ? head->version.value : 0};
      const auto answer = ledger.writer()->append(
          request({event(number, shared.text())}, {{shared, ExactVersion{version}}}));
      if (answer) ++number;
      if (!answer && answer.error().kind != ErrorKind::kConflict) return false;
      if (answer && answer->events[0].version.value != version.value + 1) return false;
    }
    return true;
  };
  OtherProcess other([&] {
    const auto theirs = Ledger::open(folder.path(), folder.options(Access::kReadWrite)).value();
    return append_all(*theirs, 100'000);
  });
  OtherProcess reader([&] {
    // Reads all the while and never sees a gap.
    const auto theirs = Ledger::open(folder.path(), folder.options(Access::kReadOnly)).value();
    for (std::uint64_t size = 0; size < 2 * kEach + 1;) {
      const Snapshot snapshot = theirs->snapshot();
      if (snapshot.head().size.value < size) return false;
      size = snapshot.head().size.value;
      const auto positions =
          snapshot.stream_positions(stream("finding/shared"), snapshot.head().size);
      if (!positions || positions->size() != size - 1) return false;
      const auto last = snapshot.event(Position{size - 1});
      if (!last || snapshot.find(last->header.id).value() != Position{size - 1}) return false;
    }
    return true;
  });
  folder.reopen();
  reader.start();
  other.start();
  EXPECT_TRUE(append_all(*folder.ledger, 1));
  EXPECT_TRUE(other.finish());
  EXPECT_TRUE(reader.finish());
  const Snapshot snapshot = folder.ledger->snapshot();
  ASSERT_EQ(snapshot.head().size.value, 2 * kEach + 1);
  std::set<EventId> ids;
  for (std::uint64_t at = 1; at <= 2 * kEach; ++at) {
    const Event stored = snapshot.event(Position{at}).value();
    EXPECT_EQ(stored.placement.version.value, at);
    ids.insert(stored.header.id);
  }
  EXPECT_EQ(ids.size(), 2 * kEach);
}

}  // namespace
}  // namespace probity::eventstore::testing
