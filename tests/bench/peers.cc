#include "tests/bench/peers.h"

#include <lmdb.h>
#include <sqlite3.h>

#include <cstdlib>
#include <cstring>
#include <iostream>

#include "tests/bench/measure.h"

namespace probity::bench {
namespace {

constexpr std::size_t kMapBytes = 16ULL << 30;

void check(int code, int wanted, const char* what) {
  if (code == wanted) return;
  std::cerr << "peer failed: " << what << " (" << code << ")\n";
  std::abort();
}

class Lmdb {
 public:
  explicit Lmdb(const std::filesystem::path& folder) {
    std::filesystem::create_directories(folder);
    check(mdb_env_create(&env), 0, "env");
    check(mdb_env_set_mapsize(env, kMapBytes), 0, "mapsize");
    check(mdb_env_set_maxdbs(env, 4), 0, "maxdbs");
    check(mdb_env_open(env, folder.c_str(), MDB_NORDAHEAD, 0644), 0, "open");
  }
  ~Lmdb() { mdb_env_close(env); }
  Lmdb(const Lmdb&) = delete;
  Lmdb& operator=(const Lmdb&) = delete;
  MDB_env* env = nullptr;
};

MDB_val value_of(const void* data, std::size_t size) { return {size, const_cast<void*>(data)}; }

MDB_dbi open_table(MDB_txn* txn, const char* name, unsigned flags) {
  MDB_dbi dbi = 0;
  check(mdb_dbi_open(txn, name, flags | MDB_CREATE, &dbi), 0, name);
  return dbi;
}

void put_event(MDB_txn* txn, MDB_dbi events, std::uint64_t position, const Item& item) {
  MDB_val key = value_of(&position, sizeof position);
  MDB_val value = value_of(item.record.data(), item.record.size());
  check(mdb_put(txn, events, &key, &value, MDB_APPEND), 0, "put event");
}

void run_sql(sqlite3* db, const char* text) {
  check(sqlite3_exec(db, text, nullptr, nullptr, nullptr), 0, text);
}

sqlite3_stmt* prepare(sqlite3* db, const char* text) {
  sqlite3_stmt* statement = nullptr;
  check(sqlite3_prepare_v2(db, text, -1, &statement, nullptr), 0, text);
  return statement;
}

}  // namespace

double append_bare_lmdb(const std::filesystem::path& folder, const std::vector<Item>& items,
                        std::size_t batch, std::uint64_t first) {
  const Lmdb lmdb(folder);
  return seconds_of([&] {
    std::uint64_t position = first;
    while (position < first + items.size()) {
      MDB_txn* txn = nullptr;
      check(mdb_txn_begin(lmdb.env, nullptr, 0, &txn), 0, "begin");
      const MDB_dbi events = open_table(txn, "events", MDB_INTEGERKEY);
      for (std::size_t i = 0; i < batch && position < first + items.size(); ++i, ++position) {
        put_event(txn, events, position, items[position - first]);
      }
      check(mdb_txn_commit(txn), 0, "commit");
    }
  });
}

double append_naive_lmdb(const std::filesystem::path& folder, const std::vector<Item>& items,
                         std::size_t batch, std::uint64_t first) {
  const Lmdb lmdb(folder);
  return seconds_of([&] {
    std::uint64_t position = first;
    while (position < first + items.size()) {
      MDB_txn* txn = nullptr;
      check(mdb_txn_begin(lmdb.env, nullptr, 0, &txn), 0, "begin");
      const MDB_dbi events = open_table(txn, "events", MDB_INTEGERKEY);
      const MDB_dbi ids = open_table(txn, "ids", 0);
      const MDB_dbi streams = open_table(txn, "streams", 0);
      for (std::size_t i = 0; i < batch && position < first + items.size(); ++i, ++position) {
        const Item& item = items[position - first];
        put_event(txn, events, position, item);
        MDB_val id = value_of(item.event.header.id.bytes.data(), 16);
        MDB_val at = value_of(&position, sizeof position);
        check(mdb_put(txn, ids, &id, &at, MDB_NOOVERWRITE), 0, "put id");
        const std::string& name = item.event.header.stream.text();
        MDB_val stream = value_of(name.data(), name.size());
        MDB_val version{};
        std::uint64_t current = 0;
        if (mdb_get(txn, streams, &stream, &version) == 0)
          std::memcpy(&current, version.mv_data, sizeof current);
        check(current == item.expected_version ? 0 : 1, 0, "version");
        ++current;
        version = value_of(&current, sizeof current);
        check(mdb_put(txn, streams, &stream, &version, 0), 0, "put stream");
      }
      check(mdb_txn_commit(txn), 0, "commit");
    }
  });
}

double append_sqlite(const std::filesystem::path& folder, const std::vector<Item>& items,
                     std::size_t batch, std::uint64_t first) {
  std::filesystem::create_directories(folder);
  sqlite3* db = nullptr;
  check(sqlite3_open((folder / "events.db").c_str(), &db), SQLITE_OK, "open");
  run_sql(db,
          "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
          "CREATE TABLE IF NOT EXISTS events(position INTEGER PRIMARY KEY, id BLOB NOT NULL "
          "UNIQUE, stream TEXT NOT NULL,"
          " version INTEGER NOT NULL, recorded_at INTEGER NOT NULL, record BLOB NOT NULL, "
          "UNIQUE(stream, version));");
  sqlite3_stmt* insert = prepare(db, "INSERT INTO events VALUES(?,?,?,?,?,?)");
  sqlite3_stmt* last = prepare(db, "SELECT max(version) FROM events WHERE stream=?");
  const double seconds = seconds_of([&] {
    std::uint64_t position = first;
    while (position < first + items.size()) {
      run_sql(db, "BEGIN IMMEDIATE");
      for (std::size_t i = 0; i < batch && position < first + items.size(); ++i, ++position) {
        const Item& item = items[position - first];
        const std::string& name = item.event.header.stream.text();
        sqlite3_bind_text(last, 1, name.data(), static_cast<int>(name.size()), SQLITE_STATIC);
        check(sqlite3_step(last), SQLITE_ROW, "max");
        check(static_cast<std::uint64_t>(sqlite3_column_int64(last, 0)) == item.expected_version
                  ? 0
                  : 1,
              0, "version");
        sqlite3_reset(last);
        sqlite3_bind_int64(insert, 1, static_cast<sqlite3_int64>(position));
        sqlite3_bind_blob(insert, 2, item.event.header.id.bytes.data(), 16, SQLITE_STATIC);
        sqlite3_bind_text(insert, 3, name.data(), static_cast<int>(name.size()), SQLITE_STATIC);
        sqlite3_bind_int64(insert, 4, static_cast<sqlite3_int64>(item.expected_version + 1));
        sqlite3_bind_int64(insert, 5, static_cast<sqlite3_int64>(position));
        sqlite3_bind_blob(insert, 6, item.record.data(), static_cast<int>(item.record.size()),
                          SQLITE_STATIC);
        check(sqlite3_step(insert), SQLITE_DONE, "insert");
        sqlite3_reset(insert);
      }
      run_sql(db, "COMMIT");
    }
  });
  sqlite3_finalize(insert);
  sqlite3_finalize(last);
  sqlite3_close(db);
  return seconds;
}

double scan_sqlite(const std::filesystem::path& folder, std::uint64_t& sum) {
  sqlite3* db = nullptr;
  check(sqlite3_open((folder / "events.db").c_str(), &db), SQLITE_OK, "open");
  sqlite3_stmt* all =
      prepare(db, "SELECT position, version, recorded_at FROM events ORDER BY position");
  const double seconds = seconds_of([&] {
    while (sqlite3_step(all) == SQLITE_ROW) {
      sum += static_cast<std::uint64_t>(sqlite3_column_int64(all, 0)) +
             static_cast<std::uint64_t>(sqlite3_column_int64(all, 1)) +
             static_cast<std::uint64_t>(sqlite3_column_int64(all, 2));
    }
  });
  sqlite3_finalize(all);
  sqlite3_close(db);
  return seconds;
}

}  // namespace probity::bench
