// A run of neighbouring events, read and checked as far as each can be checked by itself: blocks
// without gaps in the form of FORMAT.md, envelopes in canonical form, payloads of the digest that
// their envelope names, leaves as the tiles of level 0 hold them. Slices of one log are read by
// several threads, each in a transaction of its own; what joins the events is looked at afterwards,
// in their order (log_check.h).
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "eventstore/envelope_view.h"
#include "eventstore/event.h"
#include "eventstore/log.h"
#include "eventstore/verify/finding.h"

namespace probity::eventstore::verify {

/// Whole tiles, so that a slice gives the tree a few hashes only, and little enough that the
/// transaction it is read in is a matter of milliseconds.
inline constexpr std::uint64_t kSliceEvents = 4'096;

struct SliceEvent {
  std::optional<EnvelopeView> envelope;  // nothing where the words do not begin as one
  WordsView payload;
  Hash leaf;
  std::uint64_t stream_hash = 0;  // StreamHeads::hash_of
  bool begins_request = false;
  bool absent = false;  // without payload and salt, as an erasure leaves it
};

/// Valid as long as the transaction that it was read in.
struct Slice {
  Position from;
  TreeSize to;
  std::vector<SliceEvent> events;  // from `from` on; fewer than asked for where blocks are missing
  std::vector<Hash> leaves;        // of `events`
  std::vector<Hash> tile_roots;    // of each 256 leaves
  std::uint64_t blocks = 0;        // that begin in it
  Findings findings;

  [[nodiscard]] bool whole() const { return from.value + events.size() == to.value; }
};

/// Reads [from, to); `from` begins a tile. May throw lmdb::StorageFault.
[[nodiscard]] Slice read_slice(const lmdb::Transaction& transaction, const LogTables& tables,
                               Position from, TreeSize to);

}  // namespace probity::eventstore::verify
