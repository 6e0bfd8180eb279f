// The log: the environment that every commit is synced to, and reading it within a transaction.
// What it holds and how is in FORMAT.md; tiles.h reads and writes the tree.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>

#include "eventstore/block.h"
#include "eventstore/lmdb.h"
#include "eventstore/log_rows.h"

namespace probity::eventstore {

struct LogTables {
  lmdb::Table blocks{};
  lmdb::Table tiles{};
  lmdb::Table checkpoints{};
  lmdb::Table head{};
  lmdb::Table meta{};
};

/// A row's bytes as words: LMDB values here are aligned and whole words (lmdb.h).
[[nodiscard]] inline WordsView words_of(lmdb::Bytes bytes) {
  return {reinterpret_cast<const std::uint64_t*>(bytes.data()),
          bytes.size() / sizeof(std::uint64_t)};
}

/// Writes the head row. Throws lmdb::StorageFault.
void write_head(lmdb::WriteTransaction& transaction, const LogTables& tables, const LogHead& head);

/// An open log. Its readers and its writer each have their own transaction.
class Log {
 public:
  /// Makes a log without events in a folder that is not there yet. Throws lmdb::StorageFault.
  static std::unique_ptr<Log> create(const std::filesystem::path& folder, const LogMeta& meta);
  /// kMalformed, kNewer, kCorrupt, kStorage as Ledger::open says.
  static Result<std::unique_ptr<Log>> open(const std::filesystem::path& folder, bool read_only);

  [[nodiscard]] lmdb::Environment& environment() const { return *environment_; }
  [[nodiscard]] const LogTables& tables() const { return tables_; }
  [[nodiscard]] const LogMeta& meta() const { return meta_; }

 private:
  Log(std::unique_ptr<lmdb::Environment> environment, const LogTables& tables, LogMeta meta);
  std::unique_ptr<lmdb::Environment> environment_;
  LogTables tables_;
  LogMeta meta_;
};

/// Reads the log within one transaction, which outlives it. One thread at a time. In a write
/// transaction: not after the first write. Every function may throw lmdb::StorageFault.
class LogView {
 public:
  LogView(const lmdb::Transaction& transaction, const LogTables& tables);

  [[nodiscard]] Result<LogHead> head() const;
  struct Block {
    Position first;
    BlockView block;
  };
  /// The block that holds a position; kNotFound where none does.
  [[nodiscard]] Result<Block> block(Position position);
  [[nodiscard]] Result<Record> record(Position position);
  /// Whether the event at a position is the first of the request that it was appended with.
  [[nodiscard]] Result<bool> begins_request(Position position);
  /// RFC 6962 leaf hash of the event at a position.
  [[nodiscard]] Result<Hash> leaf(Position position);
  /// Calls `each` for [from, to) until it answers false. All of them must be there: kCorrupt at a
  /// gap.
  Result<void> scan(Position from, TreeSize to,
                    const std::function<bool(Position, const Record&)>& each);
  /// One past the last event that a block holds.
  [[nodiscard]] Result<TreeSize> end_of_blocks();

  [[nodiscard]] const lmdb::Transaction& transaction() const { return transaction_; }
  [[nodiscard]] const LogTables& tables() const { return tables_; }

 private:
  Result<void> take_block();
  const lmdb::Transaction& transaction_;
  LogTables tables_;
  lmdb::Cursor blocks_;
  Block last_read_;  // questions ask for neighbours
};

}  // namespace probity::eventstore
