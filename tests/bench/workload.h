// The work that every peer is given: events with payloads of about 300 bytes, one in twenty of 4
// KB, over many streams, each with an id of its own and an expected stream version. The same seed
// gives the same events.
#pragma once

#include <cstdint>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "eventstore/event.h"
#include "eventstore/request.h"

namespace probity::bench {

/// One parsed event: what the writer takes, and for peers the bytes of the record that the ledger
/// would store.
struct Item {
  eventstore::NewEvent event;
  std::uint64_t stream = 0;            // its number
  std::uint64_t expected_version = 0;  // before it
  std::vector<std::uint8_t> record;    // envelope and payload bytes, for peers
};

class Workload {
 public:
  Workload(std::uint64_t seed, std::uint64_t streams);
  /// The next `count` events; versions go on from the events before. `records`: fill in
  /// Item::record for the peers.
  std::vector<Item> take(std::size_t count, bool records);

 private:
  std::mt19937_64 random_;
  std::vector<std::uint64_t> versions_;
};

/// The events of `items` as requests of at most 250 events with exact expected versions.
std::vector<eventstore::Request> as_requests(const std::vector<Item>& items, std::size_t from,
                                             std::size_t count);

}  // namespace probity::bench
