#include "projections/store/snapshot.h"

#include <algorithm>
#include <cstring>

namespace probity::projections {
namespace {

namespace lmdb = eventstore::lmdb;
using eventstore::WordsView;

/// Stands the cursor on the stream's last event at or before `at`; whether there is one.
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

/// The newest that the view has come to: `streams` may be ahead of it.
Position TableSnapshot::InForce::newest(Position at) const {
  return Position{std::min(at.value, checkpoint.size.value - 1)};
}

WordsView TableSnapshot::row(std::string_view view, const StreamId& stream, Position at) const {
  const InForce* found = find(view);
  if (found == nullptr || found->checkpoint.size.value == 0) return {};
  auto cursor = txn_->cursor(tables_->streams());
  if (!seek_newest(cursor, stream.text(), found->newest(at))) return {};
  const auto words = txn_->get(found->slot.rows, parse_row_key(cursor.key()).position.value);
  return words ? words_of(*words) : WordsView{};
}

void TableSnapshot::each(std::string_view view, Position at,
                         const std::function<void(std::string_view, WordsView)>& row) const {
  const InForce* found = find(view);
  if (found == nullptr || found->checkpoint.size.value == 0) return;
  const Position newest = found->newest(at);
  std::string prefix(find_view(view)->category);
  if (!prefix.empty()) prefix += '/';
  auto cursor = txn_->cursor(tables_->streams());
  bool there = cursor.seek(row_key(prefix, Position{0}));
  while (there) {
    const std::string stream(parse_row_key(cursor.key()).stream);
    if (!stream.starts_with(prefix)) return;
    if (seek_newest(cursor, stream, newest)) {
      const Position position = parse_row_key(cursor.key()).position;
      if (const auto words = txn_->get(found->slot.rows, position.value)) {
        row(stream, words_of(*words));
      }
    }
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
