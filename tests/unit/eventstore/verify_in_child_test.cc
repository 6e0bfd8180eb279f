// The check in a process of its own: it says what it would have said here, and what ends it ends
// nothing else.
#include "eventstore/verify/in_child.h"

#include "eventstore/verify/report_bytes.h"
#include "tests/unit/eventstore/verify_support.h"

namespace probity::eventstore::testing {
namespace {

using verify::verify_in_child;

void expect_same(const Report& here, const Report& there) {
  EXPECT_EQ(verify::to_bytes(here), verify::to_bytes(there));
}

TEST(VerifyInChild, SaysWhatItWouldSayHere) {
  LedgerFolder folder(0);
  grow(folder, 700);
  const Head head = folder.ledger->snapshot().head();
  folder.ledger.reset();
  Options options;
  options.roots = {{"itself", head.size, head.root}, {"", TreeSize{5}, std::nullopt}};
  const Report report = verify_in_child(folder.path(), options).value();
  EXPECT_THAT(lines_of(report), ::testing::IsEmpty());
  EXPECT_EQ(report.root, head.root);
  EXPECT_TRUE(report.state);
  EXPECT_TRUE(report.has_index);
  expect_same(report, check(folder.path(), options));
}

TEST(VerifyInChild, TellsFindingsAndProgress) {
  const ForgedLog log(9'000);
  edit_block(log.path(), 300, [](auto& records) {
    for (auto& record : records) record.payload[3] ^= 1;
  });
  Options options;
  std::vector<std::uint64_t> told;
  options.progress = [&](const verify::Progress& progress) {
    EXPECT_EQ(progress.of, 9'000);
    EXPECT_EQ(progress.findings.none(), progress.done == 0);
    told.push_back(progress.done);
    return true;
  };
  const Report report = verify_in_child(log.path(), options).value();
  EXPECT_THAT(told, ::testing::ElementsAre(0, 4'096, 8'192, 9'000));
  expect_same(report, check(log.path()));
  EXPECT_EQ(report.findings.total(), 100);
}

TEST(VerifyInChild, EndsEarlyWhenTold) {
  const ForgedLog log(20'000);
  Options options = log_only();
  options.progress = [&](const verify::Progress&) { return false; };
  const Report report = verify_in_child(log.path(), options).value();
  // It may have ended by itself before it was told.
  EXPECT_THAT(lines_of(report), ::testing::IsEmpty());
  EXPECT_TRUE(report.ended_early || report.checked == report.size);
  EXPECT_TRUE(report.state || report.checked == TreeSize{0});
}

TEST(VerifyInChild, HandsOnWhatIsWrongWithTheOptions) {
  const ForgedLog log(3);
  Options options;
  options.from.emplace();
  EXPECT_EQ(verify_in_child(log.path(), options).error().kind, ErrorKind::kMalformed);
}

TEST(VerifyInChild, SurvivesAFileThatIsCutShort) {
  const ForgedLog log(20'000);
  const auto file = log.path() / "log" / "data.mdb";
  std::filesystem::resize_file(file, std::filesystem::file_size(file) / 2);
  const Report report = verify_in_child(log.path(), {}).value();
  expect_first(report, "", std::nullopt, "was ended by SIGBUS", FindingKind::kUnverifiable);
}

TEST(VerifyInChild, KeepsWhatWasFoundBeforeItsEnd) {
  const ForgedLog log(40'000);
  edit_log(log.path(), [](lmdb::WriteTransaction& transaction, const LogTables& tables) {
    edit_row(transaction, tables.head, 0, [](Row& row) { row[16] ^= 1; });
  });
  const auto file = log.path() / "log" / "data.mdb";
  const TemporaryFolder copy;
  std::filesystem::copy_file(file, copy.path() / "data.mdb");
  Options options = log_only();
  // Cut short under the child's hands, unless the child was done before.
  options.progress = [&](const verify::Progress&) {
    std::filesystem::resize_file(file, 0);
    return true;
  };
  Report report;
  for (int tries = 0; tries < 20 && report.findings.total() < 2; ++tries) {
    std::filesystem::copy_file(copy.path() / "data.mdb", file,
                               std::filesystem::copy_options::overwrite_existing);
    report = verify_in_child(log.path(), options).value();
  }
  EXPECT_THAT(lines_of(report),
              ::testing::ElementsAre(::testing::HasSubstr("its root is not that of its peaks"),
                                     ::testing::HasSubstr("was ended by SIGBUS")));
}

TEST(VerifyReportBytes, OfNoMessageAreNone) {
  const ForgedLog log(700);
  edit_block(log.path(), 300, [](auto& records) { records[23].payload[3] ^= 1; });
  const auto bytes = verify::to_bytes(check(log.path()));
  EXPECT_TRUE(verify::report_from(bytes));
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_FALSE(verify::report_from(std::span(bytes).first(size))) << size;
  }
  EXPECT_FALSE(verify::progress_from(bytes));
}

}  // namespace
}  // namespace probity::eventstore::testing
