#include "eventstore/proof/envelope.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "eventstore/base/limits.h"
#include "eventstore/proof/words.h"

namespace probity::proof {
namespace {

constexpr std::uint64_t kRootPointer = 0x0007'0017'0000'0000;  // 23 words of data, 7 pointers
// Words of the fixed part; FORMAT.md gives them as bytes.
constexpr std::size_t kPosition = 1;
constexpr std::size_t kVersion = 2;
constexpr std::size_t kRecordedAt = 3;
constexpr std::size_t kId = 4;
constexpr std::size_t kPrevious = 6;
constexpr std::size_t kPreviousLeaf = 7;
constexpr std::size_t kPayloadDigest = 11;
constexpr std::size_t kFlags = 23;  // u16 standing, u16 marking, 1 bit
constexpr std::size_t kAudience = 24;
constexpr std::size_t kConcerns = 25;
constexpr std::size_t kStream = 26;
constexpr std::size_t kType = 27;
constexpr std::size_t kEffective = 28;
constexpr std::size_t kActor = 29;
constexpr std::size_t kRecordedBy = 30;
constexpr std::size_t kFixedWords = 31;
constexpr unsigned kFlagBits = 33;
constexpr std::uint64_t kStandings = 4;
constexpr std::uint64_t kMarkings = 2;
constexpr std::uint64_t kNoPrevious = ~std::uint64_t{0};

std::unexpected<Error> no_envelope(std::string_view why) {
  return fail(ErrorKind::kMalformed, fmt::format("the bytes are no envelope: {}", why));
}

/// Follows the pointers in their order and holds what they name to lie without a gap.
class Walk {
 public:
  explicit Walk(const WordReader& words) : words_(&words) {}

  /// A list of text that is null where it is empty.
  bool texts(std::size_t at) {
    if (words_->word(at) == 0) return true;
    const auto list = words_->pointer_list_at(at);
    if (!list || list->count == 0 || list->begin != next_) return false;
    next_ += list->count;
    for (std::size_t i = 0; i < list->count; ++i) {
      if (!text(list->begin + i)) return false;
    }
    return true;
  }

  bool text(std::size_t at) {
    const auto list = words_->byte_list_at(at);
    if (!list || list->begin != next_ || !words_->text_at(at)) return false;
    next_ += (list->count + WordReader::kWord - 1) / WordReader::kWord;
    return true;
  }

  [[nodiscard]] bool at_end() const { return next_ == words_->size(); }

 private:
  const WordReader* words_;
  std::size_t next_ = kFixedWords;
};

bool is_canonical(const WordReader& words) {
  Walk walk(words);
  if (!walk.texts(kAudience) || !walk.texts(kConcerns)) return false;
  for (const std::size_t at : {kStream, kType, kEffective, kActor, kRecordedBy}) {
    if (!walk.text(at)) return false;
  }
  return walk.at_end();
}

template <class Id>
Id bytes_at(Bytes bytes, std::size_t word) {
  Id out;
  std::memcpy(out.bytes.data(), bytes.data() + word * WordReader::kWord, out.bytes.size());
  return out;
}

/// What every envelope that a ledger accepted holds.
std::string_view flaw_of(const Envelope& envelope, std::uint64_t flags) {
  const std::uint64_t standing = flags & 0xFFFF;
  const std::uint64_t marking = (flags >> 16) & 0xFFFF;
  if (flags >> kFlagBits != 0) return "a field too many is set";
  if (standing == 0 || standing > kStandings) return "its standing is none";
  if (marking == 0 || marking > kMarkings) return "its marking is none";
  if (envelope.id.is_nil()) return "its id is nil";
  if (!is_type_name(envelope.type)) return "its type has no name";
  if (envelope.version.value == 0) return "its version is 0";
  if ((envelope.version.value == 1) == envelope.previous.has_value())
    return "its version and its previous event contradict each other";
  if (envelope.previous && *envelope.previous >= envelope.position)
    return "its previous event comes after it";
  return {};
}

}  // namespace

Result<Envelope> Envelope::parse(Bytes bytes) {
  if (bytes.size() > limits::kLeafBytes || bytes.size() % WordReader::kWord != 0 ||
      bytes.size() < kFixedWords * WordReader::kWord)
    return no_envelope("their number is none of an envelope's");
  const WordReader words(bytes);
  if (words.word(0) != kRootPointer) return no_envelope("they begin otherwise");
  if (!is_canonical(words)) return no_envelope("they are not in canonical form");
  const auto number = [&](std::size_t at) { return words.word(at).value_or(0); };
  const auto text = [&](std::size_t at) { return words.text_at(at).value_or(""); };
  auto stream = StreamId::parse(text(kStream));
  if (!stream) return no_envelope(stream.error().what);
  Envelope out{.position = Position{number(kPosition)},
               .version = StreamVersion{number(kVersion)},
               .recorded_at = Instant{static_cast<std::int64_t>(number(kRecordedAt))},
               .id = bytes_at<EventId>(bytes, kId),
               .previous = {},
               .previous_leaf = bytes_at<Hash>(bytes, kPreviousLeaf),
               .payload_digest = bytes_at<Hash>(bytes, kPayloadDigest),
               .stream = std::move(*stream),
               .type = std::string(text(kType)),
               .effective = std::string(text(kEffective)),
               .actor = std::string(text(kActor)),
               .recorded_by = std::string(text(kRecordedBy))};
  if (number(kPrevious) != kNoPrevious) out.previous = Position{number(kPrevious)};
  if (const auto flaw = flaw_of(out, number(kFlags)); !flaw.empty()) return no_envelope(flaw);
  return out;
}

bool is_type_name(std::string_view text) {
  return !text.empty() && text.size() <= limits::kTypeBytes &&
         std::ranges::all_of(text, [](char c) {
           return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
         });
}

Hash payload_digest(const Salt& salt, Bytes payload) { return sha256({salt.bytes, payload}); }

}  // namespace probity::proof
