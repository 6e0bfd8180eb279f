#include "eventstore/log.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "eventstore/proof/hash.h"

namespace probity::eventstore {
namespace {

constexpr std::uint64_t kOnlyRow = 0;
constexpr const char* kMeta = "meta";
// In the order of LogTables.
const std::array<lmdb::TableName, 5> kTables{{{"blocks", lmdb::KeyKind::kU64},
                                              {"tiles", lmdb::KeyKind::kU64},
                                              {"checkpoints", lmdb::KeyKind::kU64},
                                              {"head", lmdb::KeyKind::kU64},
                                              {kMeta, lmdb::KeyKind::kU64}}};

std::unexpected<Error> not_a_ledger(const std::filesystem::path& log) {
  return fail(ErrorKind::kMalformed, "not a ledger: there is no log in it",
              "name a ledger's folder; `probity init` makes one", log.parent_path().string());
}

Result<std::unique_ptr<lmdb::Environment>> open_environment(const std::filesystem::path& folder,
                                                            bool read_only) {
  try {
    return lmdb::Environment::open(folder, {.read_only = read_only});
  } catch (const lmdb::StorageFault& fault) {
    // LMDB does not know its own file.
    if (fault.error().kind == ErrorKind::kCorrupt) return not_a_ledger(folder);
    throw;
  }
}

/// What the file is, before anything else is made of it; tables are looked for and never made.
Result<LogMeta> read_meta(lmdb::Environment& environment, const std::filesystem::path& folder) {
  const auto table = environment.existing(kMeta, lmdb::KeyKind::kU64);
  if (!table) return not_a_ledger(folder);
  const lmdb::Transaction transaction = environment.read();
  const auto row = transaction.get(*table, kOnlyRow);
  return decode_meta(row ? words_of(*row) : WordsView{});
}

/// At open, before anything is built on them: the head's root is that of its peaks, and the blocks
/// end where it does.
Result<void> check_head(lmdb::Environment& environment, const LogTables& tables) {
  const lmdb::Transaction transaction = environment.read();
  LogView view(transaction, tables);
  const auto head = view.head();
  if (!head) return std::unexpected(head.error());
  if (head->root != head->peaks.root()) {
    return fail(ErrorKind::kCorrupt,
                "the ledger's head contradicts itself: its root is not that of its peaks");
  }
  const auto end = view.end_of_blocks();
  if (!end) return std::unexpected(end.error());
  if (*end != head->size()) {
    return fail(ErrorKind::kCorrupt,
                fmt::format("the ledger's head says {} events, its blocks hold {}",
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
  const auto made = *environment->tables(kTables);
  const LogTables tables{made[0], made[1], made[2], made[3], made[4]};
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
  auto environment = open_environment(folder, read_only);
  if (!environment) return pass(environment);
  auto meta = read_meta(**environment, folder);
  if (!meta) return pass(meta);
  std::array<lmdb::Table, kTables.size()> found;
  for (std::size_t i = 0; i < kTables.size(); ++i) {
    const auto table = (*environment)->existing(kTables[i].name, kTables[i].kind);
    if (!table)
      return fail(ErrorKind::kCorrupt,
                  fmt::format("the log lacks its table `{}`", kTables[i].name));
    found[i] = *table;
  }
  const LogTables tables{found[0], found[1], found[2], found[3], found[4]};
  if (auto checked = check_head(**environment, tables); !checked) return pass(checked);
  return std::unique_ptr<Log>(new Log(std::move(*environment), tables, std::move(*meta)));
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
    return position >= last_read_.first &&
           position.value - last_read_.first.value < last_read_.block.count();
  };
  if (holds()) return last_read_;
  // The first block that begins at the position, else the one before that.
  bool found = blocks_.seek(position.value);
  if (!found || blocks_.key_u64() != position.value)
    found = found ? blocks_.previous() : blocks_.last();
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
      return fail(ErrorKind::kCorrupt,
                  fmt::format("the event at position {} is missing", at.value));
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
