#include "eventstore/store.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <thread>

#include "eventstore/base/limits.h"
#include "eventstore/tiles.h"

namespace probity::eventstore {
namespace {

constexpr std::chrono::milliseconds kReopenPause{10};
constexpr int kReopenTries = 100;  // times the pause: one second

/// Whether a tail begins where the index ends or before, and holds not much that the index has too.
bool still_serves(const Tail& tail, TreeSize index_size) {
  return tail.from() <= index_size &&
         index_size.value - tail.from().value <= limits::kIndexTailEvents;
}

}  // namespace

Store::Store(std::filesystem::path folder, bool read_only, std::shared_ptr<Log> log)
    : folder_(std::move(folder)), read_only_(read_only), meta_(log->meta()), log_(std::move(log)) {}

Result<std::unique_ptr<Store>> Store::open(const std::filesystem::path& folder, bool read_only) {
  auto log = Log::open(folder / "log", read_only);
  if (!log) return pass(log);
  std::unique_ptr<Store> store(new Store(folder, read_only, std::move(*log)));
  if (store->log_->environment().without_lock()) {
    store->remark(
        "the ledger is read without a lock file: nothing may be recorded in it meanwhile");
  }
  store->open_index();
  return store;
}

void Store::open_index() {
  const std::filesystem::path folder = folder_ / "index";
  const auto flaw = try_index(folder);
  if (!flaw) return;
  index_.reset();
  if (read_only_) {
    remark(fmt::format("the ledger's index is passed over ({}); the log is read instead", *flaw));
    return;
  }
  remark(
      fmt::format("the ledger's index was thrown away and is made again from the log ({})", *flaw));
  std::filesystem::remove_all(folder);
  index_ = Index::open(folder, false);
}

/// Opens the index; says why it cannot be used, if so. Throws where the disk is at fault and the
/// index may be sound.
std::optional<std::string> Store::try_index(const std::filesystem::path& folder) {
  try {
    index_ = Index::open(folder, read_only_);
    if (!index_) return std::nullopt;
    const lmdb::Transaction index_transaction = index_->read();
    const lmdb::Transaction log_transaction = log_->environment().read();
    LogView log(log_transaction, log_->tables());
    const IndexView index(index_transaction, index_->tables());
    const auto head = log.head();
    if (!head) return std::nullopt;  // the log's own trouble, which its readers will meet
    const auto checkpoint = index.checkpoint();
    if (!checkpoint)
      return index.empty() ? std::nullopt : std::optional("it is of another version");
    const auto trusted = trusted_size(index, log, head->size());
    if (trusted && *trusted != checkpoint->size) return "it is not of this log";
    return std::nullopt;
  } catch (const lmdb::StorageFault& fault) {
    if (!read_only_ && fault.error().kind == ErrorKind::kStorage) throw;
    return fault.error().what;
  }
}

Result<std::shared_ptr<Log>> Store::log() const {
  const std::lock_guard lock(log_mutex_);
  if (!log_) {
    return fail(ErrorKind::kStorage,
                "an earlier commit failed and the ledger could not be opened again",
                "end what reads it, and try again");
  }
  return log_;
}

Result<TreeSize> Store::trusted_size(const IndexView& index, LogView& log, TreeSize size) {
  const auto checkpoint = index.checkpoint();
  if (!checkpoint || checkpoint->size > size) return TreeSize{0};
  {
    const std::lock_guard lock(mutex_);
    if (trusted_ == *checkpoint) return checkpoint->size;
  }
  const auto root = tree_root(log, size, checkpoint->size);
  if (!root) return std::unexpected(root.error());
  if (*root != checkpoint->root) return TreeSize{0};
  const std::lock_guard lock(mutex_);
  trusted_ = *checkpoint;
  return checkpoint->size;
}

Result<Lookup> Store::lookup(const lmdb::Transaction* index, LogView& log, TreeSize size) {
  TreeSize index_size;
  std::optional<IndexView> view;
  if (index != nullptr) {
    const IndexView candidate(*index, index_->tables());
    const auto trusted = trusted_size(candidate, log, size);
    if (!trusted) return std::unexpected(trusted.error());
    index_size = *trusted;
    if (index_size.value > 0) view.emplace(candidate);
  }
  auto completed = tail(log, index_size, size);
  if (!completed) return pass(completed);
  return Lookup(view, index_size, std::move(*completed), log, size);
}

Result<std::shared_ptr<SharedTail>> Store::tail(LogView& log, TreeSize index_size, TreeSize size) {
  const std::lock_guard lock(mutex_);
  // Snapshots hold the tail that they were made with; a new one begins where the index ends now.
  if (!tail_ || !still_serves(tail_->tail, index_size))
    tail_ = std::make_shared<SharedTail>(index_size);
  if (tail_->tail.to() < size) {
    const std::unique_lock writing(tail_->mutex);
    if (auto followed = tail_->tail.follow(log, size); !followed) return pass(followed);
  }
  return tail_;
}

void Store::forget_tail() {
  const std::lock_guard lock(mutex_);
  tail_.reset();
}

void Store::committed(const Tail& events) {
  const std::lock_guard lock(mutex_);
  if (!tail_) return;
  const std::unique_lock writing(tail_->mutex);
  if (tail_->tail.to() == events.from()) tail_->tail.append(events);
}

Result<std::uint64_t> Store::follow_log(std::uint64_t events) {
  if (!index_) return 0;
  auto opened = log();
  if (!opened) return pass(opened);
  std::optional<lmdb::Transaction> index_transaction(index_->read());  // before the log's
  const lmdb::Transaction log_transaction = (*opened)->environment().read();
  LogView view(log_transaction, (*opened)->tables());
  const auto head = view.head();
  if (!head) return std::unexpected(head.error());
  const auto from =
      trusted_size(IndexView(*index_transaction, index_->tables()), view, head->size());
  if (!from) return std::unexpected(from.error());
  index_transaction.reset();
  const TreeSize to{std::min(head->size().value, from->value + events)};
  if (to > *from) {
    if (auto written = write_index(view, head->size(), *from, to); !written) return pass(written);
  }
  return head->size().value - to.value;
}

Result<void> Store::write_index(LogView& log, TreeSize size, TreeSize from, TreeSize to) {
  const auto root = tree_root(log, size, to);
  if (!root) return std::unexpected(root.error());
  std::shared_ptr<SharedTail> shared;
  {
    const std::lock_guard lock(mutex_);
    if (tail_ && tail_->tail.from() <= from && tail_->tail.to() >= to) shared = tail_;
  }
  if (shared) {
    const std::shared_lock reading(shared->mutex);
    index_->write(shared->tail, to, *root);
  } else {
    Tail events(from);
    if (auto followed = events.follow(log, to); !followed) return followed;
    index_->write(events, to, *root);
  }
  const std::lock_guard lock(mutex_);
  trusted_ = {to, *root};
  // Where nothing in it is lacking any more, a new tail begins.
  if (tail_ && tail_->tail.to() <= to) tail_ = std::make_shared<SharedTail>(to);
  return {};
}

Result<void> Store::reopen_log() {
  const std::lock_guard lock(log_mutex_);
  for (int tries = 0; log_ && log_.use_count() > 1 && tries < kReopenTries; ++tries) {
    std::this_thread::sleep_for(kReopenPause);
  }
  if (log_ && log_.use_count() > 1) {
    return fail(ErrorKind::kStorage, "an earlier commit failed, and the ledger is still being read",
                "end what reads it, and try again");
  }
  log_.reset();
  auto opened = Log::open(folder_ / "log", read_only_);
  if (!opened) return pass(opened);
  log_ = std::move(*opened);
  return {};
}

std::vector<std::string> Store::remarks() const {
  const std::lock_guard lock(mutex_);
  return remarks_;
}

void Store::remark(std::string words) {
  const std::lock_guard lock(mutex_);
  remarks_.push_back(std::move(words));
}

}  // namespace probity::eventstore
