// A ledger that is written to by another process while it is checked: nothing false is found.
#include <sys/wait.h>
#include <unistd.h>

#include "tests/unit/eventstore/verify_support.h"

namespace probity::eventstore::testing {
namespace {

constexpr std::uint64_t kEvents = 12'000;

/// Appends in requests of different lengths, the index following closely, and ends.
[[noreturn]] void write_on(LedgerFolder& folder) {
  folder.reopen();
  grow(folder, kEvents);
  folder.ledger.reset();
  _exit(::testing::Test::HasFailure() ? 1 : 0);
}

TEST(VerifyLive, FindsNothingFalseWhileAnotherProcessWrites) {
  LedgerFolder folder(50);
  grow(folder, 1'000);
  folder.ledger.reset();
  const pid_t writer = fork();
  if (writer == 0) write_on(folder);
  std::uint64_t smallest = kEvents;
  std::uint64_t checks = 0;
  int status = 0;
  for (bool writing = true; writing; ++checks) {
    writing = waitpid(writer, &status, WNOHANG) == 0;
    const Report report = check(folder.path());
    ASSERT_THAT(lines_of(report), ::testing::IsEmpty());
    EXPECT_EQ(report.checked, report.size);
    EXPECT_TRUE(report.has_index);
    smallest = std::min(smallest, report.size.value);
  }
  EXPECT_EQ(status, 0);
  EXPECT_GT(checks, 2);
  EXPECT_LT(smallest, kEvents) << "it was checked while it grew";
  EXPECT_EQ(check(folder.path()).size, TreeSize{kEvents});
}

}  // namespace
}  // namespace probity::eventstore::testing
