#include "eventstore/lookup.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <mutex>

#include "eventstore/envelope_view.h"

namespace probity::eventstore {

Result<std::optional<Position>> Lookup::find(const EventId& id) const {
  {
    const std::shared_lock lock(tail_->mutex);
    if (const auto found = tail_->tail.find(id, size_)) return found;
  }
  if (!index_) return std::nullopt;
  return index_->find(id);
}

Result<std::optional<StreamHead>> Lookup::head(std::string_view stream) const {
  {
    const std::shared_lock lock(tail_->mutex);
    if (const auto found = tail_->tail.head(stream, size_)) return found;
  }
  if (!index_) return std::nullopt;
  return index_->head(stream);
}

Result<std::vector<Position>> Lookup::positions(std::string_view stream, TreeSize below) const {
  std::vector<Position> all;
  if (auto walked = walk(stream, std::min(below, index_size_), all); !walked) return pass(walked);
  std::ranges::reverse(all);
  std::vector<Position> recent;
  {
    const std::shared_lock lock(tail_->mutex);
    tail_->tail.positions(stream, std::min(below, size_), recent);
  }
  // The tail may begin before the index ends.
  std::ranges::copy_if(recent, std::back_inserter(all),
                       [&](Position at) { return at.value >= index_size_.value; });
  return all;
}

/// Walks the chain of a stream's events back from the last that the index knows.
Result<void> Lookup::walk(std::string_view stream, TreeSize below,
                          std::vector<Position>& newest_first) const {
  if (!index_ || below.value == 0) return {};
  const auto head = index_->head(stream);
  if (!head) return std::unexpected(head.error());
  if (!*head) return {};
  std::optional<Position> at = (*head)->last;
  StreamVersion version = (*head)->version;
  if (at->value >= below.value) {
    const auto marker = index_->marker(stream, Position{below.value});
    if (!marker) return std::unexpected(marker.error());
    if (*marker) std::tie(*at, version) = **marker;
  }
  for (; at; --version.value) {
    const auto record = log_.record(*at);
    if (!record) return std::unexpected(record.error());
    const auto envelope = EnvelopeView::over(record->envelope);
    if (!envelope || envelope->stream() != stream || envelope->version() != version) {
      return fail(ErrorKind::kCorrupt,
                  fmt::format("position {} does not hold version {} of {}", at->value,
                              version.value, stream),
                  "remove the folder index/ of the ledger: it is made again from the log");
    }
    if (at->value < below.value) newest_first.push_back(*at);
    at = envelope->previous();
  }
  return {};
}

Result<std::vector<std::pair<StreamId, StreamHead>>> Lookup::streams(
    std::string_view prefix) const {
  std::map<std::string, StreamHead, std::less<>> heads;
  if (index_) {
    auto read = index_->each_stream(prefix, [&](std::string_view name, const StreamHead& head) {
      heads.emplace_hint(heads.end(), name, head);
    });
    if (!read) return pass(read);
  }
  {
    const std::shared_lock lock(tail_->mutex);
    tail_->tail.each_stream(prefix, size_, [&](std::string_view name, const StreamHead& head) {
      heads.insert_or_assign(std::string(name), head);
    });
  }
  std::vector<std::pair<StreamId, StreamHead>> out;
  out.reserve(heads.size());
  for (const auto& [name, head] : heads) {
    auto stream = StreamId::parse(name);
    if (!stream)
      return fail(ErrorKind::kCorrupt, "the ledger's index names a stream that cannot be");
    out.emplace_back(std::move(*stream), head);
  }
  return out;
}

}  // namespace probity::eventstore
