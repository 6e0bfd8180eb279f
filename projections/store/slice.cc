#include "projections/store/slice.h"

#include <algorithm>

#include "eventstore/proof/hash.h"

namespace probity::projections {
namespace {

namespace lmdb = eventstore::lmdb;

/// What a catch-up may hold of streams that it has folded; about 7 KiB each. A stream beyond it is
/// read again from the log for each of its events, so this is room for 100,000 of them.
constexpr std::size_t kFoldBytes = std::size_t{1} << 30;

/// Events of a slice: the more, the fewer times is a page written that holds names of many streams.
/// Other processes wait for as long as a slice takes.
constexpr std::uint64_t kSliceEvents = 16 * kDigestEvery;
/// Bytes of rows after which a slice ends at the next digest: what is not committed yet is memory.
constexpr std::size_t kSliceBytes = 64 << 20;

}  // namespace

Slicer::Slicer(const ViewTables& tables, const eventstore::Ledger& ledger,
               std::span<const ViewDefinition* const> views, Line line, TreeSize up_to)
    : tables_(tables),
      ledger_(ledger),
      views_(views),
      line_(line),
      up_to_(up_to),
      folds_(views, kFoldBytes),
      known_root_(proof::empty_root()) {}

Result<bool> Slicer::is_of_this_log(const eventstore::Snapshot& snapshot, TreeSize size,
                                    const Hash& root) {
  if (size > snapshot.head().size) return false;
  if (size != known_size_) {
    auto known = snapshot.root_at(size);
    if (!known) return pass(known);
    known_size_ = size;
    known_root_ = *known;
  }
  return root == known_root_;
}

/// Streams of another log take all views with them, but for those of which nothing is rebuilt yet.
Result<StreamsCheckpoint> Slicer::begin_streams(lmdb::WriteTransaction& txn,
                                                const eventstore::Snapshot& snapshot) {
  if (const auto stored = tables_.read_streams(txn)) {
    auto good = is_of_this_log(snapshot, stored->size, stored->root);
    if (!good) return pass(good);
    if (*good) return *stored;
  }
  txn.clear(tables_.streams());
  for (const ViewDefinition& view : all_views()) {
    tables_.erase(txn, view, Line::kInForce);
    const auto rebuilding = tables_.read(txn, view, Line::kRebuilding);
    if (rebuilding && rebuilding->checkpoint.size.value > 0) {
      tables_.erase(txn, view, Line::kRebuilding);
    }
  }
  return StreamsCheckpoint{{}, proof::empty_root()};
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
    if (stored) good = is_of_this_log(snapshot, stored->checkpoint.size, stored->checkpoint.root);
    if (!good) return pass(good);
    if (!*good) {
      auto fresh = restart(txn, *view);
      if (!fresh) return pass(fresh);
      stored = *fresh;
    }
    slices.push_back({view, *stored, tables_.slot(*view, stored->slot)});
  }
  return slices;
}

Result<SliceOutcome> Slicer::run() {
  auto txn = tables_.environment().write();
  const auto snapshot = ledger_.snapshot();  // after the checkpoints: never behind them
  auto streams = begin_streams(txn, snapshot);
  if (!streams) return pass(streams);
  auto slices = begin(txn, snapshot);
  if (!slices) return pass(slices);
  const TreeSize head = std::min(snapshot.head().size, up_to_);
  TreeSize from = head;
  for (const ViewSlice& view : *slices) from = std::min(from, view.stored.checkpoint.size);
  if (from == head) return SliceOutcome{head, head};
  Slice slice{.txn = txn,
              .snapshot = snapshot,
              .lagging = {},
              .from = from,
              .until = std::min(head, TreeSize{from.value + kSliceEvents}),
              .names = streams->size == from,
              .streams = {},
              .row = {}};
  if (!slice.names) slice.until = std::min(slice.until, streams->size);
  for (ViewSlice& view : *slices) {
    if (view.stored.checkpoint.size == from) {
      slice.lagging.push_back(&view);
    } else {
      slice.until = std::min(slice.until, view.stored.checkpoint.size);
    }
  }
  if (auto folded = fold(slice); !folded) return pass(folded);
  auto root = snapshot.root_at(slice.until);
  if (!root) return pass(root);
  write(slice, *root);
  txn.commit();
  known_size_ = slice.until;
  known_root_ = *root;
  return SliceOutcome{slice.until, head};
}

Result<void> Slicer::fold(Slice& slice) {
  Result<void> outcome;
  const auto each = [&](Position position, const eventstore::Record& record) {
    auto event = event_of(record);
    outcome = event ? add_rows(slice, std::move(*event)) : pass(event);
    if (!outcome) return false;
    const std::uint64_t done = position.value + 1;
    if (done % kDigestEvery != 0) return true;
    for (const ViewSlice* view : slice.lagging) {
      slice.txn.put(view->slot.digests, done, view->stored.checkpoint.digest.bytes);
    }
    if (slice.bytes < kSliceBytes) return true;
    slice.until = TreeSize{done};
    return false;
  };
  auto scanned = slice.snapshot.scan(Position{slice.from.value}, slice.until, each);
  if (!scanned) return scanned;
  return outcome;
}

Result<void> Slicer::add_rows(Slice& slice, eventstore::Event&& event) {
  const Position position = event.placement.position;
  RowKey key = row_key(event.header.stream.text(), position);
  auto fold = folds_.append(slice.snapshot, std::move(event));
  if (!fold) return pass(fold);
  if (*fold != nullptr) {
    const auto views = (*fold)->views();
    for (ViewSlice* view : slice.lagging) {
      const auto at = std::ranges::find(views, view->view);
      if (at == views.end()) continue;
      (*fold)->row(static_cast<std::size_t>(at - views.begin()), slice.row);
      const auto row = bytes_of(slice.row);
      Hash& digest = view->stored.checkpoint.digest;
      digest = proof::sha256({digest.bytes, key, row});
      slice.txn.append(view->slot.rows, position.value, row);
      slice.bytes += row.size();
    }
  }
  if (slice.names) slice.streams.push_back(std::move(key));
  return {};
}

void Slicer::write(Slice& slice, const Hash& root) const {
  if (slice.names) {
    // Neighbours in the table one after the other touch each page once.
    std::ranges::sort(slice.streams);
    for (const RowKey& key : slice.streams) slice.txn.put(tables_.streams(), key, {});
    tables_.write_streams(slice.txn, {slice.until, root});
  }
  for (ViewSlice* view : slice.lagging) {
    view->stored.checkpoint.size = slice.until;
    view->stored.checkpoint.root = root;
    tables_.write(slice.txn, *view->view, line_, view->stored);
  }
}

}  // namespace probity::projections
