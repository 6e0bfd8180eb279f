#include "projections/store/rebuild.h"

#include <fmt/format.h>

#include <algorithm>

#include "eventstore/envelope_view.h"
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

/// A view as one store has it.
struct StoredView {
  const ViewTables& tables;
  const lmdb::Transaction& txn;
  StoredCheckpoint at;
};

/// Walks the rows of two views side by side, as far as both went, and tells those that differ.
class Comparison {
 public:
  Comparison(const StoredView& before, const StoredView& after, const ViewDefinition& view,
             const eventstore::Snapshot& log, RebuildResult& result)
      : before_(before.txn.cursor(before.tables.slot(view, before.at.slot).rows)),
        after_(after.txn.cursor(after.tables.slot(view, after.at.slot).rows)),
        common_(std::min(before.at.checkpoint.size, after.at.checkpoint.size)),
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
std::optional<std::pair<TreeSize, TreeSize>> compare_digests(const StoredView& before,
                                                             const StoredView& after,
                                                             const ViewDefinition& view) {
  const lmdb::Table kept = after.tables.slot(view, after.at.slot).digests;
  auto old = before.txn.cursor(before.tables.slot(view, before.at.slot).digests);
  TreeSize same;
  for (bool there = old.first(); there; there = old.next()) {
    const TreeSize size{old.key_u64()};
    const auto now = after.txn.get(kept, size.value);
    if (!now || size > before.at.checkpoint.size) continue;
    if (!std::ranges::equal(old.value(), *now)) return std::pair(same, size);
    same = size;
  }
  const ViewCheckpoint& was = before.at.checkpoint;
  const ViewCheckpoint& is = after.at.checkpoint;
  if (was.size == is.size && was.digest != is.digest) return std::pair(same, is.size);
  return std::nullopt;
}

RebuildResult compare(const std::optional<StoredView>& before, const StoredView& after,
                      const ViewDefinition& view, const eventstore::Ledger& ledger) {
  RebuildResult result;
  result.view = view.name;
  result.after = after.at.checkpoint;
  result.rows = after.txn.count(after.tables.slot(view, after.at.slot).rows);
  if (!before) return result;
  result.before = before->at.checkpoint;
  const auto log = ledger.snapshot();
  Comparison(*before, after, view, log, result).run();
  result.digests_differ = compare_digests(*before, after, view);
  return result;
}

/// What `streams` has to hold of the log's first `size` events, sorted as it sorts.
Result<std::vector<RowKey>> names_of(const eventstore::Snapshot& log, TreeSize size) {
  std::vector<RowKey> names;
  names.reserve(size.value);
  Result<void> outcome;
  auto scanned = log.scan(Position{0}, size, [&](Position at, const eventstore::Record& record) {
    const auto envelope = eventstore::EnvelopeView::over(record.envelope);
    if (!envelope) {
      outcome = fail(ErrorKind::kCorrupt,
                     fmt::format("the event at position {} has no envelope", at.value));
      return false;
    }
    names.push_back(row_key(envelope->stream(), at));
    return true;
  });
  if (!scanned) return pass(scanned);
  if (!outcome) return pass(outcome);
  std::ranges::sort(names);
  return names;
}

/// What `streams` has too many and lacks.
struct NameDifferences {
  std::vector<RowKey> too_many;
  std::vector<RowKey> missing;
};

/// Every answer finds its rows by this table: a name altered hides a finding or makes one up. Of
/// the events that `names` are of; others that the log has by now may be there too.
NameDifferences compare_names(const ViewTables& tables, const lmdb::Transaction& txn,
                              const std::vector<RowKey>& names, TreeSize log_size) {
  NameDifferences out;
  auto stored = txn.cursor(tables.streams());
  auto name = names.begin();
  for (bool there = stored.first(); there || name != names.end();) {
    const RowKey key = there ? RowKey(stored.key().begin(), stored.key().end()) : RowKey{};
    const auto order = !there                ? std::strong_ordering::greater
                       : name == names.end() ? std::strong_ordering::less
                                             : key <=> *name;
    if (order < 0) {
      const Position at = parse_row_key(key).position;
      if (at.value < names.size() || at.value >= log_size.value) out.too_many.push_back(key);
    }
    if (order > 0) out.missing.push_back(*name);
    if (order <= 0) there = stored.next();
    if (order >= 0) ++name;
  }
  return out;
}

RebuildResult result_of(const NameDifferences& differences, std::size_t names) {
  RebuildResult result;
  result.view = "streams";
  result.rows = names;
  result.different = differences.too_many.size() + differences.missing.size();
  for (const auto* keys : {&differences.too_many, &differences.missing}) {
    for (const RowKey& key : *keys) {
      if (result.examples.size() == kExamples) break;
      const ParsedRowKey parsed = parse_row_key(key);
      result.examples.push_back(fmt::format("{} @{}", parsed.stream, parsed.position.value));
    }
  }
  return result;
}

Result<StoredCheckpoint> rebuilt(const ViewTables& tables, const lmdb::Transaction& txn,
                                 const ViewDefinition& view) {
  const auto stored = tables.read(txn, view, Line::kRebuilding);
  if (stored) return *stored;
  return fail(ErrorKind::kStorage, "another process is rebuilding the views",
              "Wait until it is done, then try again.");
}

Result<RebuildResult> compare_slots(const ViewTables& tables, const eventstore::Ledger& ledger,
                                    const ViewDefinition& view) {
  const auto txn = tables.environment().read();
  auto after = rebuilt(tables, txn, view);
  if (!after) return pass(after);
  std::optional<StoredView> before;
  if (const auto stored = tables.read(txn, view, Line::kInForce)) {
    before.emplace(StoredView{tables, txn, *stored});
  }
  return compare(before, {tables, txn, *after}, view, ledger);
}

/// Puts the rebuilt slots in force, all in one commit; where the names are wrong, all of them are
/// laid anew: what lies in the wrong place cannot be found to be erased.
Result<void> swap(const ViewTables& tables, std::span<const ViewDefinition* const> views,
                  const eventstore::Ledger& ledger, bool names) {
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
  const auto stored = names ? tables.read_streams(txn) : std::nullopt;
  if (stored) {
    // Nobody else writes meanwhile: these are the names of all that the table is of.
    const auto all = names_of(ledger.snapshot(), stored->size);
    if (!all) return std::unexpected(all.error());
    txn.clear(tables.streams());
    for (const RowKey& name : *all) txn.put(tables.streams(), name, {});
  }
  txn.commit();
  return {};
}

/// Of the events that `streams` says it holds, and of the first `up_to` alone.
Result<NameDifferences> check_names(const ViewTables& tables, const lmdb::Transaction& txn,
                                    const eventstore::Ledger& ledger, TreeSize up_to,
                                    std::vector<RebuildResult>& results) {
  const auto stored = tables.read_streams(txn);
  const auto log = ledger.snapshot();
  const TreeSize size = std::min(up_to, log.head().size);
  const auto names = names_of(log, stored ? std::min(stored->size, size) : TreeSize{0});
  if (!names) return std::unexpected(names.error());
  auto differences = compare_names(tables, txn, *names, log.head().size);
  results.push_back(result_of(differences, names->size()));
  return differences;
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
    auto result = compare_slots(tables, ledger, *view);
    if (!result) return pass(result);
    results.push_back(std::move(*result));
  }
  bool names = false;
  if (views.size() == all_views().size()) {
    const auto txn = tables.environment().read();
    auto found = check_names(tables, txn, ledger, TreeSize{UINT64_MAX}, results);
    if (!found) return pass(found);
    names = !found->too_many.empty() || !found->missing.empty();
  }
  if (auto swapped = swap(tables, views, ledger, names); !swapped) return pass(swapped);
  return results;
}

Result<std::vector<RebuildResult>> compare_with_fresh(
    const ViewTables& stored, const ViewTables& fresh, const eventstore::Ledger& ledger,
    std::span<const ViewDefinition* const> views, TreeSize up_to, const ProgressReport& report) {
  const auto before = stored.environment().read();  // before the log: never ahead of it
  Slicer slicer(fresh, ledger, views, Line::kInForce, up_to);
  for (bool done = false; !done;) {
    auto slice = slicer.run();
    if (!slice) return pass(slice);
    if (report) report({"views", slice->done.value, slice->of.value});
    done = slice->done == slice->of;
  }
  const auto after = fresh.environment().read();
  std::vector<RebuildResult> results;
  for (const ViewDefinition* view : views) {
    const auto replayed = fresh.read(after, *view, Line::kInForce);
    if (!replayed) return fail(ErrorKind::kStorage, "the replay came to no end");
    std::optional<StoredView> was;
    if (const auto at = stored.read(before, *view, Line::kInForce)) {
      was.emplace(StoredView{stored, before, *at});
    }
    results.push_back(compare(was, {fresh, after, *replayed}, *view, ledger));
  }
  if (auto names = check_names(stored, before, ledger, up_to, results); !names) return pass(names);
  return results;
}

}  // namespace probity::projections
