#include "eventstore/verify/envelope_form.h"

#include <cstddef>
#include <cstdint>
#include <optional>

#include "eventstore/base/limits.h"
#include "eventstore/base/stream_id.h"
#include "eventstore/envelope_view.h"

namespace probity::eventstore::verify {
namespace {

constexpr std::size_t kWord = sizeof(std::uint64_t);
constexpr std::size_t kFlagsWord = 23;
constexpr unsigned kFlagBits = 33;
constexpr std::size_t kFirstPointer = 24;  // audience
constexpr std::size_t kFirstText = 26;     // stream; type, effective, actor and recordedBy follow
constexpr std::size_t kFirstFree = 31;     // what the pointers name begins here
constexpr std::uint64_t kListKind = 1;
constexpr std::uint64_t kOfBytes = 2;     // element size of a list pointer
constexpr std::uint64_t kOfPointers = 6;  // the same
constexpr unsigned kCountShift = 35;

/// Follows the pointers in their order. In canonical form each names what begins where the one
/// before ended, so that the only thing a pointer may choose is a length.
class Walk {
 public:
  explicit Walk(WordsView words) : words_(words) {}

  bool text(std::size_t at) {
    const std::uint64_t pointer = words_[at];
    const std::uint64_t bytes = pointer >> kCountShift;
    if (!leads_on(at, kOfBytes) || bytes == 0) return false;
    if (bytes > (words_.size() - next_) * kWord) return false;
    const std::uint64_t last = words_[next_ + (bytes - 1) / kWord];
    // The closing NUL and the padding behind it.
    if (last >> (8 * ((bytes - 1) % kWord)) != 0) return false;
    next_ += (bytes + kWord - 1) / kWord;
    return true;
  }

  bool texts(std::size_t at) {
    const std::uint64_t pointer = words_[at];
    if (pointer == 0) return true;  // an empty list
    const std::uint64_t count = pointer >> kCountShift;
    if (!leads_on(at, kOfPointers) || count == 0 || count > words_.size() - next_) return false;
    const std::size_t list = next_;
    next_ += count;
    for (std::size_t i = 0; i < count; ++i) {
      if (!text(list + i)) return false;
    }
    return true;
  }

  [[nodiscard]] bool at_end() const { return next_ == words_.size(); }

 private:
  [[nodiscard]] bool leads_on(std::size_t at, std::uint64_t element) const {
    const std::uint64_t offset = next_ - at - 1;
    constexpr std::uint64_t kBelowCount = (std::uint64_t{1} << kCountShift) - 1;
    return (words_[at] & kBelowCount) == (element << 32 | offset << 2 | kListKind);
  }

  WordsView words_;
  std::size_t next_ = kFirstFree;
};

bool is_canonical(WordsView words) {
  Walk walk(words);
  for (std::size_t at = kFirstPointer; at < kFirstFree; ++at) {
    if (!(at < kFirstText ? walk.texts(at) : walk.text(at))) return false;
  }
  return walk.at_end();
}

bool is_stream(std::string_view name) {
  if (name.size() > limits::kStreamBytes) return false;
  std::size_t segments = 1;
  for (std::size_t end = name.find('/'); end != std::string_view::npos; end = name.find('/')) {
    if (!is_segment(name.substr(0, end))) return false;
    name.remove_prefix(end + 1);
    ++segments;
  }
  return is_segment(name) && segments >= 2 && segments <= limits::kStreamSegments;
}

std::string_view flaw_of_fields(const EnvelopeView& envelope) {
  if (envelope.id().is_nil()) return "its id is nil";
  if (envelope.type().empty() || envelope.type().size() > limits::kTypeBytes) {
    return "its type has no name";
  }
  if (envelope.standing() == Standing::kUnset || envelope.standing() > Standing::kLedger) {
    return "its standing is none";
  }
  if (envelope.marking() == Marking::kUnset || envelope.marking() > Marking::kOfficialSensitive) {
    return "its marking is none";
  }
  const auto previous = envelope.previous();
  if (envelope.version().value == 0) return "its version is 0";
  if ((envelope.version().value == 1) == previous.has_value() ||
      (!previous && !envelope.previous_leaf().is_zero())) {
    return "its version and its previous event contradict each other";
  }
  if (previous && *previous >= envelope.position()) return "its previous event comes after it";
  if (!is_stream(envelope.stream())) return "its stream's name is not of the allowed form";
  return {};
}

}  // namespace

std::string_view envelope_flaw(WordsView words) {
  if (words.empty() || words.size() > limits::kEnvelopeBytes / kWord) {
    return "its size is none of an envelope's";
  }
  const auto envelope = EnvelopeView::over(words);
  if (!envelope) return "it does not begin as an envelope";
  if (words[kFlagsWord] >> kFlagBits != 0) return "a field too many is set";
  if (!is_canonical(words)) return "it is not in canonical form";
  return flaw_of_fields(*envelope);
}

}  // namespace probity::eventstore::verify
