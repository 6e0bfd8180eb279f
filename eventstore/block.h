// Blocks: the events of one slice of a commit, one LMDB value, behind the position of the first.
// Layout in FORMAT.md.
//
// A block is read without trust: whatever bytes it holds, reading answers kCorrupt and never looks
// beyond them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "eventstore/base/limits.h"
#include "eventstore/base/result.h"
#include "eventstore/event.h"

namespace probity::eventstore {

/// A block ends before it passes this, unless a single record does.
inline constexpr std::size_t kBlockWords = 1'048'576 / sizeof(std::uint64_t);

/// A block as it lies in the ledger; valid as long as its bytes.
class BlockView {
 public:
  BlockView() = default;
  /// Checks the count and the room for the offsets; each record is checked when it is read.
  static Result<BlockView> parse(WordsView value);

  [[nodiscard]] std::size_t count() const { return count_; }
  /// kCorrupt unless the record ends where the next one begins. `i` < count().
  [[nodiscard]] Result<Record> record(std::size_t i) const;
  /// Whether the record is the first of the request that it was appended with.
  [[nodiscard]] bool begins_request(std::size_t i) const;

 private:
  [[nodiscard]] std::uint32_t entry(std::size_t i) const;
  [[nodiscard]] std::size_t offset(std::size_t i) const;
  WordsView words_;
  std::size_t count_ = 0;
};

/// Records one after the other, as they will lie in blocks. Kept from batch to batch, so that it
/// allocates seldom.
class RecordBuffer {
 public:
  void clear();
  /// Encodes one event behind the others and gives the words of its envelope, valid until the next
  /// append.
  WordsView append(const Header& header, const Placement& placement, const Salt& salt,
                   WordsView payload, const Hash& payload_digest, bool begins_request);
  /// Copies a record as it is.
  void append(const Record& record, bool begins_request);
  /// Keeps the first `count` records.
  void truncate(std::size_t count);

  [[nodiscard]] std::size_t count() const { return begins_.size(); }
  [[nodiscard]] Record record(std::size_t i) const;
  [[nodiscard]] bool begins_request(std::size_t i) const { return requests_[i]; }

  /// How many records from `first` on belong into one block.
  [[nodiscard]] std::size_t slice(std::size_t first) const;
  /// The size in bytes of a block of `count` records from `first` on, and its bytes.
  [[nodiscard]] std::size_t block_bytes(std::size_t first, std::size_t count) const;
  void write_block(std::size_t first, std::size_t count, std::span<std::uint8_t> out) const;

 private:
  [[nodiscard]] std::size_t end(std::size_t i) const;
  void finish(std::size_t begin, std::size_t envelope_words, const Salt& salt, WordsView payload,
              bool begins_request);
  Words words_;
  std::vector<std::size_t> begins_;  // word offset of each record
  std::vector<bool> requests_;       // whether it begins a request
};

}  // namespace probity::eventstore
