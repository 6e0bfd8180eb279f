// The tree of the log, computed anew from its leaves, beside what the log holds of it: tiles of
// every level, peaks and root. One thread at a time.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "eventstore/verify/finding.h"
#include "eventstore/verify/log_shape.h"
#include "eventstore/verify/recomputed_tree.h"
#include "eventstore/verify/slice.h"

namespace probity::eventstore::verify {

class TreeCheck {
 public:
  /// `sizes`: those whose roots are asked for.
  TreeCheck(RecomputedTree begun, std::set<std::uint64_t> sizes)
      : tree_(std::move(begun)), sizes_(std::move(sizes)) {}

  /// Slices in their order, none after one that is not whole. Compares the tiles of level 1 and
  /// above that become full. May throw lmdb::StorageFault.
  void take(const lmdb::Transaction& transaction, const LogTables& tables, const Slice& slice,
            Findings& findings);
  /// After the last slice: the open tiles and the head.
  void finish(const LogShape& shape, Findings& findings);

  [[nodiscard]] TreeSize size() const { return TreeSize{tree_.size().value + open_leaves_.size()}; }
  [[nodiscard]] proof::Peaks peaks() const { return tree_.peaks(open_leaves_); }
  /// The peaks of all tiles of 256 leaves, without the open one.
  [[nodiscard]] proof::Peaks tile_peaks() const { return tree_.peaks({}); }
  /// The root at a size that was asked for; nothing where the leaves did not go so far.
  [[nodiscard]] std::optional<Hash> root_at(TreeSize size) const;

 private:
  void note_roots(std::span<const Hash> leaves);
  void compare_open_tiles(const LogShape& shape, Findings& findings) const;
  void compare_peaks(const LogHead& head, Findings& findings) const;

  RecomputedTree tree_;
  std::vector<Hash> open_leaves_;
  std::set<std::uint64_t> sizes_;
  std::map<std::uint64_t, Hash> roots_;
};

}  // namespace probity::eventstore::verify
