#include "eventstore/lmdb.h"

#include <fmt/format.h>
#include <lmdb.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <system_error>
#include <utility>

#include "eventstore/base/limits.h"

namespace probity::eventstore::lmdb {
namespace {

constexpr std::uint64_t kDiskFullBytes = 1 << 20;
constexpr std::size_t kWord = 8;

/// LMDB reports a write cut short by a full disk as EIO, so the disk is asked.
bool disk_is_full(const std::string& folder) {
  struct statvfs disk{};
  if (statvfs(folder.c_str(), &disk) != 0) return false;
  return static_cast<std::uint64_t>(disk.f_bavail) * disk.f_frsize < kDiskFullBytes;
}

Error error_of(int code, const std::string& doing, const std::string& folder) {
  const auto storage = [&](std::string_view what, std::string mend) {
    return Error{ErrorKind::kStorage, fmt::format("{}: {}", doing, what), std::move(mend), folder};
  };
  if (code == ENOSPC || code == EDQUOT || (code == EIO && disk_is_full(folder))) {
    return storage("disk full", "make room on the disk that holds the ledger, then try again");
  }
  switch (code) {
    case EIO:
      return storage("I/O error", "look at the system's log: the disk may be failing");
    case EROFS:
      return storage("the file system is read-only",
                     "questions work; recording needs a writable ledger");
    case EACCES:
    case EPERM:
      return storage("permission denied", "run as the user who owns the ledger");
    case ENOMEM:
      return storage("no memory or address space",
                     "a ledger needs 64 GiB of address space: see ulimit -v");
    case MDB_MAP_FULL:
      return storage("the file has reached its largest size", "");
    case MDB_READERS_FULL:
      return storage(fmt::format("all {} reader slots are taken", limits::kReaderSlots),
                     "end some of the processes that read this ledger");
    case MDB_PANIC:
      return storage("an earlier write failed", "open the ledger again");
    case MDB_VERSION_MISMATCH:
      return {ErrorKind::kNewer, doing + ": the file's LMDB format is not this program's", "",
              folder};
    case MDB_INVALID:
    case MDB_CORRUPTED:
    case MDB_PAGE_NOTFOUND:
    case MDB_BAD_TXN:
    case MDB_KEYEXIST:
    case MDB_INCOMPATIBLE:
      return {ErrorKind::kCorrupt, fmt::format("{}: {}", doing, mdb_strerror(code)), "", folder};
    default:
      return storage(mdb_strerror(code), "");
  }
}

[[noreturn]] void throw_fault(int code, const std::string& doing, const std::string& folder) {
  throw StorageFault(error_of(code, doing, folder));
}

std::string folder_of(MDB_env* env) {
  const char* path = nullptr;
  if (env == nullptr || mdb_env_get_path(env, &path) != MDB_SUCCESS || path == nullptr) return {};
  return path;
}

void check(int code, const char* doing, MDB_txn* txn) {
  if (code != MDB_SUCCESS) throw_fault(code, doing, folder_of(mdb_txn_env(txn)));
}

/// A bug, never what somebody sent or a disk holds: the layout rule of the header.
void assert_words(Bytes bytes) {
  if (bytes.size() % kWord == 0) return;
  std::fputs("lmdb: a key or value is not a multiple of 8 bytes\n", stderr);
  std::abort();
}

MDB_val in(Bytes bytes) {
  // LMDB's interface is not const-correct; it does not write through keys and values handed to it.
  return {bytes.size(), const_cast<std::uint8_t*>(bytes.data())};
}

MDB_val in(const std::uint64_t& key) { return {sizeof key, const_cast<std::uint64_t*>(&key)}; }

/// What LMDB found on the disk. Nothing that this program wrote is unaligned, so an unaligned value
/// is damage.
Bytes out(const MDB_val& value, MDB_txn* txn) {
  if (reinterpret_cast<std::uintptr_t>(value.mv_data) % kWord != 0 || value.mv_size % kWord != 0) {
    throw_fault(MDB_CORRUPTED, "reading an entry that is not aligned", folder_of(mdb_txn_env(txn)));
  }
  return {static_cast<const std::uint8_t*>(value.mv_data), value.mv_size};
}

std::optional<Bytes> get_value(MDB_txn* txn, Table table, MDB_val key) {
  MDB_val value{};
  const int code = mdb_get(txn, table.dbi, &key, &value);
  if (code == MDB_NOTFOUND) return std::nullopt;
  check(code, "reading", txn);
  return out(value, txn);
}

void put_value(MDB_txn* txn, Table table, MDB_val key, Bytes value, unsigned flags) {
  assert_words(value);
  MDB_val data = in(value);
  check(mdb_put(txn, table.dbi, &key, &data, flags), "writing", txn);
}

}  // namespace

Cursor::Cursor(Cursor&& other) noexcept
    : cursor_(std::exchange(other.cursor_, nullptr)), key_(other.key_), value_(other.value_) {}

Cursor::~Cursor() {
  if (cursor_ != nullptr) mdb_cursor_close(cursor_);
}

bool Cursor::move(int operation, Bytes key) {
  MDB_val found_key = in(key);
  MDB_val found{};
  const int code =
      mdb_cursor_get(cursor_, &found_key, &found, static_cast<MDB_cursor_op>(operation));
  if (code == MDB_NOTFOUND) {
    key_ = value_ = {};
    return false;
  }
  MDB_txn* txn = mdb_cursor_txn(cursor_);
  check(code, "reading", txn);
  key_ = out(found_key, txn);
  value_ = out(found, txn);
  return true;
}

bool Cursor::first() { return move(MDB_FIRST); }
bool Cursor::last() { return move(MDB_LAST); }
bool Cursor::next() { return move(MDB_NEXT); }
bool Cursor::previous() { return move(MDB_PREV); }
bool Cursor::seek(Bytes key) { return move(MDB_SET_RANGE, key); }

bool Cursor::seek(std::uint64_t key) {
  return move(MDB_SET_RANGE, {reinterpret_cast<const std::uint8_t*>(&key), sizeof key});
}

std::uint64_t Cursor::key_u64() const {
  std::uint64_t key = 0;
  if (key_.size() == sizeof key) std::memcpy(&key, key_.data(), sizeof key);
  return key;
}

Transaction::Transaction(Transaction&& other) noexcept : txn_(std::exchange(other.txn_, nullptr)) {}

Transaction::~Transaction() {
  if (txn_ != nullptr) mdb_txn_abort(txn_);
}

std::optional<Bytes> Transaction::get(Table table, Bytes key) const& {
  return get_value(txn_, table, in(key));
}

std::optional<Bytes> Transaction::get(Table table, std::uint64_t key) const& {
  return get_value(txn_, table, in(key));
}

Cursor Transaction::cursor(Table table) const& {
  MDB_cursor* cursor = nullptr;
  check(mdb_cursor_open(txn_, table.dbi, &cursor), "reading", txn_);
  return Cursor(cursor);
}

std::uint64_t Transaction::count(Table table) const {
  MDB_stat stat{};
  check(mdb_stat(txn_, table.dbi, &stat), "reading", txn_);
  return stat.ms_entries;
}

void WriteTransaction::put(Table table, Bytes key, Bytes value) {
  assert_words(key);
  put_value(txn_, table, in(key), value, 0);
}

void WriteTransaction::put(Table table, std::uint64_t key, Bytes value) {
  put_value(txn_, table, in(key), value, 0);
}

void WriteTransaction::append(Table table, std::uint64_t key, Bytes value) {
  put_value(txn_, table, in(key), value, MDB_APPEND);
}

std::span<std::uint8_t> WriteTransaction::append_reserved(Table table, std::uint64_t key,
                                                          std::size_t size) {
  assert_words({static_cast<const std::uint8_t*>(nullptr), size});
  MDB_val found_key = in(key);
  MDB_val room{size, nullptr};
  check(mdb_put(txn_, table.dbi, &found_key, &room, MDB_APPEND | MDB_RESERVE), "writing", txn_);
  return {static_cast<std::uint8_t*>(room.mv_data), size};
}

void WriteTransaction::erase(Table table, Bytes key) {
  MDB_val found_key = in(key);
  const int code = mdb_del(txn_, table.dbi, &found_key, nullptr);
  if (code != MDB_NOTFOUND) check(code, "writing", txn_);
}

void WriteTransaction::clear(Table table) { check(mdb_drop(txn_, table.dbi, 0), "writing", txn_); }

void WriteTransaction::commit() {
  const std::string folder = folder_of(mdb_txn_env(txn_));
  const int code = mdb_txn_commit(std::exchange(txn_, nullptr));
  if (code != MDB_SUCCESS) throw_fault(code, "committing", folder);
}

namespace {

struct EnvCloser {
  void operator()(MDB_env* env) const { mdb_env_close(env); }
};
using OwnedEnv = std::unique_ptr<MDB_env, EnvCloser>;

OwnedEnv open_env(const std::filesystem::path& folder, const EnvironmentOptions& options,
                  unsigned extra_flags, int& code) {
  MDB_env* raw = nullptr;
  code = mdb_env_create(&raw);
  OwnedEnv env(raw);
  if (code == MDB_SUCCESS) code = mdb_env_set_maxdbs(raw, options.tables);
  if (code == MDB_SUCCESS) code = mdb_env_set_mapsize(raw, limits::kMapBytes);
  if (code == MDB_SUCCESS) code = mdb_env_set_maxreaders(raw, limits::kReaderSlots);
  const unsigned flags = MDB_NOTLS | (options.sequential ? 0U : MDB_NORDAHEAD) |
                         (options.read_only ? MDB_RDONLY : 0U) | extra_flags;
  constexpr mdb_mode_t kMode = 0640;
  if (code == MDB_SUCCESS) code = mdb_env_open(raw, folder.c_str(), flags, kMode);
  return env;
}

unsigned flags_of(KeyKind kind) { return kind == KeyKind::kU64 ? MDB_INTEGERKEY : 0U; }

bool lock_file_is_writable(const std::filesystem::path& folder) {
  const std::filesystem::path lock = folder / "lock.mdb";
  if (access(lock.c_str(), F_OK) == 0) return access(lock.c_str(), W_OK) == 0;
  return access(folder.c_str(), W_OK) == 0;
}

}  // namespace

std::unique_ptr<Environment> Environment::open(const std::filesystem::path& folder,
                                               const EnvironmentOptions& options) {
  if (options.create) {
    std::error_code failed;
    std::filesystem::create_directories(folder, failed);
    if (failed) throw_fault(failed.value(), "making the folder", folder.string());
  }
  const bool without_lock = options.read_only && !lock_file_is_writable(folder);
  int code = MDB_SUCCESS;
  OwnedEnv env = open_env(folder, options, without_lock ? MDB_NOLOCK : 0U, code);
  if (code != MDB_SUCCESS) throw_fault(code, "opening", folder.string());
  int stale = 0;
  if (!without_lock) mdb_reader_check(env.get(), &stale);  // slots of processes that died
  return std::unique_ptr<Environment>(
      new Environment(env.release(), options.read_only, without_lock));
}

Environment::~Environment() { mdb_env_close(env_); }

std::optional<std::vector<Table>> Environment::all_existing(std::span<const TableName> names) {
  MDB_txn* txn = nullptr;
  if (const int code = mdb_txn_begin(env_, nullptr, MDB_RDONLY, &txn); code != MDB_SUCCESS) {
    throw_fault(code, "reading", folder_of(env_));
  }
  std::vector<Table> tables(names.size());
  for (std::size_t i = 0; i < names.size(); ++i) {
    int code = mdb_dbi_open(txn, names[i].name.c_str(), flags_of(names[i].kind), &tables[i].dbi);
    // A table keeps the kind that it was made with, and LMDB does not say where that is another.
    unsigned stored = 0;
    if (code == MDB_SUCCESS) code = mdb_dbi_flags(txn, tables[i].dbi, &stored);
    if (code == MDB_SUCCESS && stored != flags_of(names[i].kind)) code = MDB_INCOMPATIBLE;
    if (code == MDB_SUCCESS) continue;
    mdb_txn_abort(txn);  // and forgets the handles
    if (code != MDB_NOTFOUND) throw_fault(code, "opening table " + names[i].name, folder_of(env_));
    return std::nullopt;
  }
  mdb_txn_commit(txn);  // keeps the handles; a read transaction's commit cannot fail
  return tables;
}

std::optional<std::vector<Table>> Environment::tables(std::span<const TableName> names) {
  if (auto found = all_existing(names); found || read_only_) return found;
  WriteTransaction txn = write();
  std::vector<Table> tables(names.size());
  for (std::size_t i = 0; i < names.size(); ++i) {
    const unsigned flags = MDB_CREATE | flags_of(names[i].kind);
    check(mdb_dbi_open(txn.txn_, names[i].name.c_str(), flags, &tables[i].dbi), "making a table",
          txn.txn_);
  }
  txn.commit();
  return tables;
}

std::optional<Table> Environment::existing(const std::string& name, KeyKind kind) {
  const TableName one{name, kind};
  const auto found = all_existing({&one, 1});
  return found ? std::optional(found->front()) : std::nullopt;
}

std::optional<Table> Environment::table(const std::string& name, KeyKind kind) {
  const TableName one{name, kind};
  const auto found = tables({&one, 1});
  return found ? std::optional(found->front()) : std::nullopt;
}

std::vector<std::string> Environment::table_names(std::size_t limit) const {
  const Transaction transaction = read();
  MDB_txn* txn = transaction.txn_;
  Table unnamed;  // its keys are the others' names
  check(mdb_dbi_open(txn, nullptr, 0, &unnamed.dbi), "reading the names of the tables", txn);
  MDB_cursor* raw = nullptr;
  check(mdb_cursor_open(txn, unnamed.dbi, &raw), "reading the names of the tables", txn);
  const std::unique_ptr<MDB_cursor, decltype(&mdb_cursor_close)> cursor(raw, &mdb_cursor_close);
  std::vector<std::string> names;
  MDB_val name{};
  MDB_val ignored{};
  while (names.size() < limit) {
    const int code = mdb_cursor_get(raw, &name, &ignored, MDB_NEXT);
    if (code == MDB_NOTFOUND) break;
    check(code, "reading the names of the tables", txn);
    names.emplace_back(static_cast<const char*>(name.mv_data), name.mv_size);
  }
  return names;
}

Transaction Environment::begin_read() const {
  MDB_txn* txn = nullptr;
  int code = mdb_txn_begin(env_, nullptr, MDB_RDONLY, &txn);
  if (code == MDB_READERS_FULL) {
    int stale = 0;
    mdb_reader_check(env_, &stale);
    code = mdb_txn_begin(env_, nullptr, MDB_RDONLY, &txn);
  }
  if (code != MDB_SUCCESS) throw_fault(code, "reading", folder_of(env_));
  return Transaction(txn);
}

// LMDB (mdb_txn_renew0, 0.9.24) takes the number of the last commit and then copies that commit's
// meta page, of which there are two. A reader that is interrupted between the two steps, while one
// commit ends and the next writes its meta page, gets that next one before it is durable, and then
// goes back to the one before it. A later transaction of the same number shows that no such commit
// could have begun.
Transaction Environment::read() const {
  Transaction transaction = begin_read();
  while (true) {
    Transaction later = begin_read();
    if (mdb_txn_id(later.txn_) == mdb_txn_id(transaction.txn_)) return transaction;
    std::swap(transaction.txn_, later.txn_);
  }
}

WriteTransaction Environment::write() {
  MDB_txn* txn = nullptr;
  const int code = mdb_txn_begin(env_, nullptr, 0, &txn);
  if (code != MDB_SUCCESS) throw_fault(code, "writing", folder_of(env_));
  return WriteTransaction(txn);
}

Usage Environment::usage() const {
  MDB_envinfo info{};
  MDB_stat page{};
  // Neither fails on an environment that is open.
  mdb_env_info(env_, &info);
  mdb_env_stat(env_, &page);
  return {.map_bytes = info.me_mapsize,
          .used_bytes = (info.me_last_pgno + 1) * page.ms_psize,
          .readers = info.me_numreaders,
          .reader_slots = info.me_maxreaders};
}

bool Environment::panicked() const {
  MDB_txn* txn = nullptr;
  const int code = mdb_txn_begin(env_, nullptr, MDB_RDONLY, &txn);
  if (code == MDB_SUCCESS) mdb_txn_abort(txn);
  return code == MDB_PANIC;
}

}  // namespace probity::eventstore::lmdb
