// Canonical words written by hand, so that the proof tests need no Cap'n Proto. That they are what
// Cap'n Proto writes is checked beside the eventstore's own envelopes.
#pragma once

#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "eventstore/base/ids.h"
#include "eventstore/base/text.h"
#include "eventstore/proof/seal.h"

namespace probity::proof {

/// Words that grow at their end, as canonical form has them.
class WordWriter {
 public:
  explicit WordWriter(std::size_t fixed_words) : words_(fixed_words) {}
  std::uint64_t& operator[](std::size_t at) { return words_[at]; }

  template <class Id>
  void put_bytes(std::size_t at, const Id& id) {
    std::memcpy(&words_[at], id.bytes.data(), id.bytes.size());
  }
  void put_text(std::size_t at, std::string_view text) {
    const std::size_t begin = words_.size();
    words_[at] = list_pointer(at, begin, 2, text.size() + 1);
    words_.resize(begin + (text.size() + 8) / 8);
    std::memcpy(&words_[begin], text.data(), text.size());
  }
  void put_texts(std::size_t at, const std::vector<std::string>& texts) {
    if (texts.empty()) return;
    const std::size_t begin = words_.size();
    words_[at] = list_pointer(at, begin, 6, texts.size());
    words_.resize(begin + texts.size());
    for (std::size_t i = 0; i < texts.size(); ++i) put_text(begin + i, texts[i]);
  }
  [[nodiscard]] std::vector<std::uint8_t> bytes() const {
    std::vector<std::uint8_t> out(words_.size() * 8);
    std::memcpy(out.data(), words_.data(), out.size());
    return out;
  }

 private:
  static std::uint64_t list_pointer(std::size_t at, std::size_t begin, std::uint64_t element_size,
                                    std::uint64_t count) {
    return 1 | std::uint64_t{begin - at - 1} << 2 | element_size << 32 | count << 35;
  }
  std::vector<std::uint64_t> words_;
};

struct EnvelopeParts {
  Position position{};
  StreamVersion version{1};
  Instant recorded_at{1'700'000'000'000'000};
  EventId id{{1}};
  std::optional<Position> previous = std::nullopt;
  Hash previous_leaf{};
  Hash payload_digest{};
  std::uint64_t flags = 4 | 1 << 16;  // the ledger's own, official
  std::vector<std::string> audience = {};
  std::vector<std::string> concerns = {};
  std::string stream = "finding/a";
  std::string type = "NoteAdded";
  std::string effective = "2023-03-02";
  std::string actor = "emsou";
  std::string recorded_by = "operator";
};

inline std::vector<std::uint8_t> envelope_bytes(const EnvelopeParts& parts) {
  WordWriter words(31);
  words[0] = 0x0007'0017'0000'0000;
  words[1] = parts.position.value;
  words[2] = parts.version.value;
  words[3] = static_cast<std::uint64_t>(parts.recorded_at.micros);
  words.put_bytes(4, parts.id);
  words[6] = parts.previous ? parts.previous->value : ~std::uint64_t{0};
  words.put_bytes(7, parts.previous_leaf);
  words.put_bytes(11, parts.payload_digest);
  words[23] = parts.flags;
  words.put_texts(24, parts.audience);
  words.put_texts(25, parts.concerns);
  words.put_text(26, parts.stream);
  words.put_text(27, parts.type);
  words.put_text(28, parts.effective);
  words.put_text(29, parts.actor);
  words.put_text(30, parts.recorded_by);
  return words.bytes();
}

/// The payload of HeadsSealed.
inline std::vector<std::uint8_t> seal_bytes(const Seal& seal) {
  WordWriter words(6);
  words[0] = 0x0003'0000'0000'0000;  // Content: no data, three pointers
  words[3] = 0x0001'0001'0000'0000;  // HeadsSealed: a word, a pointer
  words[4] = seal.size.value;
  words.put_text(5, to_hex(seal.root.bytes));
  return words.bytes();
}

}  // namespace probity::proof
