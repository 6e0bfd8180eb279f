#include "eventstore/verify/tree_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>

#include "eventstore/base/limits.h"
#include "eventstore/base/text.h"
#include "eventstore/tiles.h"
#include "eventstore/verify/tile_check.h"

namespace probity::eventstore::verify {

void TreeCheck::take(const lmdb::Transaction& transaction, const LogTables& tables,
                     const Slice& slice, Findings& findings) {
  std::span<const Hash> leaves(slice.leaves);
  for (const Hash& root : slice.tile_roots) {
    note_roots(leaves.first(limits::kTileHashes));
    leaves = leaves.subspan(limits::kTileHashes);
    tree_.append(root, [&](unsigned level, std::uint64_t number, std::span<const Hash> hashes) {
      check_tile(transaction, tables, level, number, hashes, findings);
    });
  }
  open_leaves_.assign(leaves.begin(), leaves.end());
}

/// Of the sizes from the tree's own on, as far as the leaves behind it go; that of a whole tile
/// more is the tree's own the next time.
void TreeCheck::note_roots(std::span<const Hash> leaves) {
  const std::uint64_t base = tree_.size().value;
  const std::uint64_t end = base + std::min(leaves.size(), limits::kTileHashes - 1);
  for (auto size = sizes_.lower_bound(base); size != sizes_.end() && *size <= end;) {
    roots_[*size] = tree_.peaks(leaves.first(*size - base)).root();
    size = sizes_.erase(size);
  }
}

std::optional<Hash> TreeCheck::root_at(TreeSize size) const {
  const auto found = roots_.find(size.value);
  return found == roots_.end() ? std::nullopt : std::optional(found->second);
}

void TreeCheck::finish(const LogShape& shape, Findings& findings) {
  note_roots(open_leaves_);
  if (size() != shape.size) return;
  compare_open_tiles(shape, findings);
  if (shape.head_is_of_size()) compare_peaks(*shape.head, findings);
}

void TreeCheck::compare_open_tiles(const LogShape& shape, Findings& findings) const {
  const auto& computed = tree_.open_tiles();
  for (std::size_t i = 0; i < computed.size(); ++i) {
    const auto level = static_cast<unsigned>(i + 1);
    const std::uint64_t number =
        shape.size.value >> (level * kTileHeight) >> kTileHeight;  // of full tiles before it
    const std::span<const Hash> stored = i < shape.open_tiles.size()
                                             ? std::span<const Hash>(shape.open_tiles[i])
                                             : std::span<const Hash>();
    compare_tile(level, number, computed[i], stored, findings);
  }
}

void TreeCheck::compare_peaks(const LogHead& head, Findings& findings) const {
  const std::vector<Hash> computed = peaks().hashes();
  std::uint64_t begin = 0;
  for (std::size_t i = 0; i < computed.size(); ++i) {
    const auto height = static_cast<unsigned>(std::bit_width(size().value - begin)) - 1;
    const std::uint64_t end = begin + (std::uint64_t{1} << height);
    const Hash& stored = head.peaks.hashes()[i];
    // What a tile told more exactly already is not told again.
    const bool known = findings.any_within(Position{begin}, TreeSize{end});
    if (computed[i] != stored && !known) {
      // Below a whole tile the head is the only witness; above, the tiles speak for the events.
      const bool events_may_be = height < kTileHeight;
      findings.add(
          {FindingKind::kInconsistent, "head", fmt::format("peak of {} events", end - begin),
           events_may_be ? std::optional(Position{begin}) : std::nullopt, to_hex(stored.bytes),
           to_hex(computed[i].bytes),
           events_may_be
               ? fmt::format("the events from position {} to {} are not those of the ledger's "
                             "head: one of them or the head was altered",
                             begin, end - 1)
               : fmt::format("the ledger's head is not that of its first {} events, which are as "
                             "their tiles have them",
                             end)});
      if (!events_may_be) return;  // nor is the rest of such a head a witness of anything
    }
    begin = end;
  }
}

}  // namespace probity::eventstore::verify
