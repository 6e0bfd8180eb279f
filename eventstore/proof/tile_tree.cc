#include "eventstore/proof/tile_tree.h"

#include <fmt/format.h>

#include <array>
#include <vector>

#include "eventstore/proof/entry_bundle.h"
#include "eventstore/proof/peaks.h"

namespace probity::proof {
namespace {

constexpr const char* kCheckpoint = "checkpoint";

/// Names the file where the error names no place; what is missing cannot be verified.
std::unexpected<Error> at(Error error, const std::string& path) {
  if (error.where.empty()) error.where = path;
  if (error.kind == ErrorKind::kNotFound) error.kind = ErrorKind::kUnverifiable;
  return std::unexpected(std::move(error));
}

class Check {
 public:
  Check(const ReadFile& read, TreeSize size, const OnEntry& on_entry)
      : read_(&read), tiles_(read), size_(size), on_entry_(&on_entry) {}

  /// The root that the entries make; every tile was compared on the way.
  Result<Hash> run() {
    for (std::uint64_t number = 0; tile_of(size_, 0, number); ++number) {
      auto done = bundle(number);
      if (!done) return pass(done);
    }
    for (unsigned level = 1; level < kTileLevels; ++level) {
      if (open_[level].empty()) continue;
      auto same = compare(level, hashes_of_level(size_, level) / limits::kTileHashes);
      if (!same) return pass(same);
    }
    return peaks_.root();
  }

 private:
  /// A tile that the tree has.
  [[nodiscard]] TilePath tile(std::optional<unsigned> level, std::uint64_t number) const {
    return tile_of(size_, level, number).value_or(TilePath{});
  }

  /// The leaves of one bundle; a tile is compared as soon as it is full.
  Result<void> bundle(std::uint64_t number) {
    const TilePath path = tile(std::nullopt, number);
    auto bytes = read_bundle(path);
    if (!bytes) return at(std::move(bytes.error()), path.text());
    auto entries = entries_of(*bytes, path.width);
    if (!entries) {
      entries.error().kind = ErrorKind::kCorrupt;
      return at(std::move(entries.error()), path.text());
    }
    for (const Bytes entry : *entries) open_[0].push_back(leaf_hash(entry));
    for (const Hash& leaf : open_[0]) peaks_.append(leaf);
    if (path.width < limits::kTileHashes) {
      // Compared before its entries are told, like the full ones.
      auto same = compare(0, number);
      if (!same) return same;
    } else {
      auto closed = close_tile(0, number);
      if (!closed) return closed;
    }
    return tell(path, *entries);
  }

  Result<std::vector<std::uint8_t>> read_bundle(const TilePath& path) {
    auto bytes = (*read_)(path.text());
    if (bytes || bytes.error().kind != ErrorKind::kNotFound || path.width == limits::kTileHashes)
      return bytes;
    TilePath full = path;
    full.width = limits::kTileHashes;
    auto more = (*read_)(full.text());
    if (!more) return bytes;
    auto entries = entries_of(*more, full.width);
    if (!entries) return fail(ErrorKind::kCorrupt, entries.error().what, {}, full.text());
    const Bytes last = (*entries)[path.width - 1];
    more->resize(static_cast<std::size_t>(last.data() + last.size() - more->data()));
    return more;
  }

  /// Compares a full tile and hands its root to the level above.
  Result<void> close_tile(unsigned level, std::uint64_t number) {
    auto same = compare(level, number);
    if (!same) return same;
    const Hash root = fold_perfect(open_[level]);
    open_[level].clear();
    if (level + 1 == kTileLevels) return {};
    open_[level + 1].push_back(root);
    if (open_[level + 1].size() < limits::kTileHashes) return {};
    return close_tile(level + 1, number / limits::kTileHashes);
  }

  Result<void> compare(unsigned level, std::uint64_t number) {
    const TilePath path = tile(level, number);
    auto stored = tiles_.read(path);
    if (!stored) return at(std::move(stored.error()), path.text());
    if (*stored == open_[level]) return {};
    // Which of the two was changed is not known here: both are named.
    const std::string below = level == 0 ? "the entries in " + tile({}, number).text()
                                         : fmt::format("the tiles of level {} below it", level - 1);
    return fail(ErrorKind::kCorrupt, fmt::format("its hashes are not those of {}", below), {},
                path.text());
  }

  Result<void> tell(const TilePath& path, const std::vector<Bytes>& entries) {
    if (!*on_entry_) return {};
    std::uint64_t position = path.number * limits::kTileHashes;
    for (const Bytes entry : entries) {
      auto heard = (*on_entry_)(Position{position++}, entry);
      if (!heard) return at(std::move(heard.error()), path.text());
    }
    return {};
  }

  const ReadFile* read_;
  TileFiles tiles_;
  TreeSize size_;
  const OnEntry* on_entry_;
  std::array<std::vector<Hash>, kTileLevels> open_;  // the tile of each level that is being filled
  Peaks peaks_;
};

}  // namespace

Result<VerifiedCheckpoint> verify_tile_tree(const ReadFile& read, std::span<const PinnedKey> pinned,
                                            const OnEntry& on_entry) {
  auto note = read(kCheckpoint);
  if (!note) return at(std::move(note.error()), kCheckpoint);
  auto verified =
      verify_checkpoint({reinterpret_cast<const char*>(note->data()), note->size()}, pinned);
  if (!verified) return at(std::move(verified.error()), kCheckpoint);
  Check check(read, verified->checkpoint.size, on_entry);
  auto root = check.run();
  if (!root) return pass(root);
  if (*root != verified->checkpoint.root) {
    return fail(ErrorKind::kCorrupt, "the entries make another root than the one that was signed",
                {}, kCheckpoint);
  }
  return verified;
}

}  // namespace probity::proof
