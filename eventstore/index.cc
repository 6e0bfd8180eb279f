#include "eventstore/index.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <unordered_map>
#include <vector>

#include "eventstore/id_filter.h"

namespace probity::eventstore {
namespace {

const std::array<lmdb::TableName, 5> kTables{{{"ids", lmdb::KeyKind::kBytes},
                                              {"filter", lmdb::KeyKind::kU64},
                                              {"streams", lmdb::KeyKind::kBytes},
                                              {"markers", lmdb::KeyKind::kBytes},
                                              {"checkpoint", lmdb::KeyKind::kU64}}};
constexpr std::uint64_t kOnlyRow = 0;
constexpr std::uint64_t kIndexVersion = 2;
constexpr std::size_t kWord = sizeof(std::uint64_t);

using CheckpointRow = std::array<std::uint64_t, 2 + sizeof(Hash) / kWord>;  // version, size, root
using HeadRow = std::array<std::uint64_t, 2 + sizeof(Hash) / kWord>;  // position, version, leaf

template <class Row>
lmdb::Bytes bytes_of_row(const Row& row) {
  return {reinterpret_cast<const std::uint8_t*>(row.data()), row.size() * kWord};
}

/// A stream's name, zero-padded to whole words; sorts as the name does. With a number: its
/// big-endian bytes behind.
class StreamKey {
 public:
  explicit StreamKey(std::string_view stream) : size_((stream.size() + kWord - 1) / kWord * kWord) {
    std::memcpy(bytes_.data(), stream.data(), stream.size());
  }
  StreamKey(std::string_view stream, std::uint64_t number) : StreamKey(stream) {
    for (std::size_t i = 0; i < kWord; ++i) {
      bytes_[size_ + i] = static_cast<std::uint8_t>(number >> (8 * (kWord - 1 - i)));
    }
    size_ += kWord;
  }
  [[nodiscard]] lmdb::Bytes bytes() const { return {bytes_.data(), size_}; }

 private:
  std::array<std::uint8_t, limits::kStreamBytes + 2 * kWord> bytes_{};
  std::size_t size_;
};

std::uint64_t last_number(lmdb::Bytes key) {
  std::uint64_t number = 0;
  for (const std::uint8_t byte : key.last(kWord)) number = (number << 8) | byte;
  return number;
}

std::unexpected<Error> damaged() {
  return fail(ErrorKind::kCorrupt, "the ledger's index is damaged",
              "remove the folder index/ of the ledger: it is made again from the log");
}

std::optional<StreamHead> head_of_row(lmdb::Bytes value) {
  HeadRow row;
  if (value.size() != sizeof row) return std::nullopt;
  std::memcpy(row.data(), value.data(), sizeof row);
  StreamHead head{Position{row[0]}, StreamVersion{row[1]}, {}};
  std::memcpy(head.leaf.bytes.data(), &row[2], head.leaf.bytes.size());
  return head;
}

std::optional<Position> position_of_row(lmdb::Bytes value) {
  std::uint64_t position = 0;
  if (value.size() != sizeof position) return std::nullopt;
  std::memcpy(&position, value.data(), sizeof position);
  return Position{position};
}

void put_position(lmdb::WriteTransaction& transaction, lmdb::Table table, lmdb::Bytes key,
                  Position position) {
  const std::array<std::uint64_t, 1> row{position.value};
  transaction.put(table, key, bytes_of_row(row));
}

void put_checkpoint(lmdb::WriteTransaction& transaction, const IndexTables& tables,
                    const IndexCheckpoint& checkpoint) {
  CheckpointRow row{kIndexVersion, checkpoint.size.value};
  std::memcpy(&row[2], checkpoint.root.bytes.data(), checkpoint.root.bytes.size());
  transaction.put(tables.checkpoint, kOnlyRow, bytes_of_row(row));
}

}  // namespace

std::span<const lmdb::TableName> index_tables() { return kTables; }

std::optional<IndexCheckpoint> IndexView::checkpoint() const {
  const auto value = transaction_.get(tables_.checkpoint, kOnlyRow);
  CheckpointRow row;
  if (!value || value->size() != sizeof row) return std::nullopt;
  std::memcpy(row.data(), value->data(), sizeof row);
  if (row[0] != kIndexVersion) return std::nullopt;
  IndexCheckpoint checkpoint{TreeSize{row[1]}, {}};
  std::memcpy(checkpoint.root.bytes.data(), &row[2], checkpoint.root.bytes.size());
  return checkpoint;
}

/// A row that is missing or of another size tells nothing, and the id is looked for.
bool IndexView::may_hold(const EventId& id) const {
  if (filter_.empty()) filter_.resize(transaction_.count(tables_.filter));
  if (!std::has_single_bit(filter_.size())) return true;
  const FilterBits bits(id);
  const std::uint64_t block = bits.block(filter_.size());
  const std::uint64_t*& row = filter_[block / kFilterRowBlocks];
  if (row == nullptr) {
    const auto value = transaction_.get(tables_.filter, block / kFilterRowBlocks);
    if (!value || value->size() != kFilterRowBytes) return true;
    row = words_of(*value).data();
  }
  return bits.are_set(std::span<const std::uint64_t, kFilterBlockWords>(
      row + block % kFilterRowBlocks * kFilterBlockWords, kFilterBlockWords));
}

Result<std::optional<Position>> IndexView::find(const EventId& id) const {
  if (!may_hold(id)) return std::nullopt;
  const auto value = transaction_.get(tables_.ids, lmdb::Bytes(id.bytes));
  if (!value) return std::nullopt;
  const auto position = position_of_row(*value);
  if (!position) return damaged();
  return position;
}

Result<std::optional<StreamHead>> IndexView::head(std::string_view stream) const {
  const auto value = transaction_.get(tables_.streams, StreamKey(stream).bytes());
  if (!value) return std::nullopt;
  const auto head = head_of_row(*value);
  if (!head) return damaged();
  return head;
}

Result<std::optional<std::pair<Position, StreamVersion>>> IndexView::marker(std::string_view stream,
                                                                            Position at) const {
  const StreamKey name(stream);
  const StreamKey first(stream, 0);
  lmdb::Cursor cursor = transaction_.cursor(tables_.markers);
  for (bool found = cursor.seek(first.bytes()); found; found = cursor.next()) {
    const lmdb::Bytes key = cursor.key();
    if (key.size() != first.bytes().size() ||
        !std::ranges::equal(key.first(name.bytes().size()), name.bytes())) {
      break;
    }
    const auto position = position_of_row(cursor.value());
    if (!position) return damaged();
    if (*position >= at)
      return std::pair(*position, StreamVersion{last_number(key) * kMarkedVersions});
  }
  return std::nullopt;
}

Result<void> IndexView::each_stream(
    std::string_view prefix,
    const std::function<void(std::string_view, const StreamHead&)>& each) const {
  lmdb::Cursor cursor = transaction_.cursor(tables_.streams);
  const lmdb::Bytes first(reinterpret_cast<const std::uint8_t*>(prefix.data()), prefix.size());
  for (bool found = prefix.empty() ? cursor.first() : cursor.seek(first); found;
       found = cursor.next()) {
    const auto head = head_of_row(cursor.value());
    if (!head) return damaged();
    std::string_view name(reinterpret_cast<const char*>(cursor.key().data()), cursor.key().size());
    name = name.substr(0, name.find('\0'));
    if (!name.starts_with(prefix)) break;
    each(name, *head);
  }
  return {};
}

std::unique_ptr<Index> Index::open(const std::filesystem::path& folder, bool read_only) {
  if (read_only && !std::filesystem::exists(folder / "data.mdb")) return nullptr;
  auto environment =
      lmdb::Environment::open(folder, {.read_only = read_only, .create = !read_only});
  const auto found = environment->tables(kTables);
  if (!found) return nullptr;
  const IndexTables tables{(*found)[0], (*found)[1], (*found)[2], (*found)[3], (*found)[4]};
  return std::unique_ptr<Index>(new Index(std::move(environment), tables));
}

void Index::write(const Tail& tail, TreeSize to, const Hash& root) {
  lmdb::WriteTransaction transaction = environment_->write();
  const auto checkpoint = IndexView(transaction, tables_).checkpoint();
  const TreeSize from = checkpoint ? checkpoint->size : TreeSize{0};
  if (from >= to || from < tail.from()) return;
  write_ids(transaction, tail, from, to);
  write_filter(transaction, tail, from, to);
  write_streams(transaction, tail, from, to);
  put_checkpoint(transaction, tables_, {to, root});
  transaction.commit();
}

void Index::write_ids(lmdb::WriteTransaction& transaction, const Tail& tail, TreeSize from,
                      TreeSize to) {
  // In the order of the keys, so that neighbours meet on one page.
  std::vector<std::pair<EventId, Position>> ids;
  ids.reserve(to.value - from.value);
  for (Position at{from.value}; at.value < to.value; ++at.value)
    ids.emplace_back(tail.entry(at).id, at);
  std::ranges::sort(ids);
  for (const auto& [id, position] : ids) {
    put_position(transaction, tables_.ids, lmdb::Bytes(id.bytes), position);
  }
}

void Index::write_filter(lmdb::WriteTransaction& transaction, const Tail& tail, TreeSize from,
                         TreeSize to) {
  std::vector<std::uint64_t> words;
  const std::uint64_t rows = transaction.count(tables_.filter);
  words.reserve(rows * kFilterRowWords);
  for (std::uint64_t i = 0; i < rows; ++i) {
    const auto row = transaction.get(tables_.filter, i);
    if (!row || row->size() != kFilterRowBytes) throw lmdb::StorageFault(damaged().error());
    words.insert(words.end(), words_of(*row).begin(), words_of(*row).end());
  }
  IdFilter filter(std::move(words));
  filter.make_room(to.value);
  for (Position at{from.value}; at.value < to.value; ++at.value) filter.add(tail.entry(at).id);
  for (std::uint64_t i = 0; i < filter.rows(); ++i) {
    transaction.put(tables_.filter, i, bytes_of(filter.row(i)));
  }
}

void Index::write_streams(lmdb::WriteTransaction& transaction, const Tail& tail, TreeSize from,
                          TreeSize to) {
  std::unordered_map<std::uint32_t, Position> last;
  for (Position at{from.value}; at.value < to.value; ++at.value) {
    const Tail::Entry& entry = tail.entry(at);
    last[entry.stream] = at;
    if (entry.version.value % kMarkedVersions == 0) {
      const StreamKey key(tail.stream_name(entry.stream), entry.version.value / kMarkedVersions);
      put_position(transaction, tables_.markers, key.bytes(), at);
    }
  }
  std::vector<std::pair<std::string_view, Position>> heads;
  heads.reserve(last.size());
  for (const auto& [stream, at] : last) heads.emplace_back(tail.stream_name(stream), at);
  std::ranges::sort(heads);
  for (const auto& [name, at] : heads) {
    const Tail::Entry& entry = tail.entry(at);
    HeadRow row{at.value, entry.version.value};
    std::memcpy(&row[2], entry.leaf.bytes.data(), entry.leaf.bytes.size());
    transaction.put(tables_.streams, StreamKey(name).bytes(), bytes_of_row(row));
  }
}

void Index::clear() {
  lmdb::WriteTransaction transaction = environment_->write();
  for (const lmdb::Table table :
       {tables_.ids, tables_.filter, tables_.streams, tables_.markers, tables_.checkpoint}) {
    transaction.clear(table);
  }
  transaction.commit();
}

}  // namespace probity::eventstore
