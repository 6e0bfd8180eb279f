// `index N` and the hashes of an inclusion proof, one a line, as proof files and evidence files
// have them. Pure, any thread.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "eventstore/base/ids.h"
#include "eventstore/base/result.h"
#include "eventstore/proof/text_form.h"

namespace probity::proof {

struct PathLines {
  std::uint64_t index = 0;
  std::vector<Hash> hashes;
};

void write_path(std::string& out, std::uint64_t index, std::span<const Hash> hashes);

/// The hashes of the lines up to the first that is none, which is left, as are those beyond
/// kProofHashes. kMalformed without `index N`.
[[nodiscard]] Result<PathLines> read_path(LineReader& lines);

/// The hash lines alone, as read_path().
void write_hashes(std::string& out, std::span<const Hash> hashes);
[[nodiscard]] std::vector<Hash> read_hashes(LineReader& lines);

}  // namespace probity::proof
