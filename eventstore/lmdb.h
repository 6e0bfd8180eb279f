// LMDB in C++: environments, transactions, cursors. The only file pair that includes <lmdb.h>.
// Everything but "not found" is thrown as StorageFault and caught at the boundaries of the ledger
// and of the view store.
//
// Keys and values are multiples of 8 bytes (asserted at put), so that every value is 8-byte aligned
// (asserted at get) and Cap'n Proto words are read in place.
#pragma once

#include <cstdint>
#include <exception>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "eventstore/base/result.h"

struct MDB_env;
struct MDB_txn;
struct MDB_cursor;

namespace probity::eventstore::lmdb {

using Bytes = std::span<const std::uint8_t>;

/// Carries the Error that a boundary hands on: kStorage (full, I/O, read-only, map or reader slots
/// full) or kCorrupt.
class StorageFault : public std::exception {
 public:
  explicit StorageFault(Error error) : error_(std::move(error)) {}
  [[nodiscard]] const char* what() const noexcept override { return error_.what.c_str(); }
  [[nodiscard]] const Error& error() const { return error_; }

 private:
  Error error_;
};

struct Table {
  unsigned dbi = 0;
};

enum class KeyKind { kBytes, kU64 };  // kU64: MDB_INTEGERKEY

struct TableName {
  std::string name;
  KeyKind kind;
};

/// Does not outlive its transaction.
class Cursor {
 public:
  Cursor(Cursor&& other) noexcept;
  Cursor& operator=(Cursor&&) = delete;
  ~Cursor();
  /// Each answers whether the cursor stands on an entry.
  bool first();
  bool last();
  bool next();
  bool previous();
  /// The first entry whose key is not below `key`.
  bool seek(Bytes key);
  bool seek(std::uint64_t key);
  /// Of the entry it stands on; valid as long as the transaction.
  [[nodiscard]] Bytes key() const { return key_; }
  [[nodiscard]] std::uint64_t key_u64() const;
  [[nodiscard]] Bytes value() const { return value_; }

 private:
  friend class Transaction;
  explicit Cursor(MDB_cursor* cursor) : cursor_(cursor) {}
  bool move(int operation, Bytes key = {});
  MDB_cursor* cursor_;
  Bytes key_;
  Bytes value_;
};

/// A read transaction. Values are valid while it lives (in a write transaction: until the next
/// put).
class Transaction {
 public:
  Transaction(Transaction&& other) noexcept;
  Transaction& operator=(Transaction&&) = delete;
  virtual ~Transaction();

  [[nodiscard]] std::optional<Bytes> get(Table table, Bytes key) const&;
  [[nodiscard]] std::optional<Bytes> get(Table table, std::uint64_t key) const&;
  std::optional<Bytes> get(Table table, Bytes key) const&& = delete;
  std::optional<Bytes> get(Table table, std::uint64_t key) const&& = delete;
  [[nodiscard]] Cursor cursor(Table table) const&;
  [[nodiscard]] std::uint64_t count(Table table) const;

 protected:
  friend class Environment;
  explicit Transaction(MDB_txn* txn) : txn_(txn) {}
  MDB_txn* txn_;
};

/// Aborted by its destructor unless committed.
class WriteTransaction : public Transaction {
 public:
  void put(Table table, Bytes key, Bytes value);
  void put(Table table, std::uint64_t key, Bytes value);
  /// MDB_APPEND: the key is above every key of the table (asserted by LMDB).
  void append(Table table, std::uint64_t key, Bytes value);
  /// MDB_APPEND | MDB_RESERVE: room for `size` bytes, to be filled before the next call.
  [[nodiscard]] std::span<std::uint8_t> append_reserved(Table table, std::uint64_t key,
                                                        std::size_t size);
  void erase(Table table, Bytes key);
  /// Empties the table.
  void clear(Table table);
  /// Throws StorageFault; what took effect is then unknown and the environment must be reopened.
  void commit();

 private:
  friend class Environment;
  using Transaction::Transaction;
};

/// What an environment takes of what it may take.
struct Usage {
  std::uint64_t map_bytes = 0;   // address space
  std::uint64_t used_bytes = 0;  // of it, up to the last page in use
  unsigned readers =
      0;  // slots that were ever in use since the environment was made or its lock file reset
  unsigned reader_slots = 0;
};

struct EnvironmentOptions {
  bool read_only = false;
  bool create = false;      // make the folder
  bool sequential = false;  // readahead wanted; otherwise MDB_NORDAHEAD
  unsigned tables = 16;
};

/// One environment (a folder with data.mdb). Opened once a process, never used across fork(); any
/// number of readers (MDB_NOTLS), one write transaction at a time across processes.
class Environment {
 public:
  static std::unique_ptr<Environment> open(const std::filesystem::path& folder,
                                           const EnvironmentOptions& options);
  ~Environment();
  Environment(const Environment&) = delete;
  Environment& operator=(const Environment&) = delete;

  /// Opens (in a write-enabled environment: makes) a table; nothing if it is not there in a
  /// read-only one. kCorrupt where it is of another kind. Called at start, before other threads use
  /// the environment.
  std::optional<Table> table(const std::string& name, KeyKind kind);
  /// The same, but never makes one.
  std::optional<Table> existing(const std::string& name, KeyKind kind);
  /// Several at once, in their order; those that are not there are made in one commit. Nothing if
  /// one is not there in a read-only environment.
  std::optional<std::vector<Table>> tables(std::span<const TableName> names);

  /// The names of the tables that there are, at most `limit` of them.
  [[nodiscard]] std::vector<std::string> table_names(std::size_t limit) const;

  /// Of the last commit that is durable; never of an older one than before. Takes a second reader
  /// slot for the moment.
  [[nodiscard]] Transaction read() const;
  [[nodiscard]] WriteTransaction write();
  /// After a failed commit: whether LMDB may have begun to write its meta page, so that the commit
  /// may yet have taken effect. Such an environment must be reopened.
  [[nodiscard]] bool panicked() const;
  /// For a look at a ledger's health.
  [[nodiscard]] Usage usage() const;
  /// Opened without a lock file, because it cannot be written.
  [[nodiscard]] bool without_lock() const { return without_lock_; }

 private:
  std::optional<std::vector<Table>> all_existing(std::span<const TableName> names);
  [[nodiscard]] Transaction begin_read() const;

  Environment(MDB_env* env, bool read_only, bool without_lock)
      : env_(env), read_only_(read_only), without_lock_(without_lock) {}
  MDB_env* env_;
  bool read_only_;
  bool without_lock_;
};

}  // namespace probity::eventstore::lmdb
