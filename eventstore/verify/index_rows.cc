#include "eventstore/verify/index_rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "eventstore/base/limits.h"
#include "eventstore/base/text.h"
#include "eventstore/id_filter.h"

namespace probity::eventstore::verify {
namespace {

constexpr std::size_t kWord = sizeof(std::uint64_t);

/// Every row of a table whose keys are bytes. Throws where they do not ascend: a damaged tree of
/// pages may lead in circles.
template <class Each>
void each_row(const lmdb::Transaction& transaction, lmdb::Table table, Each each) {
  lmdb::Cursor cursor = transaction.cursor(table);
  lmdb::Bytes before;
  for (bool found = cursor.first(); found; found = cursor.next()) {
    if (!before.empty() && !std::ranges::lexicographical_compare(before, cursor.key())) {
      throw lmdb::StorageFault({ErrorKind::kCorrupt, "its rows are out of order", "", ""});
    }
    before = cursor.key();
    each(cursor.key(), cursor.value());
  }
}

std::uint64_t word_at(lmdb::Bytes bytes, std::size_t at) {
  std::uint64_t word = 0;
  std::memcpy(&word, bytes.data() + at, sizeof word);
  return word;
}

std::uint64_t big_endian(lmdb::Bytes bytes) {
  std::uint64_t number = 0;
  for (const std::uint8_t byte : bytes) number = number << 8 | byte;
  return number;
}

/// The name in a key that is padded with zeros to whole words; nothing where it is not.
std::optional<std::string_view> name_of(lmdb::Bytes key) {
  const std::string_view padded(reinterpret_cast<const char*>(key.data()), key.size());
  const std::string_view name = padded.substr(0, padded.find('\0'));
  const std::string_view padding = padded.substr(name.size());
  const bool zero = padding.find_first_not_of('\0') == std::string_view::npos;
  if (name.empty() || name.size() > limits::kStreamBytes || !zero || padding.size() >= kWord) {
    return std::nullopt;
  }
  return name;
}

/// The smallest power of two of rows with room for so many ids (id_filter.h).
std::uint64_t filter_rows(TreeSize ids) {
  std::uint64_t rows = 1;
  while (rows * kFilterRowBlocks * kFilterBlockIds < ids.value) rows *= 2;
  return rows;
}

std::optional<EventId> id_of(lmdb::Bytes key) {
  EventId id;
  if (key.size() != id.bytes.size()) return std::nullopt;
  std::ranges::copy(key, id.bytes.begin());
  return id;
}

}  // namespace

void IndexRows::add(std::string_view table, std::string key, std::optional<Position> position,
                    std::string expected, std::string found, std::string sentence) {
  findings_.add({FindingKind::kInconsistent, fmt::format("index/{}", table), std::move(key),
                 position, std::move(expected), std::move(found),
                 fmt::format("{}; {}", sentence, kIndexRemedy)});
}

void IndexRows::check_filter() {
  const std::uint64_t rows = filter_rows(expected_.size());
  bool sound = true;
  lmdb::Cursor cursor = index_.cursor(tables_.filter);
  std::uint64_t count = 0;
  for (bool found = cursor.first(); found && count <= rows; found = cursor.next(), ++count) {
    if (cursor.key().size() != kWord || cursor.key_u64() != count) sound = false;
    if (cursor.value().size() != kFilterRowBytes) sound = false;
    if (sound) filter_.push_back(words_of(cursor.value()).data());
  }
  if (sound && count == rows) return;
  filter_.clear();
  add("filter", {}, std::nullopt, fmt::format("{} rows of {} bytes", rows, kFilterRowBytes),
      count > rows ? "more" : fmt::format("{} rows, or others", count),
      "the index's filter has other rows than it should");
}

bool IndexRows::in_filter(const EventId& id) {
  if (filter_.empty()) return true;  // it was told of already
  const FilterBits bits(id);
  const std::uint64_t block = bits.block(filter_.size());
  return bits.are_set(std::span<const std::uint64_t, kFilterBlockWords>(
      filter_[block / kFilterRowBlocks] + block % kFilterRowBlocks * kFilterBlockWords,
      kFilterBlockWords));
}

void IndexRows::check_ids() {
  IdSum sum = expected_.empty_sum();
  each_row(index_, tables_.ids, [&](lmdb::Bytes key, lmdb::Bytes value) {
    const auto id = id_of(key);
    if (!id || value.size() != kWord) {
      add("ids", to_hex(key), std::nullopt, "16 bytes with 8", "others",
          "the index has a row for an id that is none");
      return;
    }
    const Position position{word_at(value, 0)};
    sum.add(*id, position);
    if (in_filter(*id)) return;
    add("filter", to_text(*id), position, "8 bits set", "not all of them",
        fmt::format("the index's filter denies the event at position {}", position.value));
  });
  if (sum == expected_.ids()) return;
  const std::uint64_t before = findings_.total();
  find_the_id_that_differs();
  if (findings_.total() == before) find_the_id_too_many();
  if (findings_.total() > before) return;
  add("ids", {}, std::nullopt, fmt::format("{} ids", expected_.ids().count()),
      fmt::format("{} ids", sum.count()), "the index has other ids than the log");
}

/// Event by event: done only where there is one to be found.
void IndexRows::find_the_id_that_differs() {
  const auto look = [&](Position position, const Record& record) {
    const auto envelope = EnvelopeView::over(record.envelope);
    if (!envelope) return true;
    const EventId id = envelope->id();
    const auto row = index_.get(tables_.ids, lmdb::Bytes(id.bytes));
    if (row && row->size() == kWord && word_at(*row, 0) == position.value) return true;
    add("ids", to_text(id), position, fmt::format("position {}", position.value),
        row && row->size() == kWord ? fmt::format("position {}", word_at(*row, 0)) : "nothing",
        fmt::format("the index does not lead to the event at position {}", position.value));
    return false;
  };
  (void)log_.scan(Position{0}, expected_.size(), look);
}

void IndexRows::find_the_id_too_many() {
  bool told = false;
  each_row(index_, tables_.ids, [&](lmdb::Bytes key, lmdb::Bytes value) {
    const auto id = id_of(key);
    if (told || !id || value.size() != kWord) return;
    const Position position{word_at(value, 0)};
    if (position.value < expected_.size().value) {
      const auto record = log_.record(position);
      const auto envelope = record ? EnvelopeView::over(record->envelope) : std::nullopt;
      if (!envelope || envelope->id() == *id) return;
    }
    told = true;
    add("ids", to_text(*id), position, "no such row", fmt::format("position {}", position.value),
        fmt::format("the index has an id for position {} that is not that event's",
                    position.value));
  });
}

void IndexRows::check_streams() {
  std::vector<bool> seen(expected_.heads().count());
  std::uint64_t right = 0;
  each_row(index_, tables_.streams, [&](lmdb::Bytes key, lmdb::Bytes value) {
    right += check_stream_row(key, value, seen) ? 1 : 0;
  });
  if (right == seen.size()) return;
  for (std::uint32_t stream = 0; stream < seen.size(); ++stream) {
    if (seen[stream]) continue;
    const StreamHead& head = expected_.heads().head(stream);
    add("streams", std::string(expected_.heads().name(stream)), head.last,
        fmt::format("position {}", head.last.value), "nothing",
        fmt::format("the index lacks the stream {}", expected_.heads().name(stream)));
  }
}

bool IndexRows::check_stream_row(lmdb::Bytes key, lmdb::Bytes value, std::vector<bool>& seen) {
  const auto name = name_of(key);
  const std::uint32_t stream = name ? expected_.heads().find(*name) : StreamHeads::kNone;
  if (stream == StreamHeads::kNone) {
    add("streams", to_hex(key), std::nullopt, "no such row", fmt::format("{} bytes", value.size()),
        "the index has a stream that the log does not have");
    return false;
  }
  seen[stream] = true;
  const StreamHead& head = expected_.heads().head(stream);
  constexpr std::size_t kRowBytes = 2 * kWord + sizeof(Hash);
  if (value.size() == kRowBytes && word_at(value, 0) == head.last.value &&
      word_at(value, kWord) == head.version.value &&
      std::ranges::equal(value.subspan(2 * kWord), head.leaf.bytes)) {
    return true;
  }
  add("streams", std::string(*name), head.last,
      fmt::format("position {}, version {}, leaf {}", head.last.value, head.version.value,
                  to_hex(head.leaf.bytes)),
      value.size() == kRowBytes
          ? fmt::format("position {}, version {}, leaf {}", word_at(value, 0),
                        word_at(value, kWord), to_hex(value.subspan(2 * kWord)))
          : fmt::format("{} bytes", value.size()),
      fmt::format("the index has another head of the stream {}", *name));
  return false;
}

void IndexRows::check_markers() {
  std::vector<Position> marked;
  each_row(index_, tables_.markers, [&](lmdb::Bytes key, lmdb::Bytes value) {
    if (const auto position = check_marker_row(key, value)) marked.push_back(*position);
  });
  std::ranges::sort(marked);
  const auto [expected, found] = std::ranges::mismatch(expected_.marked(), marked);
  if (expected == expected_.marked().end()) return;
  add("markers", {}, *expected, fmt::format("position {}", expected->value), "nothing",
      fmt::format("the index does not mark the event at position {}", expected->value));
}

/// The position of a row that is right.
std::optional<Position> IndexRows::check_marker_row(lmdb::Bytes key, lmdb::Bytes value) {
  const auto name = key.size() > kWord ? name_of(key.first(key.size() - kWord)) : std::nullopt;
  if (name && value.size() == kWord) {
    const Position position{word_at(value, 0)};
    const std::uint64_t version = big_endian(key.last(kWord)) * kMarkedVersions;
    if (position.value < expected_.size().value) {
      const auto record = log_.record(position);
      const auto envelope = record ? EnvelopeView::over(record->envelope) : std::nullopt;
      if (envelope && envelope->stream() == *name && envelope->version().value == version) {
        return position;
      }
    }
  }
  add("markers", to_hex(key), std::nullopt, "a marked version of a stream",
      value.size() == kWord ? fmt::format("position {}", word_at(value, 0))
                            : fmt::format("{} bytes", value.size()),
      name ? fmt::format("the index has a marker of the stream {} that is not the log's", *name)
           : "the index has a marker of no stream");
  return std::nullopt;
}

}  // namespace probity::eventstore::verify
