// The index: event ids and stream heads, so that neither is searched for in the log. Derived from
// the log and written behind it in slices; disposable. What it lacks is the tail (tail.h). Every
// function may throw lmdb::StorageFault.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "eventstore/admission.h"
#include "eventstore/base/result.h"
#include "eventstore/lmdb.h"
#include "eventstore/tail.h"

namespace probity::eventstore {

/// How far the index follows the log, and which log.
struct IndexCheckpoint {
  TreeSize size;
  Hash root;  // of the log's first `size` events
  friend bool operator==(const IndexCheckpoint&, const IndexCheckpoint&) = default;
};

struct IndexTables {
  lmdb::Table ids;
  lmdb::Table filter;
  lmdb::Table streams;
  lmdb::Table markers;
  lmdb::Table checkpoint;
};

/// Their names and kinds, in the order of IndexTables.
[[nodiscard]] std::span<const lmdb::TableName> index_tables();

/// Every version of a stream that this divides has its position in the index, so that a long chain
/// need not be walked from its end.
inline constexpr std::uint64_t kMarkedVersions = 64;

/// The index within one transaction, which outlives it. What it says is kCorrupt where a row is not
/// of its form.
class IndexView {
 public:
  IndexView(const lmdb::Transaction& transaction, const IndexTables& tables)
      : transaction_(transaction), tables_(tables) {}

  /// Nothing where the index is of another version or not there.
  [[nodiscard]] std::optional<IndexCheckpoint> checkpoint() const;
  [[nodiscard]] bool empty() const { return transaction_.count(tables_.ids) == 0; }
  [[nodiscard]] Result<std::optional<Position>> find(const EventId& id) const;
  [[nodiscard]] Result<std::optional<StreamHead>> head(std::string_view stream) const;
  /// The oldest marked event of a stream at or beyond a position: where to begin walking back.
  [[nodiscard]] Result<std::optional<std::pair<Position, StreamVersion>>> marker(
      std::string_view stream, Position at) const;
  /// The streams whose names begin with `prefix`, in the order of their names.
  Result<void> each_stream(
      std::string_view prefix,
      const std::function<void(std::string_view, const StreamHead&)>& each) const;

 private:
  [[nodiscard]] bool may_hold(const EventId& id) const;
  const lmdb::Transaction& transaction_;
  IndexTables tables_;
  mutable std::vector<const std::uint64_t*> filter_;  // its rows, as far as they were read
};

class Index {
 public:
  /// Null where there is none and `read_only`.
  static std::unique_ptr<Index> open(const std::filesystem::path& folder, bool read_only);

  [[nodiscard]] lmdb::Transaction read() const { return environment_->read(); }
  [[nodiscard]] const lmdb::Environment& environment() const { return *environment_; }
  [[nodiscard]] const IndexTables& tables() const { return tables_; }

  /// Writes what `tail` holds between the checkpoint and `to`, in one transaction, which begins by
  /// reading the checkpoint: another process may have written it already. `root` is the log's at
  /// `to`. The tail begins at or before the checkpoint.
  void write(const Tail& tail, TreeSize to, const Hash& root);
  /// Empties it.
  void clear();

 private:
  Index(std::unique_ptr<lmdb::Environment> environment, const IndexTables& tables)
      : environment_(std::move(environment)), tables_(tables) {}
  void write_ids(lmdb::WriteTransaction& transaction, const Tail& tail, TreeSize from, TreeSize to);
  void write_filter(lmdb::WriteTransaction& transaction, const Tail& tail, TreeSize from,
                    TreeSize to);
  void write_streams(lmdb::WriteTransaction& transaction, const Tail& tail, TreeSize from,
                     TreeSize to);
  std::unique_ptr<lmdb::Environment> environment_;
  IndexTables tables_;
};

}  // namespace probity::eventstore
