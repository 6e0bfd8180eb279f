// A ledger in memory: what appending means, with nothing of how it is stored. Slow and obviously
// right.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "eventstore/envelope.h"
#include "eventstore/proof/hash.h"
#include "eventstore/request.h"
#include "tests/support/naive_tree.h"

namespace probity::test {

class ModelLedger {
 public:
  struct Stored {
    eventstore::NewEvent event;
    eventstore::Placement placement;
    Hash leaf;
    std::size_t request = 0;  // number of the request that brought it
    bool erased = false;
  };
  struct Answer {
    std::optional<ErrorKind> refused;
    bool known = false;
    bool compared_id_only = false;
    std::vector<Position> positions;
    std::vector<StreamVersion> versions;
  };

  Answer append(const eventstore::Request& request, Instant now) {
    std::set<EventId> ids;
    for (const auto& event : request.events) ids.insert(event.header.id);
    if (ids.size() != request.events.size()) return refuse(ErrorKind::kMalformed);
    std::size_t known = 0;
    for (const EventId& id : ids) known += by_id.contains(id) ? 1 : 0;
    if (known > 0) return known == ids.size() ? again(request) : refuse(ErrorKind::kConflict);
    for (const auto& [stream, expected] : request.expected) {
      if (!fits(expected, version(stream.text()))) return refuse(ErrorKind::kConflict);
    }
    return place(request, now);
  }

  [[nodiscard]] std::uint64_t version(const std::string& stream) const {
    const auto found = streams.find(stream);
    return found == streams.end() ? 0 : found->second.size();
  }
  [[nodiscard]] Hash root(std::size_t size) const {
    std::vector<Hash> leaves;
    for (std::size_t i = 0; i < size; ++i) leaves.push_back(events[i].leaf);
    return naive_root(leaves);
  }

  std::vector<Stored> events;
  std::map<std::string, std::vector<Position>> streams;
  std::map<EventId, Position> by_id;

 private:
  static Answer refuse(ErrorKind kind) {
    return {.refused = kind, .positions = {}, .versions = {}};
  }

  static bool fits(const eventstore::ExpectedVersion& expected, std::uint64_t version) {
    using namespace eventstore;
    if (std::holds_alternative<NoStream>(expected)) return version == 0;
    if (std::holds_alternative<StreamExists>(expected)) return version > 0;
    if (const auto* exact = std::get_if<ExactVersion>(&expected))
      return version == exact->version.value;
    return true;
  }

  Answer again(const eventstore::Request& request) const {
    Answer answer{.refused = std::nullopt, .known = true, .positions = {}, .versions = {}};
    std::set<std::size_t> requests;
    for (const auto& offered : request.events) {
      const Stored& stored = events[by_id.at(offered.header.id).value];
      const auto& a = stored.event.header;
      const auto& b = offered.header;
      const bool same = a.stream == b.stream && a.type == b.type && a.actor == b.actor &&
                        (stored.erased || stored.event.payload == offered.payload);
      if (!same) return refuse(ErrorKind::kConflict);
      requests.insert(stored.request);
      answer.compared_id_only |= stored.erased;
      answer.positions.push_back(stored.placement.position);
      answer.versions.push_back(stored.placement.version);
    }
    return requests.size() == 1 ? answer : refuse(ErrorKind::kConflict);
  }

  Answer place(const eventstore::Request& request, Instant now) {
    Answer answer{.refused = std::nullopt, .positions = {}, .versions = {}};
    const ModelLedger before = request.dry_run ? *this : ModelLedger();
    ++requests_;
    for (const auto& event : request.events) {
      std::vector<Position>& chain = streams[event.header.stream.text()];
      eventstore::Placement placement{.position = Position{events.size()},
                                      .version = StreamVersion{chain.size() + 1},
                                      .recorded_at = now};
      if (!chain.empty()) {
        placement.previous = chain.back();
        placement.previous_leaf = events[chain.back().value].leaf;
      }
      const auto envelope = encode_envelope(event.header, placement, event.payload_digest);
      by_id[event.header.id] = placement.position;
      chain.push_back(placement.position);
      events.push_back(
          {event, placement, proof::leaf_hash(eventstore::bytes_of(envelope)), requests_, false});
      answer.positions.push_back(placement.position);
      answer.versions.push_back(placement.version);
    }
    if (request.dry_run) *this = before;
    return answer;
  }

  std::size_t requests_ = 0;
};

}  // namespace probity::test
