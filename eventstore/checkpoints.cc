#include "eventstore/checkpoints.h"

#include <fmt/format.h>

#include <array>
#include <cstring>

#include "eventstore/base/limits.h"

namespace probity::eventstore {
namespace {

constexpr std::size_t kWord = sizeof(std::uint64_t);
using RowHead = std::array<std::uint64_t, 3>;  // size, bytes of the name, bytes of the note

std::unexpected<Error> damaged(std::uint64_t number) {
  return fail(ErrorKind::kCorrupt, fmt::format("the kept checkpoint {} cannot be read", number));
}

Result<KeptCheckpoint> decode(std::uint64_t number, lmdb::Bytes row) {
  RowHead head;
  if (row.size() < sizeof head) return damaged(number);
  std::memcpy(head.data(), row.data(), sizeof head);
  const auto [size, name_bytes, note_bytes] = head;
  const std::size_t text_bytes = row.size() - sizeof head;
  if (name_bytes > limits::kCheckpointNameBytes || note_bytes > text_bytes ||
      (name_bytes + note_bytes + kWord - 1) / kWord * kWord != text_bytes) {
    return damaged(number);
  }
  const auto* text = reinterpret_cast<const char*>(row.data()) + sizeof head;
  for (std::size_t i = name_bytes + note_bytes; i < text_bytes; ++i) {
    if (text[i] != 0) return damaged(number);
  }
  return KeptCheckpoint{.number = number,
                        .size = TreeSize{size},
                        .name = std::string(text, name_bytes),
                        .note = std::string(text + name_bytes, note_bytes)};
}

Result<void> check_next(const std::vector<KeptCheckpoint>& kept, TreeSize log_size, TreeSize size,
                        std::string_view name) {
  if (size > log_size) {
    return fail(ErrorKind::kConflict, fmt::format("the ledger has {} events, the checkpoint {}",
                                                  log_size.value, size.value));
  }
  for (const KeptCheckpoint& other : kept) {
    if (!name.empty() && other.name == name) {
      return fail(
          ErrorKind::kConflict,
          fmt::format("the checkpoint of {} events is called {} already", other.size.value, name),
          "choose another name");
    }
    if (other.size > size) {
      return fail(ErrorKind::kConflict,
                  fmt::format("a checkpoint of {} events is kept already", other.size.value));
    }
  }
  return {};
}

}  // namespace

Result<std::vector<KeptCheckpoint>> read_checkpoints(const lmdb::Transaction& transaction,
                                                     const LogTables& tables) {
  std::vector<KeptCheckpoint> kept;
  lmdb::Cursor cursor = transaction.cursor(tables.checkpoints);
  for (bool found = cursor.first(); found; found = cursor.next()) {
    if (cursor.key_u64() != kept.size()) return damaged(kept.size());
    auto checkpoint = decode(cursor.key_u64(), cursor.value());
    if (!checkpoint) return pass(checkpoint);
    kept.push_back(std::move(*checkpoint));
  }
  return kept;
}

Result<void> add_checkpoint(lmdb::WriteTransaction& transaction, const LogTables& tables,
                            TreeSize log_size, TreeSize size, std::string_view name,
                            std::string_view note) {
  if (name.size() > limits::kCheckpointNameBytes) {
    return fail(ErrorKind::kTooLarge, fmt::format("a checkpoint's name has at most {} bytes",
                                                  limits::kCheckpointNameBytes));
  }
  const auto kept = read_checkpoints(transaction, tables);
  if (!kept) return std::unexpected(kept.error());
  if (auto checked = check_next(*kept, log_size, size, name); !checked) return checked;
  std::vector<std::uint64_t> row{size.value, name.size(), note.size()};
  row.resize(row.size() + (name.size() + note.size() + kWord - 1) / kWord);
  auto* text = reinterpret_cast<char*>(row.data() + RowHead{}.size());
  std::memcpy(text, name.data(), name.size());
  std::memcpy(text + name.size(), note.data(), note.size());
  transaction.append(tables.checkpoints, kept->size(), bytes_of(row));
  return {};
}

}  // namespace probity::eventstore
