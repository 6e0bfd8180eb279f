#include "eventstore/log.h"

#include <fmt/format.h>

#include <algorithm>

#include "eventstore/proof/hash.h"

namespace probity::eventstore {
namespace {

constexpr std::uint64_t kOnlyRow = 0;
constexpr const char* kBlocks = "blocks";
constexpr const char* kTiles = "tiles";
constexpr const char* kCheckpoints = "checkpoints";
constexpr const char* kHead = "head";
constexpr const char* kMeta = "meta";

std::unexpected<Error> not_a_ledger(const std::filesystem::path& log) {
  return fail(ErrorKind::kMalformed, "not a ledger: there is no log in it",
              "name a ledger's folder; `probity init` makes one", log.parent_path().string());
}

/// At open, before anything is built on them: the head's root is that of its peaks, and the blocks end where it does.
Result<void> check_head(lmdb::Environment& environment, const LogTables& tables) {
  const lmdb::Transaction transaction = environment.read();
  LogView view(transaction, tables);
  const auto head = view.head();
  if (!head) return std::unexpected(head.error());
  if (head->root != head->peaks.root()) {
    return fail(ErrorKind::kCorrupt, "the ledger's head contradicts itself: its root is not that of its peaks");
  }
  const auto end = view.end_of_blocks();
  if (!end) return std::unexpected(end.error());
  if (*end != head->size()) {
    return fail(ErrorKind::kCorrupt, fmt::format("the ledger's head says {} events, its blocks hold {}",
                                                 head->size().value, end->value));
  }
  return {};
}

}  // namespace

void write_head(lmdb::WriteTransaction& transaction, const LogTables& tables, const LogHead& head) {
  transaction.put(tables.head, kOnlyRow, bytes_of(encode_head(head)));
}

Log::Log(std::unique_ptr<lmdb::Environment> environment, const LogTables& tables, LogMeta meta)
    : environment_(std::move(environment)), tables_(tables), meta_(std::move(meta)) {}

std::unique_ptr<Log> Log::create(const std::filesystem::path& folder, const LogMeta& meta) {
  auto environment = lmdb::Environment::open(folder, {.create = true});
  const auto make = [&](const char* name) { return *environment->table(name, lmdb::KeyKind::kU64); };
  const LogTables tables{make(kBlocks), make(kTiles), make(kCheckpoints), make(kHead), make(kMeta)};
  lmdb::WriteTransaction transaction = environment->write();
  LogHead empty;
  empty.root = empty.peaks.root();
  transaction.put(tables.meta, kOnlyRow, bytes_of(encode_meta(meta)));
  write_head(transaction, tables, empty);
  transaction.commit();
  return std::unique_ptr<Log>(new Log(std::move(environment), tables, meta));
}

Result<std::unique_ptr<Log>> Log::open(const std::filesystem::path& folder, bool read_only) {
  if (!std::filesystem::is_regular_file(folder / "data.mdb")) return not_a_ledger(folder);
  auto environment = lmdb::Environment::open(folder, {.read_only = read_only});
  // What the file is, before anything else is made of it; tables are looked for and never made.
  const auto meta_table = environment->existing(kMeta, lmdb::KeyKind::kU64);
  if (!meta_table) return not_a_ledger(folder);
  LogMeta meta;
  {
    const lmdb::Transaction transaction = environment->read();
    const auto row = transaction.get(*meta_table, kOnlyRow);
    auto decoded = decode_meta(row ? words_of(*row) : WordsView{});
    if (!decoded) return pass(decoded);
    meta = std::move(*decoded);
  }
  LogTables tables{.meta = *meta_table};
  const std::pair<const char*, lmdb::Table*> others[] = {{kBlocks, &tables.blocks},
                                                         {kTiles, &tables.tiles},
                                                         {kCheckpoints, &tables.checkpoints},
                                                         {kHead, &tables.head}};
  for (const auto& [name, table] : others) {
    const auto found = environment->existing(name, lmdb::KeyKind::kU64);
    if (!found) return fail(ErrorKind::kCorrupt, fmt::format("the log lacks its table `{}`", name));
    *table = *found;
  }
  if (auto checked = check_head(*environment, tables); !checked) return pass(checked);
  return std::unique_ptr<Log>(new Log(std::move(environment), tables, std::move(meta)));
}

LogView::LogView(const lmdb::Transaction& transaction, const LogTables& tables)
    : transaction_(transaction), tables_(tables), blocks_(transaction.cursor(tables.blocks)) {}

Result<LogHead> LogView::head() const {
  const auto row = transaction_.get(tables_.head, kOnlyRow);
  if (!row) return fail(ErrorKind::kCorrupt, "the ledger has no head");
  return decode_head(words_of(*row));
}

/// Reads the block that the cursor stands on.
Result<void> LogView::take_block() {
  last_read_ = {};
  auto parsed = BlockView::parse(words_of(blocks_.value()));
  if (!parsed) return pass(parsed);
  last_read_ = {Position{blocks_.key_u64()}, *parsed};
  return {};
}

Result<LogView::Block> LogView::block(Position position) {
  const auto holds = [&] {
    return position >= last_read_.first && position.value - last_read_.first.value < last_read_.block.count();
  };
  if (holds()) return last_read_;
  // The first block that begins at the position, else the one before that.
  bool found = blocks_.seek(position.value);
  if (!found || blocks_.key_u64() != position.value) found = found ? blocks_.previous() : blocks_.last();
  if (found) {
    if (auto taken = take_block(); !taken) return pass(taken);
    if (holds()) return last_read_;
  }
  return fail(ErrorKind::kNotFound, fmt::format("no event at position {}", position.value));
}

Result<Record> LogView::record(Position position) {
  const auto found = block(position);
  if (!found) return std::unexpected(found.error());
  return found->block.record(position.value - found->first.value);
}

Result<bool> LogView::begins_request(Position position) {
  const auto found = block(position);
  if (!found) return std::unexpected(found.error());
  return found->block.begins_request(position.value - found->first.value);
}

Result<Hash> LogView::leaf(Position position) {
  const auto found = record(position);
  if (!found) return std::unexpected(found.error());
  return proof::leaf_hash(bytes_of(found->envelope));
}

Result<void> LogView::scan(Position from, TreeSize to,
                           const std::function<bool(Position, const Record&)>& each) {
  Position at = from;
  while (at.value < to.value) {
    // A copy: `each` may read other events through this view.
    const auto found = block(at);
    if (!found && found.error().kind != ErrorKind::kNotFound) return std::unexpected(found.error());
    if (!found) {
      return fail(ErrorKind::kCorrupt, fmt::format("the event at position {} is missing", at.value));
    }
    const std::uint64_t end = std::min(to.value, found->first.value + found->block.count());
    for (; at.value < end; ++at.value) {
      const auto record = found->block.record(at.value - found->first.value);
      if (!record) return std::unexpected(record.error());
      if (!each(at, *record)) return {};
    }
    // The next block is the next entry; where it is not, block() looks for it and names the gap.
    if (at.value < to.value && blocks_.next()) {
      if (auto taken = take_block(); !taken) return taken;
    }
  }
  return {};
}

Result<TreeSize> LogView::end_of_blocks() {
  if (!blocks_.last()) return TreeSize{0};
  if (auto taken = take_block(); !taken) return pass(taken);
  return TreeSize{last_read_.first.value + last_read_.block.count()};
}

}  // namespace probity::eventstore
