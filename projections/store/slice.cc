#include "projections/store/slice.h"

#include <algorithm>

#include "eventstore/proof/hash.h"

namespace probity::projections {
namespace {

namespace lmdb = eventstore::lmdb;

/// What a catch-up may hold of streams that it has folded.
constexpr std::size_t kFoldBytes = 128 << 20;

}  // namespace

Slicer::Slicer(const ViewTables& tables, const eventstore::Ledger& ledger,
               std::span<const ViewDefinition* const> views, Line line)
    : tables_(tables),
      ledger_(ledger),
      views_(views),
      line_(line),
      folds_(views, kFoldBytes),
      known_root_(proof::empty_root()) {}

Result<bool> Slicer::is_of_this_log(const eventstore::Snapshot& snapshot,
                                    const ViewCheckpoint& checkpoint) {
  if (checkpoint.size > snapshot.head().size) return false;
  if (checkpoint.size != known_size_) {
    auto root = snapshot.root_at(checkpoint.size);
    if (!root) return pass(root);
    known_size_ = checkpoint.size;
    known_root_ = *root;
  }
  return checkpoint.root == known_root_;
}

Result<StoredCheckpoint> Slicer::restart(lmdb::WriteTransaction& txn, const ViewDefinition& view) {
  if (line_ == Line::kRebuilding) {
    return fail(ErrorKind::kStorage, "another process is rebuilding the views",
                "Wait until it is done, then try again.");
  }
  tables_.erase(txn, view, Line::kRebuilding);
  for (std::uint32_t slot = 0; slot < 2; ++slot) {
    txn.clear(tables_.slot(view, slot).rows);
    txn.clear(tables_.slot(view, slot).digests);
  }
  return StoredCheckpoint{{view.version, {}, proof::empty_root(), first_digest(view)}, 0};
}

Result<Slicer::ViewSlices> Slicer::begin(lmdb::WriteTransaction& txn,
                                         const eventstore::Snapshot& snapshot) {
  ViewSlices slices;
  for (const ViewDefinition* view : views_) {
    auto stored = tables_.read(txn, *view, line_);
    Result<bool> good = stored.has_value();
    if (stored) good = is_of_this_log(snapshot, stored->checkpoint);
    if (!good) return pass(good);
    if (!*good) {
      auto fresh = restart(txn, *view);
      if (!fresh) return pass(fresh);
      stored = *fresh;
    }
    slices.push_back({view, *stored, {}});
  }
  return slices;
}

Result<SliceOutcome> Slicer::run() {
  auto txn = tables_.environment().write();
  const auto snapshot = ledger_.snapshot();  // after the checkpoints: never behind them
  auto slices = begin(txn, snapshot);
  if (!slices) return pass(slices);
  const TreeSize head = snapshot.head().size;
  TreeSize from = head;
  for (const ViewSlice& slice : *slices) from = std::min(from, slice.stored.checkpoint.size);
  if (from == head) return SliceOutcome{head, head};
  TreeSize until{std::min(head.value, (from.value / kDigestEvery + 1) * kDigestEvery)};
  std::vector<ViewSlice*> lagging;
  for (ViewSlice& slice : *slices) {
    if (slice.stored.checkpoint.size == from) {
      lagging.push_back(&slice);
    } else {
      until = std::min(until, slice.stored.checkpoint.size);
    }
  }
  if (auto folded = fold(snapshot, lagging, until); !folded) return pass(folded);
  auto root = snapshot.root_at(until);
  if (!root) return pass(root);
  for (ViewSlice* slice : lagging) write(txn, *slice, until, *root);
  txn.commit();
  known_size_ = until;
  known_root_ = *root;
  return SliceOutcome{until, head};
}

Result<void> Slicer::fold(const eventstore::Snapshot& snapshot, std::span<ViewSlice*> lagging,
                          TreeSize until) {
  const Position from{lagging.front()->stored.checkpoint.size.value};
  Result<void> outcome;
  auto scanned = snapshot.scan(from, until, [&](Position, const eventstore::Record& record) {
    auto event = event_of(record);
    if (event) {
      outcome = add_rows(snapshot, std::move(*event), lagging);
    } else {
      outcome = pass(event);
    }
    return outcome.has_value();
  });
  if (!scanned) return scanned;
  return outcome;
}

Result<void> Slicer::add_rows(const eventstore::Snapshot& snapshot, eventstore::Event event,
                              std::span<ViewSlice*> lagging) {
  const RowKey key = row_key(event.header.stream.text(), event.placement.position);
  auto fold = folds_.append(snapshot, std::move(event));
  if (!fold) return pass(fold);
  if (*fold == nullptr) return {};
  const auto views = (*fold)->views();
  for (ViewSlice* slice : lagging) {
    const auto at = std::ranges::find(views, slice->view);
    if (at == views.end()) continue;
    eventstore::Words row = (*fold)->row(static_cast<std::size_t>(at - views.begin()));
    Hash& digest = slice->stored.checkpoint.digest;
    digest = proof::sha256({digest.bytes, key, bytes_of(row)});
    slice->rows.emplace_back(key, std::move(row));
  }
  return {};
}

void Slicer::write(lmdb::WriteTransaction& txn, ViewSlice& slice, TreeSize until,
                   const Hash& root) const {
  // Neighbours in the table one after the other touch each page once.
  std::ranges::sort(slice.rows, {}, &std::pair<RowKey, eventstore::Words>::first);
  const auto& [rows, digests] = tables_.slot(*slice.view, slice.stored.slot);
  for (const auto& [key, row] : slice.rows) txn.put(rows, key, bytes_of(row));
  ViewCheckpoint& checkpoint = slice.stored.checkpoint;
  checkpoint.size = until;
  checkpoint.root = root;
  if (until.value % kDigestEvery == 0) txn.put(digests, until.value, checkpoint.digest.bytes);
  tables_.write(txn, *slice.view, line_, slice.stored);
}

}  // namespace probity::projections
