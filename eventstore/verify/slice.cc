#include "eventstore/verify/slice.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "eventstore/base/text.h"
#include "eventstore/block.h"
#include "eventstore/envelope.h"
#include "eventstore/hash_lanes.h"
#include "eventstore/tiles.h"
#include "eventstore/verify/block_form.h"
#include "eventstore/verify/envelope_form.h"
#include "eventstore/verify/stream_heads.h"
#include "eventstore/verify/tile_check.h"

namespace probity::eventstore::verify {
namespace {

constexpr std::uint8_t kLeafPrefix = 0x00;  // RFC 6962 section 2.1
// So many events are hashed together: enough to fill the lanes, few enough to be in the cache yet.
constexpr std::size_t kHashedTogether = limits::kBlockEvents;

class SliceReader {
 public:
  SliceReader(const lmdb::Transaction& transaction, const LogTables& tables, Slice& slice)
      : transaction_(transaction),
        tables_(tables),
        cursor_(transaction.cursor(tables.blocks)),
        slice_(slice) {}

  void read() {
    guarded("blocks", [&] { read_blocks(); });
    hash_pending();
    guarded("tiles", [&] { check_tiles(); });
  }

 private:
  /// What LMDB cannot read is a finding, and what was read before it is not lost.
  template <class Read>
  void guarded(std::string_view table, Read read) {
    try {
      read();
    } catch (const lmdb::StorageFault& fault) {
      slice_.findings.add(unreadable(table, fault.error(), Position{at()}));
    }
  }

  void read_blocks() {
    if (!go_to_first()) return;
    while (at() < slice_.to.value && take_block()) {
      const std::uint64_t end = block_end_;
      const bool more = cursor_.next();
      if (more && !follows(end)) break;
      if (!more && end < slice_.to.value) {
        missing(end, "nothing");
        break;
      }
    }
  }

  [[nodiscard]] std::uint64_t at() const { return slice_.from.value + slice_.events.size(); }

  void add(std::string key, Position position, std::string expected, std::string found,
           std::string sentence) {
    slice_.findings.add({FindingKind::kInconsistent, "blocks", std::move(key), position,
                         std::move(expected), std::move(found), std::move(sentence)});
  }

  void missing(std::uint64_t position, std::string found) {
    add(fmt::to_string(position), Position{position},
        fmt::format("a block with the event at position {}", position), std::move(found),
        fmt::format("the event at position {} is missing", position));
  }

  /// The block that holds the slice's first event.
  bool go_to_first() {
    bool found = cursor_.seek(at());
    if (!found || cursor_.key_u64() != at()) found = found ? cursor_.previous() : cursor_.last();
    if (found && cursor_.key().size() != sizeof(std::uint64_t)) {
      add(to_hex(cursor_.key()), Position{at()}, "a key of 8 bytes",
          fmt::format("one of {}", cursor_.key().size()), "a block has no position for its key");
      return false;
    }
    if (!found) missing(at(), "nothing");
    return found;
  }

  /// Whether the block that the cursor moved on to begins where the one before ended.
  bool follows(std::uint64_t end) {
    const std::uint64_t key = cursor_.key_u64();
    if (cursor_.key().size() == sizeof key && key == end) return true;
    if (cursor_.key().size() == sizeof key && key > end) {
      if (end < slice_.to.value) missing(end, fmt::format("the next block begins at {}", key));
      return false;
    }
    add(cursor_.key().size() == sizeof key ? fmt::to_string(key) : to_hex(cursor_.key()),
        Position{end}, fmt::format("a block that begins at position {}", end),
        fmt::format("one that begins at {}", key),
        fmt::format("a block lies where the one before it has not ended, at position {}", end));
    return false;
  }

  /// Checks the block under the cursor and takes what of it lies in the slice. False where it
  /// cannot be read on from here.
  bool take_block() {
    const std::uint64_t first = cursor_.key_u64();
    const WordsView value = words_of(cursor_.value());
    const auto block = BlockView::parse(value);
    if (!block) {
      broken(first, Position{at()}, block.error());
      return false;
    }
    block_end_ = first + block->count();
    if (block_end_ <= at()) {
      missing(at(), fmt::format("the block before it ends at {}", block_end_));
      return false;
    }
    if (first >= slice_.from.value) check_block(first, value, *block);
    while (at() < std::min(block_end_, slice_.to.value)) {
      const std::size_t i = at() - first;
      const auto record = block->record(i);
      if (!record) {
        broken(first, Position{at()}, record.error());
        return false;
      }
      take_record(*record, block->begins_request(i));
    }
    return true;
  }

  void broken(std::uint64_t first, Position position, const Error& error) {
    add(fmt::to_string(first), position, "a block of events", error.what,
        fmt::format("the event at position {} cannot be read: {}", position.value, error.what));
  }

  void check_block(std::uint64_t first, WordsView value, const BlockView& block) {
    ++slice_.blocks;
    const auto by_key = transaction_.get(tables_.blocks, first);
    if (!by_key || by_key->data() != cursor_.value().data()) {
      add(fmt::to_string(first), Position{first}, "the block that stands there",
          by_key ? "another one" : "nothing",
          fmt::format("the block at {} is not found by its key", first));
    }
    if (auto flaw = block_flaw(value, block); !flaw.empty()) {
      add(fmt::to_string(first), Position{first}, "a block as the format has it", flaw,
          fmt::format("the block at {} is not of the ledger's form: {}", first, flaw));
    }
  }

  void take_record(const Record& record, bool begins_request) {
    const Position position{at()};
    SliceEvent event{.envelope = EnvelopeView::over(record.envelope),
                     .payload = record.payload,
                     .leaf = {},
                     .begins_request = begins_request,
                     .absent = record.payload.empty() && record.salt == Salt{}};
    if (event.envelope) event.stream_hash = StreamHeads::hash_of(event.envelope->stream());
    check_envelope(position, record.envelope, event);
    pending_.push_back(record);
    slice_.events.push_back(event);
    if (pending_.size() == kHashedTogether) hash_pending();
  }

  void check_envelope(Position position, WordsView envelope, const SliceEvent& event) {
    if (const auto flaw = envelope_flaw(envelope); !flaw.empty()) {
      add(fmt::to_string(position.value), position, "an envelope in canonical form",
          std::string(flaw),
          fmt::format("the envelope of the event at position {} is none: {}", position.value,
                      flaw));
    }
    if (!event.envelope) return;
    // Of events that are all displaced alike, the first tells it.
    const std::uint64_t told = event.envelope->position().value;
    const std::uint64_t displaced = told - position.value;
    if (displaced != displaced_ && displaced != 0) {
      add(fmt::to_string(position.value), position, fmt::format("position {}", position.value),
          fmt::format("position {}", told),
          fmt::format("the event at position {} says that it is the one at {}", position.value,
                      told));
    }
    displaced_ = displaced;
  }

  /// Leaves and payload digests of the records read since the last time.
  void hash_pending() {
    messages_.clear();
    for (const Record& record : pending_) {
      messages_.push_back({proof::Bytes(&kLeafPrefix, 1), bytes_of(record.envelope)});
    }
    for (const Record& record : pending_) {
      messages_.push_back({record.salt.bytes, bytes_of(record.payload)});
    }
    digests_.resize(messages_.size());
    hash_many()(messages_, digests_);
    const std::size_t first = slice_.events.size() - pending_.size();
    for (std::size_t i = 0; i < pending_.size(); ++i) {
      slice_.events[first + i].leaf = digests_[i];
      slice_.leaves.push_back(digests_[i]);
      check_payload(slice_.events[first + i], Position{slice_.from.value + first + i},
                    digests_[pending_.size() + i]);
    }
    pending_.clear();
  }

  void check_payload(const SliceEvent& event, Position position, const Hash& digest) {
    if (!event.envelope || event.absent) return;
    const Hash said = event.envelope->payload_digest();
    if (said == digest && !event.payload.empty()) return;
    add(fmt::to_string(position.value), position, to_hex(said.bytes),
        event.payload.empty() ? "a salt without a payload" : to_hex(digest.bytes),
        fmt::format("the payload of the event at position {} is not the one that was recorded",
                    position.value));
  }

  /// Folds the leaves, all tiles of the slice together, and compares what is stored of them.
  void check_tiles() {
    const std::size_t tiles = slice_.leaves.size() / limits::kTileHashes;
    const std::span<const Hash> leaves(slice_.leaves);
    for (std::size_t i = 0; i < tiles; ++i) {
      check_tile(transaction_, tables_, 0, slice_.from.value / limits::kTileHashes + i,
                 leaves.subspan(i * limits::kTileHashes, limits::kTileHashes), slice_.findings);
    }
    slice_.tile_roots.assign(
        leaves.begin(), leaves.begin() + static_cast<std::ptrdiff_t>(tiles * limits::kTileHashes));
    for (unsigned height = 0; height < kTileHeight; ++height) {
      std::vector<Hash> nodes(slice_.tile_roots.size() / 2);
      proof::node_hashes(hash_many(), slice_.tile_roots, nodes);
      slice_.tile_roots = std::move(nodes);
    }
  }

  const lmdb::Transaction& transaction_;
  const LogTables& tables_;
  lmdb::Cursor cursor_;
  Slice& slice_;
  std::uint64_t block_end_ = 0;  // one past the last event of the block under the cursor
  std::uint64_t displaced_ = 0;  // how far the last event says that it is from its place
  std::vector<Record> pending_;
  std::vector<proof::Message> messages_;
  std::vector<Hash> digests_;
};

}  // namespace

Slice read_slice(const lmdb::Transaction& transaction, const LogTables& tables, Position from,
                 TreeSize to) {
  Slice slice{.from = from, .to = to, .events = {}, .leaves = {}, .tile_roots = {}, .findings = {}};
  slice.events.reserve(to.value - from.value);
  slice.leaves.reserve(to.value - from.value);
  SliceReader(transaction, tables, slice).read();
  return slice;
}

}  // namespace probity::eventstore::verify
