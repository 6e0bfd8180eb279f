// The same events, clock, randomness and import key give the same fingerprint on every machine; a
// ledger of a newer format is told from a damaged one.

#include <gtest/gtest.h>

#include <sstream>

#include "cli/command.h"
#include "cli/parser.h"
#include "cli/setup/init.h"
#include "eventstore/base/text.h"
#include "eventstore/ledger.h"
#include "eventstore/log.h"
#include "tests/e2e/demo_ledger.h"

namespace probity {
namespace {

/// Noon on 1 May 2024, for ever.
class StillClock final : public Clock {
 public:
  Instant now() override { return Instant{1'714'564'800'000'000}; }
  std::int64_t monotonic_micros() override { return 0; }
};

/// Bytes that count up.
class CountingEntropy final : public Entropy {
 public:
  void fill(std::span<std::uint8_t> out) override {
    for (std::uint8_t& byte : out) byte = static_cast<std::uint8_t>(next_++ * 167U >> 3U);
  }

 private:
  std::uint64_t next_ = 1;
};

std::string fingerprint_of_the_public_record(const std::filesystem::path& folder) {
  StillClock clock;
  CountingEntropy entropy;
  std::ostringstream out;
  std::ostringstream words;
  cli::Context context{
      .ledger = folder, .out = out, .words = words, .clock = clock, .entropy = entropy};
  if (!cli::make_ledger({.origin = "probity.invalid/same", .ceiling = {}}, context))
    return words.str();
  const int exit =
      cli::run_words(cli::all_commands(),
                     {"import", PROBITY_TEST_DATA "/bodies.jsonl", PROBITY_TEST_DATA "/emsou.jsonl",
                      PROBITY_TEST_DATA "/engage.jsonl"},
                     context);
  if (exit != 0) return words.str();
  auto ledger = eventstore::Ledger::open(folder, {.access = eventstore::Access::kReadOnly,
                                                  .clock = clock,
                                                  .expected_origin = {},
                                                  .rules = nullptr,
                                                  .on_commit = {}});
  if (!ledger) return ledger.error().what;
  const eventstore::Head head = (*ledger)->snapshot().head();
  return std::to_string(head.size.value) + " " + to_hex(head.root.bytes);
}

TEST(PublicRecord, HasTheSameRootOnEveryMachine) {
  const test::Folder folder;
  EXPECT_EQ(fingerprint_of_the_public_record(folder / "one"),
            "218 b09ac546768dbf7b92f4bca6ca3f5c38f8245a1ed5232662d4c60385911bce79");
  EXPECT_EQ(fingerprint_of_the_public_record(folder / "one-more"),
            fingerprint_of_the_public_record(folder / "another"));
}

TEST(NewerFormat, IsNamedAndNotTakenForDamage) {
  const test::DemoLedger ledger(false);
  {
    auto log = eventstore::Log::open(std::filesystem::path(ledger.path()) / "log", false);
    ASSERT_TRUE(log) << log.error().what;
    auto meta = (*log)->meta();
    ++meta.format;
    auto transaction = (*log)->environment().write();
    const auto words = eventstore::encode_meta(meta);
    transaction.put((*log)->tables().meta, 0, eventstore::bytes_of(words));
    transaction.commit();
  }
  for (const auto& command :
       {std::vector<std::string>{"bodies"}, {"note", "x", "--actor", "emsou", "--text", "t"}}) {
    const test::Ran ran = ledger.ask(command);
    EXPECT_EQ(ran.exit, 4) << ran.err;
    EXPECT_NE(ran.err.find("newer"), std::string::npos) << ran.err;
  }
}

}  // namespace
}  // namespace probity
