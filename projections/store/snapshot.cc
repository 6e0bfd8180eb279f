#include "projections/store/snapshot.h"

#include <algorithm>
#include <cstring>

namespace probity::projections {
namespace {

namespace lmdb = eventstore::lmdb;
using eventstore::WordsView;

/// Stands the cursor on the last row at or before `at` of that stream; whether there is one.
bool seek_newest(lmdb::Cursor& cursor, std::string_view stream, Position at) {
  const RowKey key = row_key(stream, at);
  const bool beyond = cursor.seek(key);
  if (beyond && std::ranges::equal(cursor.key(), key)) return true;
  if (!(beyond ? cursor.previous() : cursor.last())) return false;
  return parse_row_key(cursor.key()).stream == stream;
}

}  // namespace

TableSnapshot::TableSnapshot(std::shared_ptr<ViewTables> tables) : tables_(std::move(tables)) {
  if (!tables_) return;
  txn_.emplace(tables_->environment().read());
  for (const ViewDefinition& view : all_views()) {
    const auto stored = tables_->read(*txn_, view, Line::kInForce);
    if (stored) views_[view.name] = {stored->checkpoint, tables_->slot(view, stored->slot)};
  }
}

const TableSnapshot::InForce* TableSnapshot::find(std::string_view view) const {
  const auto found = views_.find(view);
  return found == views_.end() ? nullptr : &found->second;
}

std::optional<ViewCheckpoint> TableSnapshot::checkpoint(std::string_view view) const {
  const InForce* found = find(view);
  if (found == nullptr) return std::nullopt;
  return found->checkpoint;
}

WordsView TableSnapshot::row(std::string_view view, const StreamId& stream, Position at) const {
  const InForce* found = find(view);
  if (found == nullptr) return {};
  auto cursor = txn_->cursor(found->slot.rows);
  if (!seek_newest(cursor, stream.text(), at)) return {};
  return words_of(cursor.value());
}

void TableSnapshot::each(std::string_view view, Position at,
                         const std::function<void(std::string_view, WordsView)>& row) const {
  const InForce* found = find(view);
  if (found == nullptr) return;
  auto cursor = txn_->cursor(found->slot.rows);
  bool there = cursor.first();
  while (there) {
    const std::string stream(parse_row_key(cursor.key()).stream);
    if (seek_newest(cursor, stream, at)) row(stream, words_of(cursor.value()));
    // On to the next stream, past whatever is newer of this one.
    there = cursor.seek(row_key(stream, kLastPosition));
  }
}

std::vector<std::pair<TreeSize, Hash>> TableSnapshot::digests(std::string_view view) const {
  std::vector<std::pair<TreeSize, Hash>> out;
  const InForce* found = find(view);
  if (found == nullptr) return out;
  auto cursor = txn_->cursor(found->slot.digests);
  for (bool there = cursor.first(); there; there = cursor.next()) {
    Hash digest;
    if (cursor.value().size() != digest.bytes.size()) continue;
    std::memcpy(digest.bytes.data(), cursor.value().data(), digest.bytes.size());
    out.emplace_back(TreeSize{cursor.key_u64()}, digest);
  }
  return out;
}

}  // namespace probity::projections
