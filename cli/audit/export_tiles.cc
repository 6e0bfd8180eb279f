#include "cli/audit/export_tiles.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <span>
#include <string>
#include <vector>

#include "cli/files.h"
#include "eventstore/base/limits.h"
#include "eventstore/proof/checkpoint.h"
#include "eventstore/proof/entry_bundle.h"
#include "eventstore/proof/note.h"
#include "eventstore/proof/tile_path.h"

namespace probity::cli {
namespace {

namespace fs = std::filesystem;
using eventstore::Snapshot;
using Contents = std::vector<std::uint8_t>;

std::unexpected<Error> cannot_write(const fs::path& file) {
  return fail(ErrorKind::kStorage, "cannot be written", {}, file.string());
}

/// Beside its place first, then into it, in one step.
Result<void> put_file(const fs::path& file, std::span<const std::uint8_t> bytes) {
  std::error_code failed;
  fs::create_directories(file.parent_path(), failed);
  const fs::path beside = file.string() + ".part";
  std::ofstream out(beside, std::ios::binary | std::ios::trunc);
  out.write(reinterpret_cast<const char*>(bytes.data()),
            static_cast<std::streamsize>(bytes.size()));
  out.close();
  if (!out) return cannot_write(beside);
  const int descriptor = ::open(beside.c_str(), O_RDONLY | O_CLOEXEC);
  const bool synced = descriptor >= 0 && ::fsync(descriptor) == 0;
  if (descriptor >= 0) ::close(descriptor);
  if (!synced) return cannot_write(beside);
  fs::rename(beside, file, failed);
  if (failed) return cannot_write(file);
  return {};
}

Result<std::pair<proof::Checkpoint, std::string>> last_checkpoint(const Snapshot& snapshot) {
  auto kept = snapshot.checkpoints();
  if (!kept) return pass(kept);
  if (kept->empty()) {
    return fail(ErrorKind::kUnverifiable, "the ledger keeps no checkpoint yet",
                "probity checkpoint seals and signs what the ledger holds now");
  }
  auto note = proof::Note::parse(kept->back().note);
  if (!note) return pass(note);
  auto checkpoint = proof::Checkpoint::parse(note->text());
  if (!checkpoint) return pass(checkpoint);
  return std::pair(std::move(*checkpoint), std::move(kept->back().note));
}

/// What stands in the folder must be an earlier export of this ledger.
Result<void> check_folder(const fs::path& folder, const std::string& origin) {
  const fs::path file = folder / "checkpoint";
  if (!fs::exists(file)) return {};
  const auto text = read_file(file.string(), limits::kEvidenceBytes);
  if (!text) return std::unexpected(text.error());
  const auto note = proof::Note::parse(*text);
  const auto there = note ? proof::Checkpoint::parse(note->text())
                          : Result<proof::Checkpoint>(std::unexpected(note.error()));
  if (there && there->origin == origin) return {};
  return fail(ErrorKind::kConflict, "the folder holds something else than this ledger's tree",
              "name a new folder", folder.string());
}

class TileExport {
 public:
  TileExport(const Snapshot& snapshot, TreeSize size, fs::path folder)
      : snapshot_(snapshot), tree_(snapshot.tree()), folder_(std::move(folder)), done_{size} {}

  Result<ExportedTiles> run() {
    for (std::uint64_t from = 0; from < done_.size.value; from += limits::kTileHashes) {
      if (auto put = put_entries(from); !put) return pass(put);
    }
    for (unsigned level = 0;
         level < proof::kTileLevels && proof::hashes_of_level(done_.size, level) != 0; ++level) {
      if (auto put = put_level(level); !put) return pass(put);
    }
    return done_;
  }

 private:
  Result<void> put(const proof::TilePath& path, const auto& make) {
    const fs::path file = folder_ / path.text();
    if (fs::exists(file)) return {};
    Result<Contents> bytes = make();
    if (!bytes) return pass(bytes);
    ++done_.files;
    return put_file(file, *bytes);
  }

  Result<void> put_entries(std::uint64_t from) {
    const auto path = proof::tile_of(done_.size, std::nullopt, from / limits::kTileHashes);
    return put(*path, [&]() -> Result<Contents> {
      Contents bundle;
      const TreeSize to{std::min(from + limits::kTileHashes, done_.size.value)};
      Result<void> added;
      auto scanned = snapshot_.scan(Position{from}, to, [&](Position, const auto& record) {
        added = proof::append_entry(bundle, eventstore::bytes_of(record.envelope));
        return added.has_value();
      });
      if (!scanned) return pass(scanned);
      if (!added) return pass(added);
      return bundle;
    });
  }

  Result<void> put_level(unsigned level) {
    const std::uint64_t hashes = proof::hashes_of_level(done_.size, level);
    for (std::uint64_t first = 0; first < hashes; first += limits::kTileHashes) {
      const auto path = proof::tile_of(done_.size, level, first / limits::kTileHashes);
      auto written = put(*path, [&]() -> Result<Contents> {
        Contents tile;
        const std::uint64_t end = std::min(first + limits::kTileHashes, hashes);
        for (std::uint64_t index = first; index < end; ++index) {
          const auto root = tree_->root_of({.height = proof::kTileHeight * level, .index = index});
          if (!root) return std::unexpected(root.error());
          tile.insert(tile.end(), root->bytes.begin(), root->bytes.end());
        }
        return tile;
      });
      if (!written) return written;
    }
    return {};
  }

  const Snapshot& snapshot_;
  std::unique_ptr<proof::SubtreeReader> tree_;
  fs::path folder_;
  ExportedTiles done_;
};

}  // namespace

Result<ExportedTiles> export_tiles(const Snapshot& snapshot, const fs::path& folder) {
  auto last = last_checkpoint(snapshot);
  if (!last) return pass(last);
  const auto& [checkpoint, note] = *last;
  if (auto fits = check_folder(folder, checkpoint.origin); !fits) return pass(fits);
  auto done = TileExport(snapshot, checkpoint.size, folder).run();
  if (!done) return done;
  const std::span<const std::uint8_t> bytes(reinterpret_cast<const std::uint8_t*>(note.data()),
                                            note.size());
  if (auto put = put_file(folder / "checkpoint", bytes); !put) return pass(put);
  ++done->files;
  return done;
}

}  // namespace probity::cli
