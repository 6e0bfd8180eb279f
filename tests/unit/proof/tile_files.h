// A published tree in memory: every file that C2SP tlog-tiles names for a tree of a size.
#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

#include "eventstore/proof/entry_bundle.h"
#include "eventstore/proof/tiles.h"
#include "tests/unit/proof/keys.h"
#include "tests/unit/proof/leaves.h"

namespace probity::proof {

class PublishedTree {
 public:
  using Files = std::map<std::string, std::vector<std::uint8_t>>;

  /// The entries "leaf 0", "leaf 1", …, checkpoint signed.
  explicit PublishedTree(std::size_t size) : size_(TreeSize{size}), leaves_(numbered_leaves(size)) {
    std::vector<Hash> level_hashes = leaves_;
    for (unsigned level = 0; !level_hashes.empty(); ++level) {
      add_level(level, level_hashes);
      std::vector<Hash> above;
      for (std::size_t at = 0; at + 256 <= level_hashes.size(); at += 256) {
        std::vector<Hash> full(level_hashes.begin() + static_cast<std::ptrdiff_t>(at),
                               level_hashes.begin() + static_cast<std::ptrdiff_t>(at + 256));
        above.push_back(fold_perfect(full));
      }
      level_hashes = above;
    }
    for (std::size_t at = 0; at < size; at += 256) add_bundle(at);
    LeafHashes tree(leaves_);
    sign({.origin = std::string(kOrigin),
          .size = size_,
          .root = tree_root(tree, size_).value(),
          .extensions = {}});
  }

  void sign(const Checkpoint& checkpoint) {
    const std::string note = sign_checkpoint(checkpoint, ledger_key()).value();
    files["checkpoint"].assign(note.begin(), note.end());
  }
  [[nodiscard]] TreeSize size() const { return size_; }
  [[nodiscard]] const std::vector<Hash>& leaves() const { return leaves_; }
  [[nodiscard]] ReadFile reader() const {
    return [this](const std::string& path) -> Result<std::vector<std::uint8_t>> {
      const auto file = files.find(path);
      if (file == files.end()) return fail(ErrorKind::kNotFound, "there is no such file", {}, path);
      return file->second;
    };
  }

  Files files;

 private:
  void add_level(unsigned level, std::span<const Hash> hashes) {
    for (std::size_t at = 0; at < hashes.size(); at += 256) {
      auto& file = files[tile_of(size_, level, at / 256)->text()];
      for (std::size_t i = at; i < std::min(hashes.size(), at + 256); ++i)
        file.insert(file.end(), hashes[i].bytes.begin(), hashes[i].bytes.end());
    }
  }
  void add_bundle(std::size_t at) {
    auto& file = files[tile_of(size_, std::nullopt, at / 256)->text()];
    for (std::size_t i = at; i < std::min(leaves_.size(), at + 256); ++i)
      (void)append_entry(file, bytes("leaf " + std::to_string(i)));
  }

  TreeSize size_;
  std::vector<Hash> leaves_;
};

}  // namespace probity::proof
