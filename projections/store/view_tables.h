// How LEDGER/views lies in LMDB. A view has two slots, one in force and one to be rebuilt in; each
// has a table of rows and one of digests, and a line in the table `meta`.
//
//   rows.VIEW.SLOT     u64 position -> the canonical words of the row that the event there made;
//                      none where its stream holds an event that was newer than the program that
//                      folded it
//   digests.VIEW.SLOT  u64 size -> 32 bytes, at every 4,096th size
//   streams            stream, padded with zeros to a multiple of 8 || u64 big-endian position
//                      -> nothing; one for every event of the log that the views were folded from
//   meta               view, padded || u64 (0: in force, 1: being rebuilt)
//                      -> u32 view version, u32 slot, u64 size, 32 bytes root, 32 bytes digest
//                      "streams" -> u64 size, 32 bytes root; no view is ahead of it
//                      "format" -> u64 format of this store
//
// Rows are only ever appended, so that a catch-up writes each page of them once; names alone are
// scattered over the file, once for all views. There is a row for every event of a stream of the
// view. Names sort as their padded keys do, since no name holds a zero byte.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "eventstore/base/ids.h"
#include "eventstore/lmdb.h"
#include "projections/fold/fold.h"
#include "projections/store/view_store.h"

namespace probity::projections {

inline constexpr std::uint64_t kDigestEvery = 4'096;

/// No ledger comes so far. A position's first byte is zero, as the padding is, so that all rows of
/// a stream lie before those of any whose name goes on.
inline constexpr Position kLastPosition{(1ULL << 56) - 1};

/// What `streams` has of an event, and the key that the digest of a view takes its row by.
using RowKey = std::vector<std::uint8_t>;
/// A position beyond kLastPosition is taken for that one.
[[nodiscard]] RowKey row_key(std::string_view stream, Position position);
struct ParsedRowKey {
  std::string_view stream;  // points into the key
  Position position;
};
[[nodiscard]] ParsedRowKey parse_row_key(eventstore::lmdb::Bytes key);
[[nodiscard]] eventstore::WordsView words_of(eventstore::lmdb::Bytes value);
[[nodiscard]] eventstore::lmdb::Bytes bytes_of(eventstore::WordsView words);

/// D(0) of a view.
[[nodiscard]] Hash first_digest(const ViewDefinition& view);

/// Which of a view's lines in `meta`.
enum class Line : std::uint64_t { kInForce = 0, kRebuilding = 1 };

struct StoredCheckpoint {
  ViewCheckpoint checkpoint;
  std::uint32_t slot = 0;
};

/// How far the table `streams` follows the log.
struct StreamsCheckpoint {
  TreeSize size;
  Hash root;
};

/// The environment and its tables. Opened once; every method may be called from any thread.
class ViewTables {
 public:
  struct Slot {
    eventstore::lmdb::Table rows;
    eventstore::lmdb::Table digests;
  };

  /// Throws StorageFault (kCorrupt too where the store's format is not this program's). Null:
  /// read-only, and not all of it is there.
  static std::shared_ptr<ViewTables> open(const std::filesystem::path& folder, bool read_only);

  [[nodiscard]] eventstore::lmdb::Environment& environment() const { return *environment_; }
  [[nodiscard]] const Slot& slot(const ViewDefinition& view, std::uint32_t slot) const;
  [[nodiscard]] eventstore::lmdb::Table streams() const { return streams_; }

  /// Nothing where there is no such line, or it is of another version of the view.
  [[nodiscard]] std::optional<StoredCheckpoint> read(const eventstore::lmdb::Transaction& txn,
                                                     const ViewDefinition& view, Line line) const;
  void write(eventstore::lmdb::WriteTransaction& txn, const ViewDefinition& view, Line line,
             const StoredCheckpoint& stored) const;
  void erase(eventstore::lmdb::WriteTransaction& txn, const ViewDefinition& view, Line line) const;

  [[nodiscard]] std::optional<StreamsCheckpoint> read_streams(
      const eventstore::lmdb::Transaction& txn) const;
  void write_streams(eventstore::lmdb::WriteTransaction& txn,
                     const StreamsCheckpoint& checkpoint) const;

 private:
  ViewTables() = default;
  bool open_tables();
  void check_format(bool read_only);

  std::unique_ptr<eventstore::lmdb::Environment> environment_;
  eventstore::lmdb::Table meta_;
  eventstore::lmdb::Table streams_;
  std::map<std::string_view, std::array<Slot, 2>> slots_;
};

}  // namespace probity::projections
