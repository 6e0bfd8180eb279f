#include "projections/store/view_store.h"

#include <fmt/format.h>

#include <algorithm>
#include <mutex>

#include "projections/store/rebuild.h"
#include "projections/store/slice.h"
#include "projections/store/snapshot.h"
#include "projections/store/view_tables.h"

namespace probity::projections {
namespace {

using eventstore::Access;
using eventstore::Ledger;
using eventstore::lmdb::StorageFault;

using Views = std::vector<const ViewDefinition*>;

bool is_damage(const StorageFault& fault) {
  return fault.error().kind == ErrorKind::kCorrupt || fault.error().kind == ErrorKind::kNewer;
}

Views every_view() {
  Views views;
  for (const ViewDefinition& view : all_views()) views.push_back(&view);
  return views;
}

std::unexpected<Error> read_only() {
  return fail(ErrorKind::kStorage, "the views are read-only",
              "Ask as the user who owns the ledger, or copy it to where it can be written.");
}

class TableViewStore final : public ViewStore {
 public:
  explicit TableViewStore(std::filesystem::path folder) : folder_(std::move(folder)) {}

  Result<void> start(Access access) {
    const bool readable = access == Access::kReadOnly;
    if (readable && !std::filesystem::exists(folder_ / "data.mdb")) return {};
    try {
      set_tables(ViewTables::open(folder_, readable));
    } catch (const StorageFault& fault) {
      if (!is_damage(fault)) return std::unexpected(fault.error());
      if (!readable) return start_over(fault);
      remark("The views cannot be read (" + fault.error().what +
             "); answers are folded from the log.");
    }
    writable_ = !readable;
    return {};
  }

  [[nodiscard]] std::unique_ptr<ViewSnapshot> snapshot() const override {
    return std::make_unique<TableSnapshot>(tables());
  }

  Result<void> catch_up(const Ledger& ledger, const ProgressReport& report) override {
    if (!writable_) return read_only();
    try {
      return run_slices(ledger, report);
    } catch (const StorageFault& fault) {
      if (!is_damage(fault)) return std::unexpected(fault.error());
      if (auto begun = start_over(fault); !begun) return begun;
    }
    try {
      return run_slices(ledger, report);
    } catch (const StorageFault& fault) {
      return std::unexpected(fault.error());
    }
  }

  Result<std::vector<RebuildResult>> rebuild(const Ledger& ledger, std::string_view only,
                                             const ProgressReport& report) override {
    if (!writable_) return read_only();
    Views views;
    for (const ViewDefinition& view : all_views()) {
      if (only.empty() || only == view.name) views.push_back(&view);
    }
    if (views.empty()) {
      return fail(ErrorKind::kNotFound, fmt::format("there is no view called {}", only),
                  "Leave the name out to rebuild all of them.");
    }
    try {
      return rebuild_views(*tables(), ledger, views, report);
    } catch (const StorageFault& fault) {
      return std::unexpected(fault.error());
    }
  }

  Result<std::vector<RebuildResult>> compare_with_replay(
      const Ledger& ledger, const std::filesystem::path& scratch, TreeSize up_to,
      const ProgressReport& report) const override {
    const auto stored = tables();
    if (stored == nullptr) return std::vector<RebuildResult>{};
    try {
      const auto fresh = ViewTables::open(scratch, false);
      return compare_with_fresh(*stored, *fresh, ledger, every_view(), up_to, report);
    } catch (const StorageFault& fault) {
      return std::unexpected(fault.error());
    }
  }

  [[nodiscard]] std::vector<std::string> remarks() const override {
    const std::scoped_lock lock(mutex_);
    return remarks_;
  }

 private:
  [[nodiscard]] std::shared_ptr<ViewTables> tables() const {
    const std::scoped_lock lock(mutex_);
    return tables_;
  }
  void set_tables(std::shared_ptr<ViewTables> tables) {
    const std::scoped_lock lock(mutex_);
    tables_ = std::move(tables);
  }
  void remark(std::string text) {
    const std::scoped_lock lock(mutex_);
    remarks_.push_back(std::move(text));
  }

  /// Whoever still reads the old tables keeps their files, which have no name any more.
  Result<void> start_over(const StorageFault& fault) try {
    remark("The views could not be read (" + fault.error().what +
           "); they are made anew from the log.");
    set_tables(nullptr);
    for (const char* name : {"data.mdb", "lock.mdb"}) std::filesystem::remove(folder_ / name);
    set_tables(ViewTables::open(folder_, false));
    writable_ = true;
    return {};
  } catch (const StorageFault& again) {
    return std::unexpected(again.error());
  } catch (const std::filesystem::filesystem_error& failed) {
    return fail(ErrorKind::kStorage, failed.what());
  }

  /// Asked first, because a write transaction waits for that of another process.
  [[nodiscard]] static bool is_caught_up(const ViewSnapshot& views, const Ledger& ledger) {
    const eventstore::Head head = ledger.snapshot().head();
    return std::ranges::all_of(all_views(), [&](const ViewDefinition& view) {
      const auto checkpoint = views.checkpoint(view.name);
      return checkpoint && checkpoint->size == head.size && checkpoint->root == head.root;
    });
  }

  Result<void> run_slices(const Ledger& ledger, const ProgressReport& report) {
    const auto tables = this->tables();
    if (is_caught_up(TableSnapshot(tables), ledger)) return {};
    const Views views = every_view();
    Slicer slicer(*tables, ledger, views, Line::kInForce);
    for (;;) {
      auto slice = slicer.run();
      if (!slice) return pass(slice);
      if (report) report({"views", slice->done.value, slice->of.value});
      if (slice->done == slice->of) return {};
    }
  }

  std::filesystem::path folder_;
  bool writable_ = false;
  mutable std::mutex mutex_;
  std::shared_ptr<ViewTables> tables_;
  std::vector<std::string> remarks_;
};

}  // namespace

Result<std::unique_ptr<ViewStore>> ViewStore::open(const Ledger& ledger, Access access) {
  auto store = std::make_unique<TableViewStore>(ledger.folder() / "views");
  if (auto started = store->start(access); !started) return pass(started);
  return store;
}

}  // namespace probity::projections
