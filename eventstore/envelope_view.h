// An envelope read in place, at the offsets that FORMAT.md states: for scans that need a few fields
// of many events. Bounds checked, so that bytes that are no envelope give no text rather than a
// wrong read; decode_envelope() says what is wrong with them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string_view>

#include "eventstore/event.h"

namespace probity::eventstore {

class EnvelopeView {
 public:
  /// Nothing unless the words begin as an envelope does.
  static std::optional<EnvelopeView> over(WordsView words) {
    if (words.size() < kFixedWords || words[0] != kRootPointer) return std::nullopt;
    return EnvelopeView(words);
  }

  [[nodiscard]] Position position() const { return Position{words_[1]}; }
  [[nodiscard]] StreamVersion version() const { return StreamVersion{words_[2]}; }
  [[nodiscard]] Instant recorded_at() const {
    return Instant{static_cast<std::int64_t>(words_[3])};
  }
  [[nodiscard]] EventId id() const { return bytes_at<EventId>(4); }
  /// Nothing where the version is 1.
  [[nodiscard]] std::optional<Position> previous() const {
    if (words_[6] == ~std::uint64_t{0}) return std::nullopt;
    return Position{words_[6]};
  }
  [[nodiscard]] Hash previous_leaf() const { return bytes_at<Hash>(7); }
  [[nodiscard]] Hash payload_digest() const { return bytes_at<Hash>(11); }
  [[nodiscard]] Standing standing() const { return static_cast<Standing>(words_[23] & 0xFFFF); }
  [[nodiscard]] Marking marking() const {
    return static_cast<Marking>((words_[23] >> 16) & 0xFFFF);
  }
  [[nodiscard]] bool clock_held() const { return ((words_[23] >> 32) & 1) != 0; }

  /// Empty where there is none; no envelope that was accepted lacks one of these.
  [[nodiscard]] std::string_view stream() const { return text_at(26); }
  [[nodiscard]] std::string_view type() const { return text_at(27); }
  [[nodiscard]] std::string_view effective() const { return text_at(28); }
  [[nodiscard]] std::string_view actor() const { return text_at(29); }
  [[nodiscard]] std::string_view recorded_by() const { return text_at(30); }

 private:
  static constexpr std::size_t kDataWords = 23;
  static constexpr std::size_t kPointers = 7;
  static constexpr std::size_t kFixedWords = 1 + kDataWords + kPointers;
  // A struct pointer: offset 0, the sizes of the data and the pointer section.
  static constexpr std::uint64_t kRootPointer =
      (std::uint64_t{kPointers} << 48) | (std::uint64_t{kDataWords} << 32);

  explicit EnvelopeView(WordsView words) : words_(words) {}

  template <class Id>
  [[nodiscard]] Id bytes_at(std::size_t word) const {
    Id id;
    std::memcpy(id.bytes.data(), &words_[word], id.bytes.size());
    return id;
  }

  /// The text that a list pointer to bytes names: 2 bits kind (1), 30 bits signed offset from the
  /// pointer's end, 3 bits element size (2: a byte), 29 bits count, the closing NUL included.
  [[nodiscard]] std::string_view text_at(std::size_t word) const {
    const std::uint64_t pointer = words_[word];
    if ((pointer & 3) != 1 || ((pointer >> 32) & 7) != 2) return {};
    const auto offset = static_cast<std::int64_t>(static_cast<std::int32_t>(pointer)) >> 2;
    const std::uint64_t count = pointer >> 35;
    if (offset < 0 || count == 0) return {};
    const std::uint64_t begin = word + 1 + static_cast<std::uint64_t>(offset);
    if (begin > words_.size() || count > (words_.size() - begin) * sizeof(std::uint64_t)) return {};
    return {reinterpret_cast<const char*>(words_.data() + begin),
            static_cast<std::size_t>(count - 1)};
  }

  WordsView words_;
};

}  // namespace probity::eventstore
