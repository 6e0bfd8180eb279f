// The checkpoints that a ledger keeps, beside its log and under the keys of an auditor.
#include "eventstore/checkpoints.h"
#include "tests/support/naive_tree.h"
#include "tests/unit/eventstore/verify_support.h"

namespace probity::eventstore::testing {
namespace {

proof::SignerKey key_of(std::uint8_t first, std::string_view name = kOrigin) {
  std::array<std::uint8_t, 32> seed{};
  seed.fill(first);
  return proof::SignerKey::make(name, proof::KeyType::kEd25519,
                                proof::PrivateKey(proof::PrivateKey::Seed(seed)))
      .value();
}

std::string signed_note(TreeSize size, const Hash& root, const std::string& origin = kOrigin) {
  return proof::sign_checkpoint({origin, size, root, {}}, key_of(1, origin)).value();
}

/// A log of 700 events that keeps checkpoints of 300 and 600.
class LogWithCheckpoints {
 public:
  LogWithCheckpoints() { keep(300, "friday"), keep(600, ""); }

  [[nodiscard]] Hash root_at(std::uint64_t size) const {
    return test::naive_root(std::span(log.leaves()).first(size));
  }
  void keep(std::uint64_t size, std::string_view name) {
    edit_log(log.path(), [&](lmdb::WriteTransaction& transaction, const LogTables& tables) {
      ASSERT_TRUE(add_checkpoint(transaction, tables, TreeSize{700}, TreeSize{size}, name,
                                 signed_note(TreeSize{size}, root_at(size))));
    });
  }
  /// Writes a row as add_checkpoint() would, whatever it says.
  void put(std::uint64_t number, std::uint64_t size, std::string_view name,
           const std::string& note) const {
    Row row(24);
    const std::array<std::uint64_t, 3> head{size, name.size(), note.size()};
    std::memcpy(row.data(), head.data(), row.size());
    row.insert(row.end(), name.begin(), name.end());
    row.insert(row.end(), note.begin(), note.end());
    row.resize((row.size() + 7) / 8 * 8);
    edit_log(log.path(), [&](lmdb::WriteTransaction& transaction, const LogTables& tables) {
      transaction.put(tables.checkpoints, number, row);
    });
  }
  void expect(std::string_view sentence, FindingKind kind = FindingKind::kInconsistent,
              Options options = log_only()) const {
    expect_first(check(log.path(), options), "checkpoints", std::nullopt, sentence, kind);
  }

  ForgedLog log{700};
};

Options with_key(std::uint8_t first) {
  Options options = log_only();
  options.keys = {{key_of(first).verifier()}};
  return options;
}

TEST(VerifyCheckpoints, OfASoundLedgerGiveNoFinding) {
  const LogWithCheckpoints kept;
  expect_sound(kept.log.path());
  expect_sound(kept.log.path(), log_only());
  expect_sound(kept.log.path(), with_key(1));
}

TEST(VerifyCheckpoints, AreFoundWhereTheLogHasAnotherRoot) {
  const LogWithCheckpoints kept;
  kept.put(1, 600, "", signed_note(TreeSize{600}, kept.root_at(599)));
  kept.expect("first 600 events are not those of the kept checkpoint 1");
}

TEST(VerifyCheckpoints, AreFoundWhereTheLogIsShorter) {
  const LogWithCheckpoints kept;
  kept.put(1, 701, "", signed_note(TreeSize{701}, kept.root_at(700)));
  kept.expect("the kept checkpoint 1 is of 701 events, and the ledger has 700");
}

TEST(VerifyCheckpoints, AreFoundWhereTheyAreKeptUnderAnotherSize) {
  const LogWithCheckpoints kept;
  kept.put(1, 601, "", signed_note(TreeSize{600}, kept.root_at(600)));
  kept.expect("is of another size than it is kept under");
}

TEST(VerifyCheckpoints, AreFoundOutOfOrder) {
  const LogWithCheckpoints kept;
  kept.put(2, 599, "", signed_note(TreeSize{599}, kept.root_at(599)));
  kept.expect("the kept checkpoint 2 is of fewer events than the one before it");
}

TEST(VerifyCheckpoints, AreFoundOfOneNameOrAnotherLedger) {
  const LogWithCheckpoints named;
  named.put(1, 600, "friday", signed_note(TreeSize{600}, named.root_at(600)));
  named.expect("has the name of an earlier one");
  const LogWithCheckpoints foreign;
  foreign.put(1, 600, "", signed_note(TreeSize{600}, foreign.root_at(600), "probity.example/o"));
  foreign.expect("is of another ledger");
}

TEST(VerifyCheckpoints, AreFoundWhereTheyAreNone) {
  const LogWithCheckpoints words;
  words.put(1, 600, "", "some words");
  words.expect("the kept checkpoint 1 is none");
  const LogWithCheckpoints gap;
  gap.put(3, 600, "", signed_note(TreeSize{600}, gap.root_at(600)));
  gap.expect("the kept checkpoint 2 cannot be read");
}

TEST(VerifyCheckpoints, AreFoundWhereTheirSignatureIsAltered) {
  const LogWithCheckpoints kept;
  std::string note = signed_note(TreeSize{600}, kept.root_at(600));
  note[note.size() - 10] = note[note.size() - 10] == 'A' ? 'B' : 'A';
  kept.put(1, 600, "", note);
  expect_sound(kept.log.path(), log_only());
  kept.expect("the kept checkpoint 1 is not verified", FindingKind::kInconsistent, with_key(1));
}

TEST(VerifyCheckpoints, ProveNothingUnderAKeyThatIsNotKnown) {
  const LogWithCheckpoints kept;
  kept.expect("the kept checkpoint 0 is not verified", FindingKind::kUnverifiable, with_key(2));
}

TEST(VerifyCheckpoints, BelowWhereACheckGoesOnAreNotComparedAgain) {
  const LogWithCheckpoints kept;
  Options options = log_only();
  options.from = check(kept.log.path(), options).state;
  ASSERT_TRUE(options.from);
  expect_sound(kept.log.path(), options);
  kept.put(1, 600, "", signed_note(TreeSize{600}, kept.root_at(599)));
  kept.expect("are not those of the kept checkpoint 1", FindingKind::kInconsistent, options);
}

}  // namespace
}  // namespace probity::eventstore::testing
