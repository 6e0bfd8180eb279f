#include "projections/admission/streams.h"

#include <fmt/format.h>

#include <utility>

#include "projections/admission/fault.h"
#include "schema/payload.h"

namespace probity::projections::admission {
namespace {

using eventstore::Event;

/// What an event costs in memory, near enough for a bound.
std::size_t bytes_of(const Event& event) {
  std::size_t bytes = sizeof(FoldEvent) + event.payload.size() * sizeof(std::uint64_t);
  const auto& header = event.header;
  bytes += header.stream.text().size() + header.type.size() + header.effective.size() +
           header.actor.size() + header.recorded_by.size();
  for (const auto& body : header.audience) bytes += sizeof(std::string) + body.size();
  for (const auto& body : header.concerns) bytes += sizeof(std::string) + body.size();
  return bytes;
}

[[noreturn]] void throw_broken_chain(const StreamId& stream, Position position) {
  throw Fault({ErrorKind::kCorrupt,
               fmt::format("the chain of {} is broken at @{}", stream.text(), position.value),
               "Run `probity verify`.",
               {}});
}

/// The stream's events after the first `known` that are as the ledger has them, newest first.
/// Lowers `known` to what is.
std::vector<Event> read_back(const eventstore::Recorded& recorded, const StreamId& stream,
                             const eventstore::StreamHead& head, const StreamHistory& history,
                             std::size_t& known) {
  std::vector<Event> found;
  Position at = head.last;
  for (std::uint64_t version = head.version.value; version > 0; --version) {
    Event event = or_fault(recorded.event(at));
    const auto& placement = event.placement;
    const bool first = version == 1;
    if (event.header.stream != stream || placement.version.value != version ||
        placement.previous.has_value() == first) {
      throw_broken_chain(stream, at);
    }
    const Hash previous_leaf = placement.previous_leaf;
    const Position previous = placement.previous.value_or(Position{});
    found.push_back(std::move(event));
    const std::size_t before = version - 1;
    if (before <= known && (first || history.events()[before - 1]->stored.leaf == previous_leaf)) {
      known = before;
      return found;
    }
    at = previous;
  }
  throw_broken_chain(stream, head.last);
}

}  // namespace

bool KnownStream::counts(std::size_t index) const {
  const auto events = history.events();
  for (std::size_t i = index + 1; i < events.size(); ++i) {
    if (events[i]->names == index && events[i]->type() == "CorrectionMade") {
      return history.struck_by(index, events.size()) == nullptr;
    }
  }
  return true;
}

const FoldEvent* KnownStream::opening() const {
  const auto events = history.events();
  for (std::size_t i = 0; i < events.size(); ++i) {
    if ((i == 0 || events[i]->kind->opening) && counts(i)) return events[i].get();
  }
  return nullptr;
}

void Streams::begin(const eventstore::Recorded& recorded) {
  end();  // of a request that an exception broke off
  recorded_ = &recorded;
  ++request_;
  trim();
}

void Streams::end() {
  for (const auto& own : own_) {
    const auto found = entries_.find(own.stream);
    if (found == entries_.end()) continue;
    if (found->second.recorded == 0) {
      forget(own.stream);
      continue;
    }
    found->second.known.history.truncate(found->second.recorded);
    found->second.known.finding.reset();
  }
  own_.clear();
  recorded_ = nullptr;
}

KnownStream* Streams::find(const StreamId& stream) {
  const auto found = entries_.find(stream);
  if (found != entries_.end() && found->second.checked == request_) {
    return &found->second.known;
  }
  const auto head = or_fault(recorded_->head(stream));
  if (!head) {
    forget(stream);
    return nullptr;
  }
  Entry& entry = entry_of(stream);
  bring_up_to_date(entry, stream, *head);
  entry.checked = request_;
  by_use_.splice(by_use_.begin(), by_use_, entry.used);
  return &entry.known;
}

KnownStream* Streams::find(std::string_view category, std::string_view rest) {
  const auto stream = StreamId::parse(fmt::format("{}/{}", category, rest));
  return stream ? find(*stream) : nullptr;
}

void Streams::add(const eventstore::NewEvent& event) {
  const StreamId& stream = event.header.stream;
  find(stream);
  Entry& entry = entry_of(stream);
  entry.checked = request_;
  auto& history = entry.known.history;
  const std::size_t before = history.events().size();
  const TreeSize size = recorded_->size();
  eventstore::Placement placement;
  placement.position = Position{size.value + own_.size()};
  placement.version = StreamVersion{before + 1};
  placement.recorded_at = recorded_->now();
  if (before > 0) placement.previous = history.events().back()->position();
  or_fault(history.append(
      Event{event.header, placement, event.payload_digest, Hash{}, event.salt, event.payload}));
  own_.push_back({event.header.id, stream});
}

std::optional<StreamId> Streams::stream_of(const EventId& id) const {
  for (const auto& own : own_) {
    if (own.id == id) return own.stream;
  }
  const auto position = or_fault(recorded_->find(id));
  if (!position) return std::nullopt;
  return or_fault(recorded_->event(*position)).header.stream;
}

std::vector<std::string> Streams::names(std::string_view prefix) const {
  const std::string begin = fmt::format("{}/", prefix);
  std::vector<std::string> names;
  for (const auto& stream : or_fault(recorded_->streams(begin))) names.emplace_back(stream.rest());
  for (const auto& own : own_) {
    if (own.stream.text().starts_with(begin)) names.emplace_back(own.stream.rest());
  }
  return names;
}

Streams::Entry& Streams::entry_of(const StreamId& stream) {
  auto [found, made] = entries_.try_emplace(stream);
  if (made) found->second.used = by_use_.insert(by_use_.begin(), stream);
  return found->second;
}

void Streams::bring_up_to_date(Entry& entry, const StreamId& stream,
                               const eventstore::StreamHead& head) {
  auto& history = entry.known.history;
  if (entry.recorded > 0 && history.events().back()->stored.leaf == head.leaf) return;
  std::size_t known = entry.recorded;
  auto found = read_back(*recorded_, stream, head, history, known);
  if (known < entry.recorded) {
    for (std::size_t i = known; i < entry.recorded; ++i) {
      const std::size_t bytes = bytes_of(history.events()[i]->stored);
      entry.bytes -= bytes;
      bytes_ -= bytes;
    }
    history.truncate(known);
    entry.known.finding.reset();
  }
  try {
    for (auto event = found.rbegin(); event != found.rend(); ++event) {
      const std::size_t bytes = bytes_of(*event);
      or_fault(history.append(std::move(*event)));
      entry.bytes += bytes;
      bytes_ += bytes;
    }
  } catch (const Fault&) {
    forget(stream);
    throw;
  }
  entry.recorded = history.events().size();
}

void Streams::forget(const StreamId& stream) {
  const auto found = entries_.find(stream);
  if (found == entries_.end()) return;
  bytes_ -= found->second.bytes;
  by_use_.erase(found->second.used);
  entries_.erase(found);
}

void Streams::trim() {
  while (!by_use_.empty() && (entries_.size() > limits_.streams || bytes_ > limits_.bytes)) {
    forget(StreamId(by_use_.back()));
  }
}

}  // namespace probity::projections::admission
