#include "eventstore/verify/chain_check.h"

#include <fmt/format.h>

#include "eventstore/base/limits.h"
#include "eventstore/base/text.h"

namespace probity::eventstore::verify {
namespace {

/// What is told of the link from an event to the one before it.
class Link {
 public:
  Link(Position position, const EnvelopeView& envelope, const StreamHead& head, Findings& findings)
      : position_(position), envelope_(envelope), head_(head), findings_(findings) {}

  /// The first of what is wrong with it: what follows would only tell the same.
  void check() {
    const std::uint64_t version = head_.version.value + 1;
    if (envelope_.version().value != version) {
      add(fmt::format("version {}", version), fmt::format("version {}", envelope_.version().value),
          fmt::format("is of version {} of {}, where {} comes next", envelope_.version().value,
                      envelope_.stream(), version));
      return;
    }
    const auto before = version == 1 ? std::nullopt : std::optional(head_.last);
    if (envelope_.previous() != before) {
      add(text_of(before), text_of(envelope_.previous()),
          fmt::format("names another event before it in {}", envelope_.stream()));
      return;
    }
    if (envelope_.previous_leaf() != head_.leaf) {
      add(to_hex(head_.leaf.bytes), to_hex(envelope_.previous_leaf().bytes),
          fmt::format("was chained to another event than the one that stands at position {}: one "
                      "of the two was altered",
                      head_.last.value));
    }
  }

 private:
  static std::string text_of(std::optional<Position> position) {
    return position ? fmt::format("position {}", position->value) : "no event";
  }
  void add(std::string expected, std::string found, const std::string& says) {
    findings_.add({FindingKind::kInconsistent, "blocks", fmt::to_string(position_.value), position_,
                   std::move(expected), std::move(found),
                   fmt::format("the event at position {} {}", position_.value, says)});
  }

  Position position_;
  const EnvelopeView& envelope_;
  const StreamHead& head_;
  Findings& findings_;
};

constexpr std::size_t kStepEvents = 8;  // between one step of a prefetch and the next

}  // namespace

void ChainCheck::prefetch(std::span<const SliceEvent> coming) const {
  for (const int step : {0, 1, 2}) {
    const std::size_t ahead = kStepEvents * static_cast<std::size_t>(3 - step);
    if (ahead < coming.size()) heads_.prefetch(coming[ahead].stream_hash, step);
  }
}

std::optional<ChainStep> ChainCheck::take(Position position, const SliceEvent& event,
                                          Findings& findings) {
  if (!event.envelope) return std::nullopt;
  const std::string_view name = event.envelope->stream();
  if (name.empty() || name.size() > limits::kStreamBytes) return std::nullopt;
  const std::uint32_t stream = heads_.place(name, event.stream_hash);
  StreamHead& head = heads_.head(stream);
  Link(position, *event.envelope, head, findings).check();
  ChainStep step{.stream = stream, .before = {}};
  if (head.version.value > 0) step.before = head.last;
  // From here on as the event says, so that one that is wrong is told once.
  head = {position, event.envelope->version(), event.leaf};
  return step;
}

}  // namespace probity::eventstore::verify
