#include "projections/store/view_tables.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "eventstore/proof/hash.h"

namespace probity::projections {
namespace {

namespace lmdb = eventstore::lmdb;

constexpr std::uint64_t kStoreFormat = 2;
constexpr std::size_t kWord = 8;
constexpr std::size_t kHashBytes = 32;
constexpr std::size_t kLineBytes = 2 * 4 + 8 + 2 * kHashBytes;
constexpr std::size_t kStreamsLineBytes = 8 + kHashBytes;

void put_big_endian(std::vector<std::uint8_t>& out, std::uint64_t value) {
  for (int shift = 56; shift >= 0; shift -= 8) {
    out.push_back(static_cast<std::uint8_t>(value >> shift));
  }
}

RowKey padded(std::string_view name) {
  RowKey key(name.begin(), name.end());
  key.resize((key.size() + kWord - 1) / kWord * kWord);
  return key;
}

RowKey line_key(const ViewDefinition& view, Line line) {
  RowKey key = padded(view.name);
  put_big_endian(key, static_cast<std::uint64_t>(line));
  return key;
}

template <class T>
T take(lmdb::Bytes& bytes) {
  T value;
  std::memcpy(&value, bytes.data(), sizeof value);
  bytes = bytes.subspan(sizeof value);
  return value;
}

template <class T>
void put(std::vector<std::uint8_t>& out, const T& value) {
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(&value);
  out.insert(out.end(), bytes, bytes + sizeof value);
}

[[noreturn]] void throw_damaged(std::string what) {
  throw lmdb::StorageFault(Error{ErrorKind::kCorrupt, std::move(what), {}, {}});
}

}  // namespace

RowKey row_key(std::string_view stream, Position position) {
  RowKey key;
  key.reserve(stream.size() + 2 * kWord);
  key.assign(stream.begin(), stream.end());
  key.resize((key.size() + kWord - 1) / kWord * kWord);
  put_big_endian(key, std::min(position, kLastPosition).value);
  return key;
}

ParsedRowKey parse_row_key(lmdb::Bytes key) {
  if (key.size() < 2 * kWord) throw_damaged("a stream's name in the views cannot be read");
  const auto name = key.first(key.size() - kWord);
  std::string_view stream(reinterpret_cast<const char*>(name.data()), name.size());
  stream = stream.substr(0, stream.find('\0'));
  std::uint64_t position = 0;
  for (const std::uint8_t byte : key.last(kWord)) position = position << 8 | byte;
  return {stream, Position{position}};
}

eventstore::WordsView words_of(lmdb::Bytes value) {
  return {reinterpret_cast<const std::uint64_t*>(value.data()), value.size() / kWord};
}

lmdb::Bytes bytes_of(eventstore::WordsView words) {
  return {reinterpret_cast<const std::uint8_t*>(words.data()), words.size_bytes()};
}

Hash first_digest(const ViewDefinition& view) {
  std::array<std::uint8_t, 4> version{};
  for (std::size_t i = 0; i < version.size(); ++i) {
    version[i] = static_cast<std::uint8_t>(view.version >> (8 * i));
  }
  const proof::Bytes name(reinterpret_cast<const std::uint8_t*>(view.name.data()),
                          view.name.size());
  return proof::sha256({name, version});
}

std::shared_ptr<ViewTables> ViewTables::open(const std::filesystem::path& folder, bool read_only) {
  std::shared_ptr<ViewTables> tables(new ViewTables);
  lmdb::EnvironmentOptions options;
  options.read_only = read_only;
  options.create = !read_only;
  options.tables = static_cast<unsigned>(all_views().size() * 4 + 2);
  tables->environment_ = lmdb::Environment::open(folder, options);
  if (!tables->open_tables()) return nullptr;
  tables->check_format(read_only);
  return tables;
}

bool ViewTables::open_tables() {
  std::vector<lmdb::TableName> names{{"meta", lmdb::KeyKind::kBytes},
                                     {"streams", lmdb::KeyKind::kBytes}};
  for (const ViewDefinition& view : all_views()) {
    for (int slot = 0; slot < 2; ++slot) {
      names.push_back({fmt::format("rows.{}.{}", view.name, slot), lmdb::KeyKind::kU64});
      names.push_back({fmt::format("digests.{}.{}", view.name, slot), lmdb::KeyKind::kU64});
    }
  }
  const auto tables = environment_->tables(names);
  if (!tables) return false;
  auto next = tables->begin();
  meta_ = *next++;
  streams_ = *next++;
  for (const ViewDefinition& view : all_views()) {
    for (Slot& slot : slots_[view.name]) {
      slot.rows = *next++;
      slot.digests = *next++;
    }
  }
  return true;
}

void ViewTables::check_format(bool read_only) {
  const RowKey key = padded("format");
  {
    const auto txn = environment_->read();
    if (const auto found = txn.get(meta_, key)) {
      if (words_of(*found).size() == 1 && words_of(*found)[0] == kStoreFormat) return;
      throw_damaged("the views are of another format");
    }
  }
  if (read_only) throw_damaged("the views have no format");
  auto txn = environment_->write();
  txn.put(meta_, key, bytes_of({&kStoreFormat, 1}));
  txn.commit();
}

const ViewTables::Slot& ViewTables::slot(const ViewDefinition& view, std::uint32_t slot) const {
  return slots_.at(view.name)[slot];
}

std::optional<StoredCheckpoint> ViewTables::read(const lmdb::Transaction& txn,
                                                 const ViewDefinition& view, Line line) const {
  auto bytes = txn.get(meta_, line_key(view, line));
  if (!bytes) return std::nullopt;
  if (bytes->size() != kLineBytes) throw_damaged("a view's checkpoint cannot be read");
  StoredCheckpoint stored;
  stored.checkpoint.version = take<std::uint32_t>(*bytes);
  stored.slot = take<std::uint32_t>(*bytes);
  stored.checkpoint.size = take<TreeSize>(*bytes);
  stored.checkpoint.root = take<Hash>(*bytes);
  stored.checkpoint.digest = take<Hash>(*bytes);
  if (stored.slot > 1) throw_damaged("a view's checkpoint cannot be read");
  if (stored.checkpoint.version != view.version) return std::nullopt;
  return stored;
}

void ViewTables::write(lmdb::WriteTransaction& txn, const ViewDefinition& view, Line line,
                       const StoredCheckpoint& stored) const {
  std::vector<std::uint8_t> value;
  put(value, stored.checkpoint.version);
  put(value, stored.slot);
  put(value, stored.checkpoint.size);
  put(value, stored.checkpoint.root);
  put(value, stored.checkpoint.digest);
  txn.put(meta_, line_key(view, line), value);
}

void ViewTables::erase(lmdb::WriteTransaction& txn, const ViewDefinition& view, Line line) const {
  txn.erase(meta_, line_key(view, line));
}

std::optional<StreamsCheckpoint> ViewTables::read_streams(const lmdb::Transaction& txn) const {
  auto bytes = txn.get(meta_, padded("streams"));
  if (!bytes) return std::nullopt;
  if (bytes->size() != kStreamsLineBytes) throw_damaged("the views' streams cannot be read");
  StreamsCheckpoint checkpoint;
  checkpoint.size = take<TreeSize>(*bytes);
  checkpoint.root = take<Hash>(*bytes);
  return checkpoint;
}

void ViewTables::write_streams(lmdb::WriteTransaction& txn,
                               const StreamsCheckpoint& checkpoint) const {
  std::vector<std::uint8_t> value;
  put(value, checkpoint.size);
  put(value, checkpoint.root);
  txn.put(meta_, padded("streams"), value);
}

}  // namespace probity::projections
