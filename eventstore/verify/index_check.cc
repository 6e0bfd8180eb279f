#include "eventstore/verify/index_check.h"

#include <fmt/format.h>

#include <algorithm>

#include "eventstore/base/text.h"
#include "eventstore/tiles.h"
#include "eventstore/verify/index_rows.h"

namespace probity::eventstore::verify {
namespace {

constexpr std::size_t kNamesRead = 64;

Finding index_finding(FindingKind kind, std::string expected, std::string found,
                      std::string_view sentence) {
  return {kind,
          "index/checkpoint",
          {},
          std::nullopt,
          std::move(expected),
          std::move(found),
          fmt::format("{}; {}", sentence, kIndexRemedy)};
}

void add_unreadable(Findings& findings, Error error) {
  error.mend = kIndexRemedy;
  findings.add(unreadable("index", error));
}

void check_tables(const lmdb::Environment& environment, Findings& findings) {
  for (const std::string& name : environment.table_names(kNamesRead)) {
    if (std::ranges::find(index_tables(), name, &lmdb::TableName::name) != index_tables().end()) {
      continue;
    }
    findings.add(index_finding(FindingKind::kInconsistent, "no such table", "a table too many",
                               "the index holds a table that is none of an index"));
  }
}

}  // namespace

IndexCheck::IndexCheck(const std::filesystem::path& folder, Findings& findings) {
  try {
    std::error_code ignored;
    if (!std::filesystem::exists(folder / "data.mdb", ignored)) return;
    index_ = Index::open(folder, true);
    if (!index_) {
      findings.add(index_finding(FindingKind::kUnverifiable, "five tables", "fewer",
                                 "the index is not of this program's form"));
      return;
    }
    check_tables(index_->environment(), findings);
    const lmdb::Transaction transaction = index_->read();
    const IndexView view(transaction, index_->tables());
    checkpoint_ = view.checkpoint();
    if (checkpoint_ || view.empty()) return;
    findings.add(index_finding(FindingKind::kUnverifiable, "an index of this version", "another",
                               "the index is not of this program's form"));
  } catch (const lmdb::StorageFault& fault) {
    add_unreadable(findings, fault.error());
  }
}

void IndexCheck::compare(const lmdb::Environment& log_environment, const LogTables& log_tables,
                         IndexExpectation expected, const std::optional<Hash>& root,
                         Findings& findings) {
  try {
    // The index first: what is read of the log then is not behind it.
    const lmdb::Transaction index_transaction = index_->read();
    const lmdb::Transaction log_transaction = log_environment.read();
    LogView log(log_transaction, log_tables);
    const auto checkpoint = IndexView(index_transaction, index_->tables()).checkpoint();
    const auto head = log.head();
    if (!checkpoint || !head) return;  // thrown away meanwhile; or the log's own trouble
    if (checkpoint->size > head->size()) {
      findings.add(index_finding(FindingKind::kInconsistent,
                                 fmt::format("at most {} events", head->size().value),
                                 fmt::format("{} events", checkpoint->size.value),
                                 "the index covers more events than the log has"));
      return;
    }
    const bool moved = checkpoint->size != checkpoint_->size;
    const auto log_root =
        moved || !root ? tree_root(log, head->size(), checkpoint->size) : Result<Hash>(*root);
    if (log_root && *log_root != checkpoint->root) {
      findings.add(index_finding(FindingKind::kInconsistent, to_hex(log_root->bytes),
                                 to_hex(checkpoint->root.bytes),
                                 "the index is of another log than this"));
    }
    if (checkpoint->size < expected.size()) expected = {};  // made anew meanwhile
    if (const auto extended = expected.extend(log, checkpoint->size); !extended) {
      findings.add(unreadable("blocks", extended.error()));
      return;
    }
    IndexRows rows(index_transaction, index_->tables(), log, expected, findings);
    rows.check_filter();
    rows.check_ids();
    rows.check_streams();
    rows.check_markers();
  } catch (const lmdb::StorageFault& fault) {
    add_unreadable(findings, fault.error());
  }
}

}  // namespace probity::eventstore::verify
