#include "eventstore/verify/tile_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "eventstore/base/text.h"
#include "eventstore/tiles.h"

namespace probity::eventstore::verify {

std::string tile_name(unsigned level, std::uint64_t number) {
  return fmt::format("tile {} of level {}", number, level);
}

Position first_leaf(unsigned level, std::uint64_t number, std::size_t i) {
  return Position{(number * limits::kTileHashes + i) << (level * kTileHeight)};
}

void compare_tile(unsigned level, std::uint64_t number, std::span<const Hash> expected,
                  std::span<const Hash> stored, Findings& findings) {
  for (std::size_t i = 0; i < expected.size(); ++i) {
    if (i < stored.size() && expected[i] == stored[i]) continue;
    const Position position = first_leaf(level, number, i);
    // What was found below it already tells why it is another one.
    const bool known = level > 0 && findings.any_within(
                                        position, TreeSize{first_leaf(level, number, i + 1).value});
    if (known) continue;
    const std::string name = tile_name(level, number);
    findings.add(
        {.kind = FindingKind::kInconsistent,
         .table = "tiles",
         .key = name,
         .position = position,
         .expected = to_hex(expected[i].bytes),
         .found = i < stored.size() ? to_hex(stored[i].bytes) : "nothing",
         .sentence =
             level == 0
                 ? fmt::format("the event at position {} is not the one whose leaf the tree holds: "
                               "the event or {} was altered",
                               position.value, name)
                 : fmt::format("hash {} of {} is not what the events from position {} on give", i,
                               name, position.value)});
    return;
  }
}

void check_tile(const lmdb::Transaction& transaction, const LogTables& tables, unsigned level,
                std::uint64_t number, std::span<const Hash> expected, Findings& findings) {
  const auto row = transaction.get(tables.tiles, tile_key(level, number));
  if (!row) {
    findings.add({.kind = FindingKind::kInconsistent,
                  .table = "tiles",
                  .key = tile_name(level, number),
                  .position = first_leaf(level, number, 0),
                  .expected = fmt::format("{} hashes", expected.size()),
                  .found = "nothing",
                  .sentence = fmt::format("{} is missing", tile_name(level, number))});
    return;
  }
  const auto expected_bytes = std::as_bytes(expected);
  if (row->size() == expected_bytes.size() &&
      std::memcmp(row->data(), expected_bytes.data(), row->size()) == 0) {
    return;
  }
  std::vector<Hash> stored(row->size() / sizeof(Hash));
  std::memcpy(stored.data(), row->data(), stored.size() * sizeof(Hash));
  compare_tile(level, number, expected, stored, findings);
}

}  // namespace probity::eventstore::verify
