#include "eventstore/verify/log_shape.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "eventstore/base/text.h"
#include "eventstore/tiles.h"
#include "eventstore/verify/kept_checkpoints.h"
#include "eventstore/verify/recomputed_tree.h"
#include "eventstore/verify/tile_check.h"

namespace probity::eventstore::verify {
namespace {

constexpr std::uint64_t kOnlyRow = 0;
constexpr std::array<const char*, 5> kTables{"blocks", "tiles", "checkpoints", "head", "meta"};
constexpr std::size_t kNamesRead = 64;

void contradiction(Findings& findings, std::string table, std::string expected, std::string found,
                   std::string sentence, std::optional<Position> position = std::nullopt) {
  findings.add({FindingKind::kInconsistent,
                std::move(table),
                {},
                position,
                std::move(expected),
                std::move(found),
                std::move(sentence)});
}

/// As text where it is text: a name is whatever the file holds.
std::string shown(const std::string& name) {
  const bool printable = std::ranges::all_of(name, [](char c) { return c > ' ' && c <= '~'; });
  if (printable) return name;
  return "0x" + to_hex({reinterpret_cast<const std::uint8_t*>(name.data()), name.size()});
}

std::optional<LogTables> find_tables(lmdb::Environment& environment, Findings& findings) {
  for (const std::string& name : environment.table_names(kNamesRead)) {
    if (std::ranges::find(kTables, name) != kTables.end()) continue;
    contradiction(findings, shown(name), "no such table", "a table",
                  fmt::format("the log holds `{}`, which is no table of a log", shown(name)));
  }
  std::array<lmdb::Table, kTables.size()> found;
  bool all = true;
  for (std::size_t i = 0; i < kTables.size(); ++i) {
    if (const auto table = environment.existing(kTables[i], lmdb::KeyKind::kU64)) {
      found[i] = *table;
      continue;
    }
    contradiction(findings, kTables[i], "a table", "nothing",
                  fmt::format("the log lacks its table `{}`", kTables[i]));
    all = false;
  }
  if (!all) return std::nullopt;
  return LogTables{found[0], found[1], found[2], found[3], found[4]};
}

/// The one row of a table that has no other; extra ones are findings.
WordsView only_row(const lmdb::Transaction& transaction, lmdb::Table table, const char* name,
                   Findings& findings) {
  lmdb::Cursor cursor = transaction.cursor(table);
  for (bool found = cursor.first(); found; found = cursor.next()) {
    if (cursor.key().size() == sizeof kOnlyRow && cursor.key_u64() == kOnlyRow) continue;
    findings.add({FindingKind::kInconsistent, name, to_hex(cursor.key()), std::nullopt, "no row",
                  fmt::format("{} bytes", cursor.value().size()),
                  fmt::format("`{}` has a row too many", name)});
    if (findings.total() > kFindingsPerTable) break;
  }
  const auto row = transaction.get(table, kOnlyRow);
  return row ? words_of(*row) : WordsView{};
}

std::optional<LogMeta> check_meta(WordsView row, const std::optional<std::string>& origin,
                                  Findings& findings) {
  auto meta = decode_meta(row);
  if (!meta) {
    Finding finding = unreadable("meta", meta.error());
    // Of this format or none: then it is damaged, not foreign.
    if (meta.error().kind == ErrorKind::kCorrupt) finding.kind = FindingKind::kInconsistent;
    findings.add(std::move(finding));
    return std::nullopt;
  }
  if (!std::ranges::equal(encode_meta(*meta), row)) {
    contradiction(findings, "meta", "nothing behind the origin", "something",
                  "the ledger's description of itself holds more than it may");
  }
  if (origin && *origin != meta->origin) {
    contradiction(findings, "meta", *origin, meta->origin,
                  fmt::format("the ledger says that it is {}, not {}", meta->origin, *origin));
  }
  return std::move(*meta);
}

std::optional<LogHead> check_head(WordsView row, Findings& findings) {
  auto head = decode_head(row);
  if (!head) {
    contradiction(findings, "head", "size, time, root and peaks", head.error().what,
                  fmt::format("the ledger's head is none: {}", head.error().what));
    return std::nullopt;
  }
  if (const Hash root = head->peaks.root(); root != head->root) {
    contradiction(findings, "head", to_hex(root.bytes), to_hex(head->root.bytes),
                  "the ledger's head contradicts itself: its root is not that of its peaks");
  }
  if (head->size().value == 0 && head->recorded_at != Instant{}) {
    contradiction(findings, "head", "no time", to_text(head->recorded_at),
                  "the head of a ledger without events says when the last was recorded");
  }
  return std::move(*head);
}

/// One past the last event, as far as the last block says so.
TreeSize end_of_blocks(const lmdb::Transaction& transaction, const LogTables& tables) {
  lmdb::Cursor cursor = transaction.cursor(tables.blocks);
  if (!cursor.last()) return TreeSize{0};
  const auto block = BlockView::parse(words_of(cursor.value()));
  // A block that is none is met again where it is read.
  return TreeSize{cursor.key_u64() + (block ? block->count() : 1)};
}

/// What both say there is. Where they differ, the events that both know are still worth reading.
TreeSize agreed_size(const std::optional<LogHead>& head, TreeSize blocks, Findings& findings) {
  if (!head) return blocks;
  const TreeSize size = std::min(head->size(), blocks);
  if (head->size() != blocks) {
    contradiction(findings, "head", fmt::format("{} events", blocks.value),
                  fmt::format("{} events", head->size().value),
                  fmt::format("the ledger's head says {} events, its blocks hold {}",
                              head->size().value, blocks.value),
                  Position{size.value});
  }
  return size;
}

/// The tiles of a tree in the order of their keys.
class ExpectedTiles {
 public:
  explicit ExpectedTiles(TreeSize size) : size_(size) { skip_empty_levels(); }
  [[nodiscard]] bool at_end() const { return hashes() == 0; }
  [[nodiscard]] std::uint64_t key() const { return tile_key(level_, number_); }
  [[nodiscard]] std::size_t bytes() const {
    return std::min<std::uint64_t>(hashes() - number_ * limits::kTileHashes, limits::kTileHashes) *
           sizeof(Hash);
  }
  void next() {
    ++number_;
    skip_empty_levels();
  }

 private:
  /// Hashes of the level that are in tiles; 0 above the highest.
  [[nodiscard]] std::uint64_t hashes() const {
    if (level_ * kTileHeight >= 64) return 0;
    const std::uint64_t all = size_.value >> (level_ * kTileHeight);
    return level_ == 0 ? all - all % limits::kTileHashes : all;
  }
  void skip_empty_levels() {
    while (number_ * limits::kTileHashes >= hashes() && (level_ == 0 || hashes() > 0)) {
      ++level_;
      number_ = 0;
    }
  }
  TreeSize size_;
  unsigned level_ = 0;
  std::uint64_t number_ = 0;
};

std::string tile_name_of(lmdb::Bytes key_bytes, std::uint64_t key) {
  if (key_bytes.size() != sizeof key) return to_hex(key_bytes);
  return tile_name(static_cast<unsigned>(key >> 56), key & (~std::uint64_t{0} >> 8));
}

/// That there is no tile too many and that each is as long as it should be. One that is missing is
/// met where its hashes are compared.
void check_tile_keys(const lmdb::Transaction& transaction, const LogTables& tables, TreeSize size,
                     Findings& findings) {
  ExpectedTiles expected(size);
  lmdb::Cursor cursor = transaction.cursor(tables.tiles);
  std::uint64_t before = 0;
  for (bool found = cursor.first(); found; found = cursor.next()) {
    const std::uint64_t key = cursor.key_u64();
    const std::string name = tile_name_of(cursor.key(), key);
    while (!expected.at_end() && expected.key() < key) expected.next();
    const bool known =
        cursor.key().size() == sizeof key && !expected.at_end() && expected.key() == key;
    if (!known || cursor.value().size() != expected.bytes()) {
      findings.add({FindingKind::kInconsistent, "tiles", name, std::nullopt,
                    known ? fmt::format("{} bytes", expected.bytes()) : "no such tile",
                    fmt::format("{} bytes", cursor.value().size()),
                    known ? fmt::format("{} is not of its length", name)
                          : fmt::format("{} is one too many", name)});
    }
    // A tree of pages that leads in circles would not end.
    if (key < before) throw lmdb::StorageFault({ErrorKind::kCorrupt, "tiles out of order", "", ""});
    before = key;
    if (known) expected.next();
  }
}

}  // namespace

std::vector<std::vector<Hash>> read_open_tiles(const lmdb::Transaction& transaction,
                                               const LogTables& tables, TreeSize size) {
  std::vector<std::vector<Hash>> open;
  for (unsigned level = 1; level * kTileHeight < 64; ++level) {
    const std::uint64_t hashes = size.value >> (level * kTileHeight);
    if (hashes == 0) break;
    auto& tile = open.emplace_back();
    const auto row = transaction.get(tables.tiles, tile_key(level, hashes / limits::kTileHashes));
    if (!row) continue;
    tile.resize(std::min(open_tile_hashes(size, level), row->size() / sizeof(Hash)));
    if (!tile.empty()) std::memcpy(tile.data(), row->data(), tile.size() * sizeof(Hash));
  }
  return open;
}

std::optional<LogShape> read_shape(lmdb::Environment& environment, const Options& options,
                                   Findings& findings) {
  const auto tables = find_tables(environment, findings);
  if (!tables) return std::nullopt;
  const lmdb::Transaction transaction = environment.read();
  const auto meta =
      check_meta(only_row(transaction, tables->meta, "meta", findings), options.origin, findings);
  if (!meta) return std::nullopt;
  auto head = check_head(only_row(transaction, tables->head, "head", findings), findings);
  const TreeSize size = agreed_size(head, end_of_blocks(transaction, *tables), findings);
  check_tile_keys(transaction, *tables, size, findings);
  return LogShape{.tables = *tables,
                  .meta = *meta,
                  .head = std::move(head),
                  .size = size,
                  .blocks = transaction.count(tables->blocks),
                  .kept = check_kept(transaction, *tables, meta->origin, options.keys, findings),
                  .open_tiles = read_open_tiles(transaction, *tables, size)};
}

}  // namespace probity::eventstore::verify
