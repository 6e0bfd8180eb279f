#include "eventstore/ledger.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

#include "eventstore/checkpoints.h"
#include "eventstore/log_write.h"
#include "eventstore/proof/hash.h"
#include "eventstore/request_check.h"
#include "eventstore/store.h"
#include "eventstore/writer.h"

namespace probity::eventstore {
namespace {

namespace fs = std::filesystem;

constexpr const char* kLogFolder = "log";
constexpr const char* kUnfinishedFolder = ".log-new";  // left by an init that was cut short

class OpenLedger final : public Ledger {
 public:
  OpenLedger(fs::path folder, std::unique_ptr<Store> store)
      : folder_(std::move(folder)), store_(std::move(store)) {}
  ~OpenLedger() override { (void)OpenLedger::close(); }

  void start_writer(const OpenOptions& options, Instant last_recorded) {
    writer_ = std::make_unique<QueuedWriter>(*store_, options, last_recorded);
  }

  Snapshot snapshot() const override { return snapshot_of(*store_); }
  Writer* writer() override { return writer_.get(); }
  const std::string& origin() const override { return store_->meta().origin; }
  Instant created() const override { return store_->meta().created; }
  const fs::path& folder() const override { return folder_; }
  std::vector<std::string> remarks() const override { return store_->remarks(); }
  Result<void> keep_checkpoint(TreeSize size, std::string_view name,
                               std::string_view note) override {
    auto log = store_->log();
    if (!log) return pass(log);
    try {
      lmdb::WriteTransaction transaction = (*log)->environment().write();
      const auto head = LogView(transaction, (*log)->tables()).head();
      if (!head) return std::unexpected(head.error());
      auto added = add_checkpoint(transaction, (*log)->tables(), head->size(), size, name, note);
      if (added) transaction.commit();
      return added;
    } catch (const lmdb::StorageFault& fault) {
      return std::unexpected(fault.error());
    }
  }
  Result<void> close() override { return writer_ ? writer_->stop() : Result<void>{}; }

 private:
  fs::path folder_;
  std::unique_ptr<Store> store_;
  std::unique_ptr<QueuedWriter> writer_;  // after the store: it goes first
};

/// The boundary of opening and making.
template <class Open>
Result<std::unique_ptr<Ledger>> guarded(const fs::path& folder, Open open) {
  try {
    return open();
  } catch (const lmdb::StorageFault& fault) {
    // What LMDB cannot read as its own file is no ledger, or none any more.
    return std::unexpected(fault.error());
  } catch (const std::exception& failed) {
    return fail(ErrorKind::kStorage, failed.what(), {}, folder.string());
  }
}

Result<void> check_origin(const std::string& origin) {
  const bool printable =
      std::ranges::all_of(origin, [](char c) { return c > ' ' && c <= '~' && c != '+'; });
  if (!origin.empty() && origin.size() <= limits::kOriginBytes && printable) return {};
  return fail(
      ErrorKind::kMalformed, "not a ledger's name",
      fmt::format("an origin is 1 to {} printable ASCII characters without spaces and '+', such as "
                  "probity.example/east-midlands",
                  limits::kOriginBytes));
}

Result<void> check_vacant(const fs::path& folder) {
  if (!fs::exists(folder)) return {};
  if (fs::is_directory(folder)) {
    const auto is_left_over = [](const fs::directory_entry& entry) {
      return entry.path().filename() == kUnfinishedFolder;
    };
    if (std::ranges::all_of(fs::directory_iterator(folder), is_left_over)) return {};
  }
  return fail(ErrorKind::kRefused, "there is something in that place already",
              "name a folder that is new or empty", folder.string());
}

void sync_folder(const fs::path& folder) {
  const int file = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool synced = file >= 0 && ::fsync(file) == 0;
  const int error = errno;
  if (file >= 0) ::close(file);
  if (!synced) throw std::system_error(error, std::generic_category(), folder.string());
}

/// The log with its first event, in one place that is given its name when all of it is on disk.
void make_log(const fs::path& folder, const CreateOptions& create) {
  const fs::path unfinished = folder / kUnfinishedFolder;
  fs::remove_all(unfinished);
  fs::create_directories(folder);
  const Instant now = create.clock.now();
  {
    const auto log = Log::create(unfinished, LogMeta{.origin = create.origin, .created = now});
    const Placement first{.version = StreamVersion{1}, .recorded_at = now};
    RecordBuffer records;
    const WordsView envelope =
        records.append(create.first.header, first, create.first.salt, create.first.payload,
                       create.first.payload_digest, true);
    const Hash leaf = proof::leaf_hash(bytes_of(envelope));
    TileWriter tiles;
    lmdb::WriteTransaction transaction = log->environment().write();
    (void)write_events(transaction, log->tables(), LogHead{}, records, std::span(&leaf, 1), now,
                       tiles);
    transaction.commit();
  }
  sync_folder(unfinished);
  fs::rename(unfinished, folder / kLogFolder);
  sync_folder(folder);
  const fs::path parent = fs::absolute(folder).parent_path();
  if (::access(parent.c_str(), R_OK) == 0) sync_folder(parent);
}

Result<void> check_expected(const OpenOptions& options, const LogMeta& meta,
                            const fs::path& folder) {
  if (!options.expected_origin || *options.expected_origin == meta.origin) return {};
  return fail(ErrorKind::kRefused,
              fmt::format("the ledger is {}, not {}", meta.origin, *options.expected_origin), {},
              folder.string());
}

Result<std::unique_ptr<Ledger>> open_ledger(const fs::path& folder, const OpenOptions& options) {
  const bool read_only = options.access == Access::kReadOnly;
  auto opened = Store::open(folder, read_only);
  if (!opened) {
    if (opened.error().where.empty()) opened.error().where = folder.string();
    return pass(opened);
  }
  if (auto checked = check_expected(options, (*opened)->meta(), folder); !checked)
    return pass(checked);
  Store& store = **opened;
  auto ledger = std::make_unique<OpenLedger>(folder, std::move(*opened));
  if (read_only) return ledger;
  // What the index lacks is held in memory while the ledger is open; more than that is written
  // first.
  auto behind = store.follow_log(0);
  while (behind && *behind > options.index_tail) behind = store.follow_log(kIndexSliceEvents);
  if (!behind) return pass(behind);
  ledger->start_writer(options, ledger->snapshot().head().recorded_at);
  return ledger;
}

}  // namespace

Result<std::unique_ptr<Ledger>> Ledger::create(const fs::path& folder, CreateOptions create,
                                               OpenOptions open) {
  if (auto checked = check_origin(create.origin); !checked) return pass(checked);
  if (auto checked = check_event(create.first); !checked) return pass(checked);
  return guarded(folder, [&]() -> Result<std::unique_ptr<Ledger>> {
    if (auto checked = check_vacant(folder); !checked) return pass(checked);
    make_log(folder, create);
    return open_ledger(folder, open);
  });
}

Result<std::unique_ptr<Ledger>> Ledger::open(const fs::path& folder, OpenOptions options) {
  return guarded(folder, [&] { return open_ledger(folder, options); });
}

}  // namespace probity::eventstore
