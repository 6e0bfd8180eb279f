#include "eventstore/verify/edge.h"

#include "eventstore/base/limits.h"
#include "eventstore/envelope_view.h"
#include "eventstore/log.h"
#include "eventstore/verify/recomputed_tree.h"

namespace probity::eventstore::verify {

std::optional<LogState> stored_state(const lmdb::Environment& environment, const LogShape& shape) {
  const std::uint64_t tiles = shape.size.value / limits::kTileHashes;
  if (tiles < 2) return std::nullopt;
  const TreeSize from{(tiles - 1) * limits::kTileHashes};
  const lmdb::Transaction transaction = environment.read();
  const auto tree = RecomputedTree::stored(from, read_open_tiles(transaction, shape.tables, from));
  if (!tree) return std::nullopt;
  LogView log(transaction, shape.tables);
  Position at{from.value - 1};
  const auto record = log.record(at);
  const auto envelope = record ? EnvelopeView::over(record->envelope) : std::nullopt;
  if (!envelope) return std::nullopt;
  LogState state{.peaks = tree->peaks({}),
                 .recorded_at = envelope->recorded_at(),
                 .request_events = 1,
                 .absent = {}};
  for (; at.value > 0 && state.request_events < limits::kRequestEvents; --at.value) {
    const auto begins = log.begins_request(at);
    if (!begins || *begins) break;
    ++state.request_events;
  }
  return state;
}

}  // namespace probity::eventstore::verify
