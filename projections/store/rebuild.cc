#include "projections/store/rebuild.h"

#include <fmt/format.h>

#include <algorithm>

#include "eventstore/proof/hash.h"
#include "projections/store/slice.h"

namespace probity::projections {
namespace {

namespace lmdb = eventstore::lmdb;

constexpr std::size_t kExamples = 20;

std::uint32_t slot_in_force(const ViewTables& tables, const lmdb::Transaction& txn,
                            const ViewDefinition& view) {
  const auto stored = tables.read(txn, view, Line::kInForce);
  return stored ? stored->slot : 0;
}

/// Empties the slot that is not in force and lays the first line of a rebuild.
void begin(const ViewTables& tables, std::span<const ViewDefinition* const> views) {
  auto txn = tables.environment().write();
  for (const ViewDefinition* view : views) {
    const std::uint32_t slot = 1 - slot_in_force(tables, txn, *view);
    txn.clear(tables.slot(*view, slot).rows);
    txn.clear(tables.slot(*view, slot).digests);
    const ViewCheckpoint nothing{view->version, {}, proof::empty_root(), first_digest(*view)};
    tables.write(txn, *view, Line::kRebuilding, {nothing, slot});
  }
  txn.commit();
}

/// Walks the rows of two tables side by side, as far as both views went, and tells those that
/// differ.
class Comparison {
 public:
  Comparison(const ViewTables& tables, const lmdb::Transaction& txn, const ViewDefinition& view,
             const StoredCheckpoint& before, const StoredCheckpoint& after,
             const eventstore::Snapshot& log, RebuildResult& result)
      : before_(txn.cursor(tables.slot(view, before.slot).rows)),
        after_(txn.cursor(tables.slot(view, after.slot).rows)),
        common_(std::min(before.checkpoint.size, after.checkpoint.size)),
        log_(log),
        result_(result) {}

  void run() {
    bool old_there = is_common(before_, before_.first());
    bool new_there = is_common(after_, after_.first());
    while (old_there || new_there) {
      const auto order = !new_there   ? std::strong_ordering::less
                         : !old_there ? std::strong_ordering::greater
                                      : before_.key_u64() <=> after_.key_u64();
      const bool same = order == 0 && std::ranges::equal(before_.value(), after_.value());
      if (!same) tell({order > 0 ? after_.key_u64() : before_.key_u64()});
      if (order <= 0) old_there = is_common(before_, before_.next());
      if (order >= 0) new_there = is_common(after_, after_.next());
    }
  }

 private:
  /// Whether the cursor stands on a row that both views had come to.
  [[nodiscard]] bool is_common(const lmdb::Cursor& cursor, bool there) const {
    return there && cursor.key_u64() < common_.value;
  }
  void tell(Position position) {
    ++result_.different;
    if (result_.examples.size() == kExamples) return;
    const auto event = log_.event(position);
    result_.examples.push_back(
        fmt::format("{} @{}", event ? event->header.stream.text() : "an event that cannot be read",
                    position.value));
  }

  lmdb::Cursor before_;
  lmdb::Cursor after_;
  TreeSize common_;
  const eventstore::Snapshot& log_;
  RebuildResult& result_;
};

/// Each size at which both kept a digest; what only one kept is of a slice that ended elsewhere.
std::optional<std::pair<TreeSize, TreeSize>> compare_digests(const ViewTables& tables,
                                                             const lmdb::Transaction& txn,
                                                             const ViewDefinition& view,
                                                             const StoredCheckpoint& before,
                                                             const StoredCheckpoint& after) {
  auto old = txn.cursor(tables.slot(view, before.slot).digests);
  TreeSize same;
  for (bool there = old.first(); there; there = old.next()) {
    const TreeSize size{old.key_u64()};
    const auto now = txn.get(tables.slot(view, after.slot).digests, size.value);
    if (!now || size > before.checkpoint.size) continue;
    if (!std::ranges::equal(old.value(), *now)) return std::pair(same, size);
    same = size;
  }
  const bool as_far = before.checkpoint.size == after.checkpoint.size;
  if (as_far && before.checkpoint.digest != after.checkpoint.digest) {
    return std::pair(same, after.checkpoint.size);
  }
  return std::nullopt;
}

Result<StoredCheckpoint> rebuilt(const ViewTables& tables, const lmdb::Transaction& txn,
                                 const ViewDefinition& view) {
  const auto stored = tables.read(txn, view, Line::kRebuilding);
  if (stored) return *stored;
  return fail(ErrorKind::kStorage, "another process is rebuilding the views",
              "Wait until it is done, then try again.");
}

Result<RebuildResult> compare(const ViewTables& tables, const eventstore::Ledger& ledger,
                              const ViewDefinition& view) {
  const auto txn = tables.environment().read();
  auto after = rebuilt(tables, txn, view);
  if (!after) return pass(after);
  RebuildResult result;
  result.view = view.name;
  result.after = after->checkpoint;
  result.rows = txn.count(tables.slot(view, after->slot).rows);
  const auto before = tables.read(txn, view, Line::kInForce);
  if (!before) return result;
  result.before = before->checkpoint;
  const auto log = ledger.snapshot();
  Comparison(tables, txn, view, *before, *after, log, result).run();
  result.digests_differ = compare_digests(tables, txn, view, *before, *after);
  return result;
}

/// Puts the rebuilt slots in force, all in one commit.
Result<void> swap(const ViewTables& tables, std::span<const ViewDefinition* const> views) {
  auto txn = tables.environment().write();
  for (const ViewDefinition* view : views) {
    const auto stored = rebuilt(tables, txn, *view);
    if (!stored) return std::unexpected(stored.error());
    const auto& [rows, digests] = tables.slot(*view, 1 - stored->slot);
    txn.clear(rows);
    txn.clear(digests);
    tables.write(txn, *view, Line::kInForce, *stored);
    tables.erase(txn, *view, Line::kRebuilding);
  }
  txn.commit();
  return {};
}

}  // namespace

Result<std::vector<RebuildResult>> rebuild_views(const ViewTables& tables,
                                                 const eventstore::Ledger& ledger,
                                                 std::span<const ViewDefinition* const> views,
                                                 const ProgressReport& report) {
  begin(tables, views);
  Slicer slicer(tables, ledger, views, Line::kRebuilding);
  for (bool done = false; !done;) {
    auto slice = slicer.run();
    if (!slice) return pass(slice);
    if (report)
      report({views.size() == 1 ? views[0]->name : "views", slice->done.value, slice->of.value});
    done = slice->done == slice->of;
  }
  std::vector<RebuildResult> results;
  for (const ViewDefinition* view : views) {
    auto result = compare(tables, ledger, *view);
    if (!result) return pass(result);
    results.push_back(std::move(*result));
  }
  if (auto swapped = swap(tables, views); !swapped) return pass(swapped);
  return results;
}

}  // namespace probity::projections
