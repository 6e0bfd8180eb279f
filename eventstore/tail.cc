#include "eventstore/tail.h"

#include <fmt/format.h>

#include <algorithm>

#include "eventstore/base/limits.h"
#include "eventstore/envelope_view.h"
#include "eventstore/proof/hash.h"

namespace probity::eventstore {
namespace {

std::uint64_t hash_of_id(const EventId& id) { return std::hash<EventId>{}(id); }

std::uint64_t hash_of_name(std::string_view name) { return std::hash<std::string_view>{}(name); }

}  // namespace

std::string_view Tail::stream_name(std::uint32_t stream) const {
  return std::string_view(names_).substr(streams_[stream].name, streams_[stream].name_size);
}

std::uint32_t Tail::find_stream(std::string_view name, std::uint64_t hash) const {
  return by_name_.find(hash, [&](std::uint32_t stream) { return stream_name(stream) == name; });
}

std::uint32_t Tail::stream_number(std::string_view name) {
  return stream_number(name, hash_of_name(name));
}

std::uint32_t Tail::stream_number(std::string_view name, std::uint64_t hash) {
  std::uint32_t stream = find_stream(name, hash);
  if (stream != kNone) return stream;
  stream = static_cast<std::uint32_t>(streams_.size());
  streams_.push_back({hash, names_.size(), static_cast<std::uint32_t>(name.size()), kNone});
  names_.append(name);
  by_name_.add(hash, stream);
  return stream;
}

void Tail::append(const EventId& id, std::uint32_t stream, StreamVersion version,
                  const Hash& leaf) {
  const auto number = static_cast<std::uint32_t>(entries_.size());
  entries_.push_back({id, leaf, version, stream, streams_[stream].last});
  streams_[stream].last = number;
  ids_.add(hash_of_id(id), number);
}

Result<void> Tail::follow(LogView& log, TreeSize to_size) {
  Result<void> outcome;
  const auto take = [&](Position position, const Record& record) {
    const auto envelope = EnvelopeView::over(record.envelope);
    if (!envelope || envelope->stream().empty() ||
        envelope->stream().size() > limits::kStreamBytes || envelope->position() != position) {
      outcome =
          fail(ErrorKind::kCorrupt,
               fmt::format("the event at position {} has no envelope of its own", position.value));
      return false;
    }
    append(envelope->id(), stream_number(envelope->stream()), envelope->version(),
           proof::leaf_hash(bytes_of(record.envelope)));
    return true;
  };
  auto scanned = log.scan(Position{to().value}, to_size, take);
  return outcome ? scanned : outcome;
}

void Tail::append(const Tail& next) {
  std::vector<std::uint32_t> numbers(next.streams_.size(), kNone);  // here, of its streams
  for (const Entry& entry : next.entries_) {
    std::uint32_t& number = numbers[entry.stream];
    if (number == kNone) {
      number = stream_number(next.stream_name(entry.stream), next.streams_[entry.stream].hash);
    }
    append(entry.id, number, entry.version, entry.leaf);
  }
}

void Tail::truncate(TreeSize to_size) {
  while (to() > to_size) {
    const Entry& last = entries_.back();
    ids_.remove(hash_of_id(last.id), static_cast<std::uint32_t>(entries_.size() - 1));
    streams_[last.stream].last = last.previous;
    entries_.pop_back();
  }
}

void Tail::reset(TreeSize from) {
  from_ = from;
  entries_.clear();
  ids_.clear();
  streams_.clear();
  names_.clear();
  by_name_.clear();
}

std::optional<Position> Tail::find(const EventId& id, TreeSize below) const {
  const std::uint32_t entry =
      ids_.find(hash_of_id(id), [&](std::uint32_t number) { return entries_[number].id == id; });
  if (entry == kNone || from_.value + entry >= below.value) return std::nullopt;
  return Position{from_.value + entry};
}

std::uint32_t Tail::last_below(std::uint32_t entry, TreeSize below) const {
  while (entry != kNone && from_.value + entry >= below.value) entry = entries_[entry].previous;
  return entry;
}

StreamHead Tail::head_of(std::uint32_t entry) const {
  return {Position{from_.value + entry}, entries_[entry].version, entries_[entry].leaf};
}

std::uint32_t Tail::last_entry(std::string_view name, TreeSize below) const {
  const std::uint32_t stream = find_stream(name, hash_of_name(name));
  return stream == kNone ? kNone : last_below(streams_[stream].last, below);
}

std::optional<StreamHead> Tail::head(std::string_view stream, TreeSize below) const {
  const std::uint32_t last = last_entry(stream, below);
  if (last == kNone) return std::nullopt;
  return head_of(last);
}

std::optional<StreamHead> Tail::head(std::uint32_t stream) const {
  if (streams_[stream].last == kNone) return std::nullopt;
  return head_of(streams_[stream].last);
}

void Tail::positions(std::string_view stream, TreeSize below, std::vector<Position>& out) const {
  const auto before = static_cast<std::ptrdiff_t>(out.size());
  for (std::uint32_t at = last_entry(stream, below); at != kNone; at = entries_[at].previous) {
    out.push_back(Position{from_.value + at});
  }
  std::reverse(out.begin() + before, out.end());
}

void Tail::each_stream(std::string_view prefix, TreeSize below,
                       const std::function<void(std::string_view, const StreamHead&)>& each) const {
  for (std::uint32_t stream = 0; stream < streams_.size(); ++stream) {
    const std::uint32_t last = last_below(streams_[stream].last, below);
    if (last != kNone && stream_name(stream).starts_with(prefix))
      each(stream_name(stream), head_of(last));
  }
}

}  // namespace probity::eventstore
