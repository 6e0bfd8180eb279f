#include "eventstore/tail.h"

#include <fmt/format.h>

#include <algorithm>

#include "eventstore/base/limits.h"
#include "eventstore/envelope_view.h"
#include "eventstore/proof/hash.h"

namespace probity::eventstore {

void Tail::append(const EventId& id, std::string_view stream, StreamVersion version, const Hash& leaf) {
  const auto number = static_cast<std::uint32_t>(entries_.size());
  auto found = streams_.find(stream);
  if (found == streams_.end()) {
    const auto streams = static_cast<std::uint32_t>(names_.size());
    found = streams_.emplace(stream, Stream{streams, kNone}).first;
    names_.push_back(&found->first);
  }
  entries_.push_back({id, leaf, version, found->second.number, found->second.last});
  found->second.last = number;
  ids_.emplace(id, number);
}

Result<void> Tail::follow(LogView& log, TreeSize to_size) {
  Result<void> outcome;
  const auto take = [&](Position position, const Record& record) {
    const auto envelope = EnvelopeView::over(record.envelope);
    if (!envelope || envelope->stream().empty() || envelope->stream().size() > limits::kStreamBytes ||
        envelope->position() != position) {
      outcome = fail(ErrorKind::kCorrupt,
                     fmt::format("the event at position {} has no envelope of its own", position.value));
      return false;
    }
    append(envelope->id(), envelope->stream(), envelope->version(),
           proof::leaf_hash(bytes_of(record.envelope)));
    return true;
  };
  auto scanned = log.scan(Position{to().value}, to_size, take);
  return outcome ? scanned : outcome;
}

void Tail::append(const Tail& next) {
  for (const Entry& entry : next.entries_) {
    append(entry.id, next.stream_name(entry.stream), entry.version, entry.leaf);
  }
}

void Tail::truncate(TreeSize to_size) {
  while (to() > to_size) {
    const Entry& last = entries_.back();
    ids_.erase(last.id);
    streams_.find(*names_[last.stream])->second.last = last.previous;
    entries_.pop_back();
  }
}

void Tail::reset(TreeSize from) {
  from_ = from;
  entries_.clear();
  ids_.clear();
  streams_.clear();
  names_.clear();
}

std::optional<Position> Tail::find(const EventId& id, TreeSize below) const {
  const auto found = ids_.find(id);
  if (found == ids_.end()) return std::nullopt;
  const Position position{from_.value + found->second};
  if (position.value >= below.value) return std::nullopt;
  return position;
}

std::uint32_t Tail::last_below(std::uint32_t entry, TreeSize below) const {
  while (entry != kNone && from_.value + entry >= below.value) entry = entries_[entry].previous;
  return entry;
}

StreamHead Tail::head_of(std::uint32_t entry) const {
  return {Position{from_.value + entry}, entries_[entry].version, entries_[entry].leaf};
}

std::optional<StreamHead> Tail::head(std::string_view stream, TreeSize below) const {
  const auto found = streams_.find(stream);
  if (found == streams_.end()) return std::nullopt;
  const std::uint32_t last = last_below(found->second.last, below);
  if (last == kNone) return std::nullopt;
  return head_of(last);
}

void Tail::positions(std::string_view stream, TreeSize below, std::vector<Position>& out) const {
  const auto found = streams_.find(stream);
  if (found == streams_.end()) return;
  const auto before = static_cast<std::ptrdiff_t>(out.size());
  for (std::uint32_t at = last_below(found->second.last, below); at != kNone; at = entries_[at].previous) {
    out.push_back(Position{from_.value + at});
  }
  std::reverse(out.begin() + before, out.end());
}

void Tail::each_stream(TreeSize below,
                       const std::function<void(std::string_view, const StreamHead&)>& each) const {
  for (const auto& [name, stream] : streams_) {
    const std::uint32_t last = last_below(stream.last, below);
    if (last != kNone) each(name, head_of(last));
  }
}

}  // namespace probity::eventstore
