// Admission behind the real writer: what is refused leaves the ledger as it was, and what is let
// pass is found again by a process that opens it anew.
#include "eventstore/ledger.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "tests/unit/projections/admission/memory_ledger.h"

namespace probity {
namespace {

namespace fs = std::filesystem;

class LedgerWithRules : public ::testing::Test {
 protected:
  LedgerWithRules() {
    std::string name = (fs::temp_directory_path() / "probity-admission-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
    folder_ = name;
    test::Offer first;
    first.standing = eventstore::Standing::kLedger;
    first.recorded_by = "ledger";
    ledger_ = test::must(eventstore::Ledger::create(
        folder_ / "ledger",
        {"probity.invalid/test", clock_,
         maker_.make("ledger/self", "LedgerCreated", "2020-01-01", "ledger",
                     R"({"origin": "probity.invalid/test", "ceiling": "official",
                         "formatVersion": 1})",
                     first)},
        options()));
  }
  ~LedgerWithRules() override {
    ledger_.reset();
    fs::remove_all(folder_);
  }

  eventstore::OpenOptions options() {
    rules_ = projections::make_admission();
    return {.access = eventstore::Access::kReadWrite,
            .clock = clock_,
            .expected_origin = {},
            .rules = rules_.get(),
            .on_commit = {}};
  }
  void reopen() {
    ledger_.reset();
    ledger_ = test::must(eventstore::Ledger::open(folder_ / "ledger", options()));
  }
  void import_data() {
    for (const auto* file : {"bodies.jsonl", "emsou.jsonl", "engage.jsonl"}) {
      std::ifstream in(std::string(PROBITY_TEST_DATA) + "/" + file);
      for (std::string line; std::getline(in, line);) {
        const auto receipt = append({maker_.from_line(line)});
        ASSERT_TRUE(receipt) << file << ": " << receipt.error().what;
      }
    }
  }
  Result<eventstore::Receipt> append(std::vector<eventstore::NewEvent> events,
                                     bool dry_run = false) {
    return ledger_->writer()->append(
        {.events = std::move(events), .expected = {}, .dry_run = dry_run});
  }
  eventstore::NewEvent verified() {
    return maker_.make("finding/em-soc-2023-coc-1", "VerificationRecorded", "2024-05-01", "hmicfrs",
                       R"({"outcome": "verified"})");
  }
  eventstore::NewEvent closed() {
    return maker_.make("finding/em-soc-2023-coc-1", "FindingClosed", "2024-05-01", "hmicfrs",
                       R"({"reason": "verified"})");
  }
  TreeSize size() { return ledger_->snapshot().head().size; }

  fs::path folder_;
  HostClock clock_;
  test::MemoryLedger maker_;  // makes events; what it holds itself is of no matter
  std::unique_ptr<eventstore::AdmissionRules> rules_;
  std::unique_ptr<eventstore::Ledger> ledger_;
};

TEST_F(LedgerWithRules, TakesThePublicRecord) {
  import_data();
  EXPECT_EQ(size().value, 218U);
}

TEST_F(LedgerWithRules, IsUnchangedByARefusal) {
  import_data();
  const auto before = ledger_->snapshot().head();
  const auto refused = append({closed()});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::kRefused);
  EXPECT_EQ(ledger_->snapshot().head(), before);
}

TEST_F(LedgerWithRules, TakesNothingOfARequestOfWhichOneEventIsRefused) {
  import_data();
  const auto before = ledger_->snapshot().head();
  ASSERT_FALSE(append({verified(), closed(), closed()}));
  EXPECT_EQ(ledger_->snapshot().head(), before);
  EXPECT_FALSE(append({closed()}));
  EXPECT_TRUE(append({verified(), closed()}));
}

TEST_F(LedgerWithRules, JudgesADryRunAndForgetsIt) {
  import_data();
  const auto before = ledger_->snapshot().head();
  EXPECT_TRUE(append({verified()}, true));
  EXPECT_EQ(ledger_->snapshot().head(), before);
  EXPECT_FALSE(append({closed()}));
}

TEST_F(LedgerWithRules, JudgesByWhatAnEarlierProcessRecorded) {
  import_data();
  ASSERT_TRUE(append({verified()}));
  reopen();
  const auto unknown =
      append({maker_.make("finding/em-soc-2023-rec-1", "FindingAllocated", "2024-05-01", "emsu",
                          R"({"body": "emsou", "owner": "o"})")});
  ASSERT_FALSE(unknown);
  EXPECT_NE(unknown.error().mend.find("did you mean emsou?"), std::string::npos)
      << unknown.error().mend;
  EXPECT_TRUE(append({closed()}));
}

TEST_F(LedgerWithRules, SeesTheRequestsBeforeItInTheSameBatch) {
  import_data();
  std::vector<std::future<Result<eventstore::Receipt>>> answers;
  for (int i = 0; i < 8; ++i) {
    answers.push_back(ledger_->writer()->submit(
        {.events = {i % 2 == 0 ? verified() : closed()}, .expected = {}}));
  }
  // The first pair closes the finding; whatever comes after is refused.
  for (std::size_t i = 0; i < answers.size(); ++i) {
    EXPECT_EQ(answers[i].get().has_value(), i < 2) << i;
  }
}

}  // namespace
}  // namespace probity
