#include "eventstore/tiles.h"

#include <fmt/format.h>

#include <cstring>
#include <optional>

#include "eventstore/base/limits.h"
#include "eventstore/proof/hash.h"

namespace probity::eventstore {
namespace {

lmdb::Bytes bytes_of_hashes(std::span<const Hash> hashes) {
  static_assert(sizeof(Hash) == 32);
  return {reinterpret_cast<const std::uint8_t*>(hashes.data()), hashes.size_bytes()};
}

/// Hashes [begin, begin + count) of a stored tile; nothing if the tile is not there or too short.
std::optional<std::vector<Hash>> stored_hashes(const lmdb::Transaction& transaction,
                                               const LogTables& tables, unsigned level,
                                               std::uint64_t begin, std::size_t count) {
  const auto row = transaction.get(tables.tiles, tile_key(level, begin / limits::kTileHashes));
  const std::size_t offset = (begin % limits::kTileHashes) * sizeof(Hash);
  if (!row || row->size() < offset + count * sizeof(Hash)) return std::nullopt;
  std::vector<Hash> hashes(count);
  std::memcpy(hashes.data(), row->data() + offset, count * sizeof(Hash));
  return hashes;
}

std::unexpected<Error> missing_tile(unsigned level, std::uint64_t number) {
  return fail(ErrorKind::kCorrupt,
              fmt::format("tile {} of level {} is missing or cut short", number, level));
}

}  // namespace

Result<std::vector<Hash>> read_leaves(LogView& log, TreeSize size, Position from, TreeSize to) {
  const std::uint64_t tiled =
      size.value - size.value % limits::kTileHashes;  // leaves in full tiles
  std::vector<Hash> leaves;
  std::uint64_t at = from.value;
  while (at < to.value && at < tiled) {
    const std::uint64_t tile_end = at - at % limits::kTileHashes + limits::kTileHashes;
    const std::uint64_t end = std::min(to.value, tile_end);
    const auto hashes = stored_hashes(log.transaction(), log.tables(), 0, at, end - at);
    if (!hashes) return missing_tile(0, at / limits::kTileHashes);
    leaves.insert(leaves.end(), hashes->begin(), hashes->end());
    at = end;
  }
  auto scanned = log.scan(Position{at}, to, [&](Position, const Record& record) {
    leaves.push_back(proof::leaf_hash(bytes_of(record.envelope)));
    return true;
  });
  if (!scanned) return pass(scanned);
  return leaves;
}

Result<Hash> subtree_root(LogView& log, TreeSize log_size, unsigned height, std::uint64_t begin) {
  const unsigned level = height / kTileHeight;
  const std::size_t count = std::size_t{1} << (height % kTileHeight);
  if (level == 0) {
    auto leaves = read_leaves(log, log_size, Position{begin}, TreeSize{begin + count});
    if (!leaves) return pass(leaves);
    return fold_perfect(*leaves);
  }
  const std::uint64_t first = begin >> (level * kTileHeight);
  auto hashes = stored_hashes(log.transaction(), log.tables(), level, first, count);
  if (!hashes) return missing_tile(level, first / limits::kTileHashes);
  return fold_perfect(*hashes);
}

Result<Hash> tree_root(LogView& log, TreeSize log_size, TreeSize size) {
  if (size > log_size) {
    return fail(ErrorKind::kNotFound,
                fmt::format("the ledger has {} events, not {}", log_size.value, size.value));
  }
  LogTree tree(log, log_size);
  return proof::tree_root(tree, size);
}

Result<void> TileWriter::begin(LogView& log, TreeSize size) {
  const std::size_t open = size.value % limits::kTileHashes;
  if (size_ == size && open_.size() == open) return {};
  auto leaves = read_leaves(log, size, Position{size.value - open}, size);
  if (!leaves) return pass(leaves);
  size_ = size;
  open_ = std::move(*leaves);
  return {};
}

void TileWriter::append(lmdb::WriteTransaction& transaction, const LogTables& tables,
                        unsigned level, TreeSize size, std::span<const Hash> hashes) {
  const std::uint64_t before = size.value >> (level * kTileHeight);  // hashes of the level
  std::uint64_t number = before / limits::kTileHashes;
  std::vector<Hash> open;
  if (level == 0) {
    open = std::move(open_);
  } else if (const std::size_t stored = before % limits::kTileHashes; stored > 0) {
    auto read = stored_hashes(transaction, tables, level, before - stored, stored);
    if (!read) throw lmdb::StorageFault(missing_tile(level, number).error());
    open = std::move(*read);
  }
  for (const Hash& hash : hashes) {
    open.push_back(hash);
    if (open.size() < limits::kTileHashes) continue;
    transaction.put(tables.tiles, tile_key(level, number), bytes_of_hashes(open));
    open.clear();
    ++number;
  }
  if (level == 0) {
    size_.value = size.value + hashes.size();
    open_ = std::move(open);
  } else if (!open.empty()) {
    transaction.put(tables.tiles, tile_key(level, number), bytes_of_hashes(open));
  }
}

void TileWriter::forget() {
  size_ = {};
  open_.clear();
}

}  // namespace probity::eventstore
