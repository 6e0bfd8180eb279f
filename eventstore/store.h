// An open ledger's environments and the tail between them, shared by its snapshots and its writer.
// Thread-safe.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "eventstore/index.h"
#include "eventstore/log.h"
#include "eventstore/lookup.h"

namespace probity::eventstore {

/// What one transaction writes to the index. Ids are spread over all of its pages: the larger the
/// slice, the fewer pages an event costs, and the longer the writer is kept from its queue.
inline constexpr std::uint64_t kIndexSliceEvents = 65'536;

class Store {
 public:
  /// Opens the log and what there is of an index; one that is damaged, ahead of the log or of
  /// another root is thrown away (read-only: passed over) with a remark. Errors as Ledger::open.
  static Result<std::unique_ptr<Store>> open(const std::filesystem::path& folder, bool read_only);

  /// The log; held by whoever has a transaction on it. kStorage after a commit failed, until it is
  /// opened again.
  [[nodiscard]] Result<std::shared_ptr<Log>> log() const;
  /// Null: everything is in the tail.
  [[nodiscard]] Index* index() const { return index_.get(); }
  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }
  [[nodiscard]] const LogMeta& meta() const { return meta_; }

  /// Names in the log as of `size`. `index` is a transaction on the index, opened before the log's;
  /// null if there is no index. May throw lmdb::StorageFault.
  Result<Lookup> lookup(const lmdb::Transaction* index, LogView& log, TreeSize size);
  /// A commit's events, which began at `events.from()`, are in the log.
  void committed(const Tail& events);
  /// Lets the tail be read anew from the log.
  void forget_tail();

  /// Writes at most `events` that the index lacks, in one transaction; answers how many it lacks
  /// then. May throw lmdb::StorageFault.
  Result<std::uint64_t> follow_log(std::uint64_t events);

  /// After a failed commit. Waits (some seconds) for the snapshots at hand to end, since an
  /// environment may be open once in a process only; kStorage if they do not, or if it cannot be
  /// opened.
  Result<void> reopen_log();

  [[nodiscard]] std::vector<std::string> remarks() const;
  void remark(std::string words);

 private:
  Store(std::filesystem::path folder, bool read_only, std::shared_ptr<Log> log);
  void open_index();
  std::optional<std::string> try_index(const std::filesystem::path& folder);
  Result<void> write_index(LogView& log, TreeSize size, TreeSize from, TreeSize to);
  Result<TreeSize> trusted_size(const IndexView& index, LogView& log, TreeSize size);
  Result<std::shared_ptr<SharedTail>> tail(LogView& log, TreeSize index_size, TreeSize size);

  const std::filesystem::path folder_;
  const bool read_only_;
  LogMeta meta_;
  std::unique_ptr<Index> index_;

  mutable std::mutex log_mutex_;
  std::shared_ptr<Log> log_;  // null while a failed commit's environment is not yet opened again

  mutable std::mutex mutex_;
  std::shared_ptr<SharedTail> tail_;  // null until a name is looked up
  IndexCheckpoint trusted_;           // a checkpoint of the index known to be of this log
  std::vector<std::string> remarks_;
};

}  // namespace probity::eventstore
