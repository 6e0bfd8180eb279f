#include "eventstore/ledger.h"

#include <gtest/gtest.h>
#include <sys/mount.h>

#include <fstream>

#include "eventstore/envelope_view.h"
#include "eventstore/log.h"
#include "tests/unit/eventstore/support.h"

namespace probity::eventstore::testing {
namespace {

namespace fs = std::filesystem;

Result<std::unique_ptr<Ledger>> create_at(const fs::path& path, ManualClock& clock,
                                          const std::string& origin = kOrigin) {
  return Ledger::create(
      path, {.origin = origin, .clock = clock, .first = event(kFirstNumber, "ledger/self")},
      {.access = Access::kReadWrite,
       .clock = clock,
       .expected_origin = std::nullopt,
       .rules = nullptr,
       .on_commit = {},
       .accept_clock = false,
       .index_tail = limits::kIndexTailEvents});
}

ErrorKind kind_of(const Result<std::unique_ptr<Ledger>>& opened) { return opened.error().kind; }

TEST(Ledger, BeginsWithItsFirstEvent) {
  LedgerFolder folder;
  const Snapshot snapshot = folder.ledger->snapshot();
  EXPECT_EQ(snapshot.head().size, TreeSize{1});
  const Event first = snapshot.event(Position{0}).value();
  EXPECT_EQ(first.header.id, id(kFirstNumber));
  EXPECT_EQ(first.placement.version, StreamVersion{1});
  EXPECT_EQ(first.placement.recorded_at, kStart);
  EXPECT_EQ(snapshot.head().root, first.leaf);
  EXPECT_EQ(snapshot.head().recorded_at, kStart);
  EXPECT_EQ(folder.ledger->origin(), kOrigin);
  EXPECT_EQ(folder.ledger->created(), kStart);
  EXPECT_EQ(folder.ledger->folder(), folder.path());
  EXPECT_TRUE(folder.ledger->remarks().empty());
}

TEST(Ledger, IsMadeInAFolderThatIsNewOrEmpty) {
  TemporaryFolder folder;
  ManualClock clock;
  fs::create_directory(folder.path() / "empty");
  EXPECT_TRUE(create_at(folder.path() / "empty", clock));
  EXPECT_TRUE(create_at(folder.path() / "not" / "there" / "yet", clock));
  EXPECT_EQ(kind_of(create_at(folder.path() / "empty", clock)), ErrorKind::kRefused);
  std::ofstream(folder.path() / "file") << "words";
  EXPECT_EQ(kind_of(create_at(folder.path() / "file", clock)), ErrorKind::kRefused);
  fs::create_directory(folder.path() / "used");
  std::ofstream(folder.path() / "used" / "file") << "words";
  EXPECT_EQ(kind_of(create_at(folder.path() / "used", clock)), ErrorKind::kRefused);
  EXPECT_FALSE(fs::exists(folder.path() / "used" / "log"));
}

TEST(Ledger, IsMadeWhereAnEarlierAttemptWasCutShort) {
  TemporaryFolder folder;
  ManualClock clock;
  fs::create_directories(folder.path() / "ledger" / ".log-new");
  std::ofstream(folder.path() / "ledger" / ".log-new" / "data.mdb") << "half a file";
  EXPECT_EQ(kind_of(Ledger::open(folder.path() / "ledger", {.access = Access::kReadOnly,
                                                            .clock = clock,
                                                            .expected_origin = std::nullopt,
                                                            .on_commit = {}})),
            ErrorKind::kMalformed);
  EXPECT_TRUE(create_at(folder.path() / "ledger", clock));
  EXPECT_FALSE(fs::exists(folder.path() / "ledger" / ".log-new"));
}

TEST(Ledger, HasANameThatANoteCanCarry) {
  TemporaryFolder folder;
  ManualClock clock;
  for (const std::string& origin :
       {std::string(), std::string("a b"), std::string("a+b"), std::string("a\nb"),
        std::string("caf\xC3\xA9"), std::string(256, 'a')}) {
    EXPECT_EQ(kind_of(create_at(folder.path() / "ledger", clock, origin)), ErrorKind::kMalformed)
        << origin;
  }
  EXPECT_FALSE(fs::exists(folder.path() / "ledger"));
}

TEST(Ledger, KeepsWhatWasAppendedWhenItIsOpenedAgain) {
  LedgerFolder folder;
  const Receipt receipt = folder.append(request(event(1, "body/emsou"))).value();
  EXPECT_EQ(receipt.size, TreeSize{2});
  for (const Access access : {Access::kReadWrite, Access::kReadOnly}) {
    folder.reopen(access);
    const Snapshot snapshot = folder.ledger->snapshot();
    EXPECT_EQ(snapshot.head().root, receipt.root);
    EXPECT_EQ(snapshot.find(id(1)).value(), Position{1});
    EXPECT_EQ(snapshot.stream_head(stream("body/emsou")).value()->last, Position{1});
  }
}

TEST(Ledger, OpenedReadOnlyHasNoWriterAndWritesNothing) {
  LedgerFolder folder;
  ASSERT_TRUE(folder.append(request(event(1, "body/emsou"))));
  folder.ledger.reset();
  fs::remove_all(folder.path() / "index");
  folder.reopen(Access::kReadOnly);
  EXPECT_EQ(folder.ledger->writer(), nullptr);
  EXPECT_TRUE(folder.ledger->snapshot().find(id(1)).value());
  EXPECT_FALSE(fs::exists(folder.path() / "index"));
}

TEST(Ledger, TellsAFolderThatIsNone) {
  TemporaryFolder folder;
  ManualClock clock;
  const auto open = [&](const fs::path& path, Access access) {
    return Ledger::open(
        path, {.access = access, .clock = clock, .expected_origin = std::nullopt, .on_commit = {}});
  };
  for (const Access access : {Access::kReadOnly, Access::kReadWrite}) {
    EXPECT_EQ(kind_of(open(folder.path(), access)), ErrorKind::kMalformed);
    EXPECT_EQ(kind_of(open(folder.path() / "none", access)), ErrorKind::kMalformed);
    EXPECT_FALSE(open(folder.path(), access).error().mend.empty());
  }
  EXPECT_TRUE(fs::is_empty(folder.path()));
}

TEST(Ledger, TellsAFileThatIsNoLog) {
  TemporaryFolder folder;
  ManualClock clock;
  fs::create_directories(folder.path() / "log");
  std::ofstream(folder.path() / "log" / "data.mdb") << std::string(50'000, 'x');
  const auto opened = Ledger::open(folder.path(), {.access = Access::kReadWrite,
                                                   .clock = clock,
                                                   .expected_origin = std::nullopt,
                                                   .on_commit = {}});
  EXPECT_EQ(kind_of(opened), ErrorKind::kMalformed);
}

TEST(Ledger, TellsAnotherProgramsDatabaseAndLeavesItAsItWas) {
  TemporaryFolder folder;
  ManualClock clock;
  {
    const auto other = lmdb::Environment::open(folder.path() / "log", {.create = true});
  }
  for (const Access access : {Access::kReadOnly, Access::kReadWrite}) {
    const auto opened = Ledger::open(
        folder.path(),
        {.access = access, .clock = clock, .expected_origin = std::nullopt, .on_commit = {}});
    EXPECT_EQ(kind_of(opened), ErrorKind::kMalformed);
  }
  const auto other = lmdb::Environment::open(folder.path() / "log", {});
  EXPECT_FALSE(other->existing("blocks", lmdb::KeyKind::kU64));
  EXPECT_FALSE(fs::exists(folder.path() / "index"));
}

/// Changes the log of a closed ledger behind its back.
void tamper(const LedgerFolder& folder,
            const std::function<void(lmdb::WriteTransaction&, const LogTables&)>& change) {
  const auto log = Log::open(folder.path() / "log", false).value();
  lmdb::WriteTransaction transaction = log->environment().write();
  change(transaction, log->tables());
  transaction.commit();
}

TEST(Ledger, OfANewerFormatIsRefusedAsNewer) {
  LedgerFolder folder;
  folder.ledger.reset();
  tamper(folder, [](lmdb::WriteTransaction& transaction, const LogTables& tables) {
    const Words meta =
        encode_meta({.format = kFormatVersion + 1, .origin = kOrigin, .created = kStart});
    transaction.put(tables.meta, 0, bytes_of(meta));
  });
  for (const Access access : {Access::kReadOnly, Access::kReadWrite}) {
    EXPECT_EQ(kind_of(Ledger::open(folder.path(), folder.options(access))), ErrorKind::kNewer);
  }
}

TEST(Ledger, WhoseHeadContradictsItselfIsCorrupt) {
  LedgerFolder folder;
  folder.ledger.reset();
  tamper(folder, [](lmdb::WriteTransaction& transaction, const LogTables& tables) {
    LogHead head;
    head.peaks.append(Hash{});
    head.root.bytes[0] = 1;
    write_head(transaction, tables, head);
  });
  EXPECT_EQ(kind_of(Ledger::open(folder.path(), folder.options(Access::kReadOnly))),
            ErrorKind::kCorrupt);
}

TEST(Ledger, WhoseBlocksEndBeforeItsHeadIsCorrupt) {
  LedgerFolder folder;
  ASSERT_TRUE(folder.append(request(event(1, "finding/a"))));
  folder.ledger.reset();
  tamper(folder, [](lmdb::WriteTransaction& transaction, const LogTables& tables) {
    const std::uint64_t second = 1;
    transaction.erase(tables.blocks,
                      {reinterpret_cast<const std::uint8_t*>(&second), sizeof second});
  });
  EXPECT_EQ(kind_of(Ledger::open(folder.path(), folder.options(Access::kReadWrite))),
            ErrorKind::kCorrupt);
}

TEST(Ledger, SaysWhichEventsBytesAreWrong) {
  LedgerFolder folder;
  ASSERT_TRUE(folder.append(request(event(1, "finding/a"))));
  folder.ledger.reset();
  tamper(folder, [](lmdb::WriteTransaction& transaction, const LogTables& tables) {
    const auto block = *transaction.get(tables.blocks, 1);
    std::vector<std::uint8_t> changed(block.begin(), block.end());
    changed.back() ^= 1;  // the payload's last byte
    transaction.put(tables.blocks, 1, changed);
  });
  folder.reopen(Access::kReadOnly);
  const Snapshot snapshot = folder.ledger->snapshot();
  EXPECT_TRUE(snapshot.event(Position{0}));
  EXPECT_EQ(snapshot.event(Position{1}).error().kind, ErrorKind::kCorrupt);
}

TEST(Ledger, OfAnotherNameIsRefusedWhereOneIsExpected) {
  LedgerFolder folder;
  folder.ledger.reset();
  OpenOptions options = folder.options(Access::kReadOnly);
  options.expected_origin = "probity.example/other";
  EXPECT_EQ(kind_of(Ledger::open(folder.path(), options)), ErrorKind::kRefused);
  options.expected_origin = kOrigin;
  EXPECT_TRUE(Ledger::open(folder.path(), options));
}

/// A read-only view of a folder, as an auditor's medium is. Needs the right to mount.
class ReadOnlyMount {
 public:
  explicit ReadOnlyMount(const fs::path& of) : at_(folder_.path() / "mount") {
    fs::create_directory(at_);
    mounted_ = mount(of.c_str(), at_.c_str(), nullptr, MS_BIND, nullptr) == 0;
    made_ = mounted_ &&
            mount(nullptr, at_.c_str(), nullptr, MS_REMOUNT | MS_BIND | MS_RDONLY, nullptr) == 0;
  }
  ~ReadOnlyMount() {
    if (mounted_) umount(at_.c_str());
  }
  ReadOnlyMount(const ReadOnlyMount&) = delete;
  ReadOnlyMount& operator=(const ReadOnlyMount&) = delete;
  [[nodiscard]] bool made() const { return made_; }
  [[nodiscard]] const fs::path& path() const { return at_; }

 private:
  TemporaryFolder folder_;
  fs::path at_;
  bool mounted_ = false;
  bool made_ = false;
};

TEST(Ledger, IsReadOnAReadOnlyMedium) {
  LedgerFolder folder;
  ASSERT_TRUE(folder.append(request(event(1, "finding/a"))));
  folder.ledger.reset();
  const ReadOnlyMount mounted(folder.path());
  if (!mounted.made()) GTEST_SKIP() << "no right to mount";
  const auto refused = Ledger::open(mounted.path(), folder.options(Access::kReadWrite));
  EXPECT_EQ(kind_of(refused), ErrorKind::kStorage);
  const auto opened = Ledger::open(mounted.path(), folder.options(Access::kReadOnly));
  ASSERT_TRUE(opened) << opened.error().what;
  ASSERT_EQ((*opened)->remarks().size(), 1U);
  EXPECT_NE((*opened)->remarks()[0].find("without a lock file"), std::string::npos);
  EXPECT_EQ((*opened)->snapshot().find(id(1)).value(), Position{1});
  EXPECT_EQ((*opened)->snapshot().streams()->size(), 2U);
}

TEST(Ledger, EndsInATellingErrorWhenItsDiskIsFull) {
  TemporaryFolder folder;
  const fs::path disk = folder.path() / "disk";
  fs::create_directory(disk);
  if (mount("tmpfs", disk.c_str(), "tmpfs", 0, "size=3m") != 0) GTEST_SKIP() << "no right to mount";
  {
    ManualClock clock;
    auto ledger = create_at(disk / "ledger", clock).value();
    Result<Receipt> answer;
    TreeSize size;
    for (std::uint64_t number = 1; number < 100; ++number) {
      NewEvent large = event(number, "finding/a");
      large.payload = payload(number, 12'000);
      large.payload_digest = payload_digest(large.salt, large.payload);
      answer = ledger->writer()->append(request(large));
      if (!answer) break;
      size = answer->size;
    }
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, ErrorKind::kStorage);
    EXPECT_NE(answer.error().what.find("disk full"), std::string::npos) << answer.error().what;
    EXPECT_EQ(ledger->snapshot().head().size, size);
    // Room is made: the same writer goes on, without a gap.
    ASSERT_EQ(mount(nullptr, disk.c_str(), nullptr, MS_REMOUNT, "size=8m"), 0);
    const auto again = ledger->writer()->append(request(event(1'000, "finding/a")));
    ASSERT_TRUE(again) << again.error().what;
    EXPECT_EQ(again->events[0].position.value, size.value);
  }
  umount(disk.c_str());
}

}  // namespace
}  // namespace probity::eventstore::testing
