#include "eventstore/block.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "eventstore/envelope.h"

namespace probity::eventstore {
namespace {

// record = u32 envelope words | u32 payload words | 16-byte salt | envelope words | payload words
constexpr std::size_t kRecordHeadWords = 3;
// An entry of the offset table: word offset from the value's begin; the highest bit marks the first
// of a request.
constexpr std::uint32_t kBeginsRequest = 1U << 31;

constexpr std::size_t head_words(std::size_t count) { return (1 + count + 1) / 2; }

std::unexpected<Error> no_block(std::string_view why) {
  return fail(ErrorKind::kCorrupt, fmt::format("the bytes stored are no block of events: {}", why));
}

}  // namespace

Result<BlockView> BlockView::parse(WordsView value) {
  if (value.empty()) return no_block("they are empty");
  std::uint32_t count = 0;
  std::memcpy(&count, value.data(), sizeof count);
  if (count == 0 || count > limits::kBlockEvents) {
    return no_block(fmt::format("they count {} events", count));
  }
  if (value.size() < head_words(count)) return no_block("the offsets are cut short");
  BlockView view;
  view.words_ = value;
  view.count_ = count;
  if (view.offset(0) != head_words(count)) return no_block("the first record is out of place");
  return view;
}

std::uint32_t BlockView::entry(std::size_t i) const {
  std::uint32_t entry = 0;
  std::memcpy(&entry, bytes_of(words_).data() + (1 + i) * sizeof entry, sizeof entry);
  return entry;
}

std::size_t BlockView::offset(std::size_t i) const {
  return i == count_ ? words_.size() : entry(i) & ~kBeginsRequest;
}

bool BlockView::begins_request(std::size_t i) const { return (entry(i) & kBeginsRequest) != 0; }

Result<Record> BlockView::record(std::size_t i) const {
  const std::size_t begin = offset(i);
  const std::size_t end = offset(i + 1);
  if (begin > end || end > words_.size() || end - begin < kRecordHeadWords) {
    return no_block("a record is cut short");
  }
  std::uint32_t sizes[2];
  std::memcpy(sizes, &words_[begin], sizeof sizes);
  const std::size_t envelope_words = sizes[0];
  const std::size_t payload_words = sizes[1];
  if (kRecordHeadWords + envelope_words + payload_words != end - begin) {
    return no_block("a record's size is not the room it has");
  }
  Record record;
  std::memcpy(record.salt.bytes.data(), &words_[begin + 1], record.salt.bytes.size());
  record.envelope = words_.subspan(begin + kRecordHeadWords, envelope_words);
  record.payload = words_.subspan(begin + kRecordHeadWords + envelope_words, payload_words);
  return record;
}

void RecordBuffer::clear() { truncate(0); }

void RecordBuffer::truncate(std::size_t count) {
  if (count < begins_.size()) words_.resize(begins_[count]);
  begins_.resize(std::min(count, begins_.size()));
  requests_.resize(begins_.size());
}

std::size_t RecordBuffer::end(std::size_t i) const {
  return i + 1 < begins_.size() ? begins_[i + 1] : words_.size();
}

void RecordBuffer::finish(std::size_t begin, std::size_t envelope_words, const Salt& salt,
                          WordsView payload, bool begins_request) {
  const std::uint32_t sizes[2] = {static_cast<std::uint32_t>(envelope_words),
                                  static_cast<std::uint32_t>(payload.size())};
  std::memcpy(&words_[begin], sizes, sizeof sizes);
  std::memcpy(&words_[begin + 1], salt.bytes.data(), salt.bytes.size());
  words_.insert(words_.end(), payload.begin(), payload.end());
  begins_.push_back(begin);
  requests_.push_back(begins_request);
}

WordsView RecordBuffer::append(const Header& header, const Placement& placement, const Salt& salt,
                               WordsView payload, const Hash& payload_digest, bool begins_request) {
  const std::size_t begin = words_.size();
  words_.resize(begin + kRecordHeadWords);
  append_envelope(words_, header, placement, payload_digest);
  const std::size_t envelope_words = words_.size() - begin - kRecordHeadWords;
  finish(begin, envelope_words, salt, payload, begins_request);
  return WordsView(words_).subspan(begin + kRecordHeadWords, envelope_words);
}

void RecordBuffer::append(const Record& record, bool begins_request) {
  const std::size_t begin = words_.size();
  words_.resize(begin + kRecordHeadWords);
  words_.insert(words_.end(), record.envelope.begin(), record.envelope.end());
  finish(begin, record.envelope.size(), record.salt, record.payload, begins_request);
}

Record RecordBuffer::record(std::size_t i) const {
  const std::size_t begin = begins_[i];
  std::uint32_t sizes[2];
  std::memcpy(sizes, &words_[begin], sizeof sizes);
  Record record;
  std::memcpy(record.salt.bytes.data(), &words_[begin + 1], record.salt.bytes.size());
  record.envelope = WordsView(words_).subspan(begin + kRecordHeadWords, sizes[0]);
  record.payload = WordsView(words_).subspan(begin + kRecordHeadWords + sizes[0], sizes[1]);
  return record;
}

std::size_t RecordBuffer::slice(std::size_t first) const {
  std::size_t count = 1;
  while (count < limits::kBlockEvents && first + count < begins_.size() &&
         end(first + count) - begins_[first] <= kBlockWords) {
    ++count;
  }
  return count;
}

std::size_t RecordBuffer::block_bytes(std::size_t first, std::size_t count) const {
  return (head_words(count) + end(first + count - 1) - begins_[first]) * sizeof(std::uint64_t);
}

void RecordBuffer::write_block(std::size_t first, std::size_t count,
                               std::span<std::uint8_t> out) const {
  // As offsets are at most limits::kBlockEvents, they fit the stack; what is not used pads the last
  // word with zero.
  std::array<std::uint32_t, limits::kBlockEvents + 2> head{};
  head[0] = static_cast<std::uint32_t>(count);
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t offset = head_words(count) + begins_[first + i] - begins_[first];
    head[1 + i] = static_cast<std::uint32_t>(offset) | (requests_[first + i] ? kBeginsRequest : 0U);
  }
  const std::size_t head_bytes = head_words(count) * sizeof(std::uint64_t);
  std::memcpy(out.data(), head.data(), head_bytes);
  std::memcpy(out.data() + head_bytes, words_.data() + begins_[first], out.size() - head_bytes);
}

}  // namespace probity::eventstore
