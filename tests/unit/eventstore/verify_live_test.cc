// A ledger that is written to by another process while it is checked: nothing false is found.
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/unit/eventstore/verify_support.h"

namespace probity::eventstore::testing {
namespace {

constexpr int kChecks = 50;
constexpr std::uint64_t kStep = 10'000;

/// Appends in requests of different lengths, as fast as it can, the index following closely, until
/// it is killed.
[[noreturn]] void write_on(LedgerFolder& folder) {
  folder.reopen();
  for (std::uint64_t size = kStep; !::testing::Test::HasFailure(); size += kStep) {
    grow(folder, size);
  }
  _exit(1);
}

TEST(VerifyLive, FindsNothingFalseInFiftyChecksWhileAnotherProcessWrites) {
  LedgerFolder folder(50);
  grow(folder, 1'000);
  folder.ledger.reset();
  const pid_t writer = fork();
  if (writer == 0) write_on(folder);
  int grown = 0;
  TreeSize before;
  for (int tries = 0; grown < kChecks && tries < 100 * kChecks; ++tries) {
    const Report report = check(folder.path());
    ASSERT_THAT(lines_of(report), ::testing::IsEmpty());
    EXPECT_EQ(report.checked, report.size);
    EXPECT_TRUE(report.has_index);
    grown += report.size > before ? 1 : 0;
    before = report.size;
  }
  kill(writer, SIGKILL);
  int status = 0;
  waitpid(writer, &status, 0);
  EXPECT_TRUE(WIFSIGNALED(status)) << "the writer ended before the checks";
  EXPECT_EQ(grown, kChecks) << "each check met a ledger that had grown";
  expect_sound(folder.path());
}

}  // namespace
}  // namespace probity::eventstore::testing
