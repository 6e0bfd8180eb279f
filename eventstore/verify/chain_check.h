// That each stream is a chain: its versions follow one another from 1, and every event names the
// stream's event before it by position and leaf. One thread at a time.
#pragma once

#include <optional>
#include <span>

#include "eventstore/verify/finding.h"
#include "eventstore/verify/slice.h"
#include "eventstore/verify/stream_heads.h"

namespace probity::eventstore::verify {

/// What an event changed: its stream, and the position that was the stream's last before.
struct ChainStep {
  std::uint32_t stream;
  std::optional<Position> before;
};

class ChainCheck {
 public:
  /// Events that are to be taken next: brings near what will be looked at.
  void prefetch(std::span<const SliceEvent> coming) const;
  /// Events in their order; nothing where the event has no stream.
  std::optional<ChainStep> take(Position position, const SliceEvent& event, Findings& findings);

  /// After the events taken so far.
  [[nodiscard]] const StreamHeads& heads() const { return heads_; }

 private:
  StreamHeads heads_;
};

}  // namespace probity::eventstore::verify
