// What the writer answers when the disk fails it, with the real LMDB: the file descriptor that it
// writes to is exchanged for one that has no room.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "eventstore/ledger.h"
#include "tests/unit/eventstore/support.h"

namespace probity::eventstore::testing {
namespace {

namespace fs = std::filesystem;

enum class Writes { kPages, kMetaPage };

/// Makes the next write to a log fail: of its pages, or of the meta page that puts them in force
/// (which LMDB writes through a descriptor of its own, opened with O_DSYNC).
void make_writes_fail(const fs::path& ledger, Writes which) {
  const fs::path data = fs::canonical(ledger / "log" / "data.mdb");
  const int full = ::open("/dev/full", O_RDWR | O_CLOEXEC);
  ASSERT_GE(full, 0);
  int exchanged = 0;
  for (const fs::directory_entry& entry : fs::directory_iterator("/proc/self/fd")) {
    std::error_code gone;
    if (fs::read_symlink(entry.path(), gone) != data || gone) continue;
    const int descriptor = std::stoi(entry.path().filename().string());
    const bool meta = (::fcntl(descriptor, F_GETFL) & O_DSYNC) != 0;
    if (meta != (which == Writes::kMetaPage)) continue;
    ASSERT_EQ(::dup2(full, descriptor), descriptor);
    ++exchanged;
  }
  ::close(full);
  ASSERT_EQ(exchanged, 1);
}

class Rules final : public AdmissionRules {
 public:
  int forgotten = 0;
  Result<void> admit(const Recorded&, std::span<NewEvent>) override { return {}; }
  void forget_uncommitted() override { ++forgotten; }
};

TEST(WriterFault, OfThePagesIsKnownToHaveAppendedNothing) {
  Rules rules;
  LedgerFolder folder;
  folder.rules = &rules;
  folder.reopen();
  ASSERT_TRUE(folder.append(request(event(1, "finding/a"))));
  make_writes_fail(folder.path(), Writes::kPages);
  const auto failed = folder.append(request(event(2, "finding/a")));
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().kind, ErrorKind::kStorage);
  EXPECT_EQ(rules.forgotten, 1);
  EXPECT_EQ(folder.ledger->snapshot().head().size, TreeSize{2});
  EXPECT_EQ(folder.ledger->snapshot().find(id(2)).value(), std::nullopt);
  // The writer opened the log again and goes on without a gap.
  const Receipt again = folder.append(request(event(2, "finding/a"))).value();
  EXPECT_FALSE(again.known);
  EXPECT_EQ(again.events[0].position, Position{2});
  folder.reopen();
  EXPECT_EQ(folder.ledger->snapshot().head().size, TreeSize{3});
  folder.ledger.reset();
}

TEST(WriterFault, OfTheMetaPageLeavesTheOutcomeUnknown) {
  LedgerFolder folder;
  ASSERT_TRUE(folder.append(request(event(1, "finding/a"))));
  make_writes_fail(folder.path(), Writes::kMetaPage);
  const auto failed = folder.append(request(event(2, "finding/a")));
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().kind, ErrorKind::kUnknownOutcome);
  // Whether it took effect is looked up by id; offering it again answers either way.
  const bool recorded = folder.ledger->snapshot().find(id(2)).value().has_value();
  const Receipt again = folder.append(request(event(2, "finding/a"))).value();
  EXPECT_EQ(again.known, recorded);
  EXPECT_EQ(again.events[0].position, Position{2});
  EXPECT_EQ(folder.ledger->snapshot().head().size, TreeSize{3});
}

TEST(WriterFault, FailsEveryRequestThatWasJudgedInViewOfWhatIsLost) {
  LedgerFolder folder;
  ASSERT_TRUE(folder.append(request(event(1, "finding/a"))));
  make_writes_fail(folder.path(), Writes::kPages);
  Writer& writer = *folder.ledger->writer();
  std::vector<std::future<Result<Receipt>>> answers;
  for (std::uint64_t number = 2; number < 40; ++number) {
    // Each expects the one before it.
    answers.push_back(
        writer.submit(request({event(number, "finding/a")},
                              {{stream("finding/a"), ExactVersion{StreamVersion{number - 1}}}})));
  }
  // Whoever was in the failed batch is told so. Whoever came later is judged anew: the version is
  // not there.
  std::size_t placed = 0;
  for (auto& answer : answers) {
    const auto result = answer.get();
    if (result) ++placed;
    if (!result) {
      EXPECT_TRUE(result.error().kind == ErrorKind::kStorage ||
                  result.error().kind == ErrorKind::kConflict);
    }
  }
  EXPECT_EQ(folder.ledger->snapshot().head().size.value, 2 + placed);
}

TEST(WriterFault, WaitsForReadersBeforeItOpensTheLogAgain) {
  LedgerFolder folder;
  ASSERT_TRUE(folder.append(request(event(1, "finding/a"))));
  std::optional<Snapshot> held = folder.ledger->snapshot();
  make_writes_fail(folder.path(), Writes::kPages);
  EXPECT_EQ(folder.append(request(event(2, "finding/a"))).error().kind, ErrorKind::kUnknownOutcome);
  EXPECT_EQ(folder.append(request(event(3, "finding/a"))).error().kind, ErrorKind::kStorage);
  EXPECT_EQ(held->event(Position{1})->header.id, id(1));  // reading goes on
  held.reset();
  EXPECT_TRUE(folder.append(request(event(2, "finding/a"))));
  EXPECT_EQ(folder.ledger->snapshot().head().size, TreeSize{3});
}

}  // namespace
}  // namespace probity::eventstore::testing
