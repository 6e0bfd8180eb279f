#include "eventstore/proof/path_lines.h"

#include <fmt/format.h>

#include "eventstore/proof/base64.h"
#include "eventstore/proof/inclusion.h"

namespace probity::proof {

void write_hashes(std::string& out, std::span<const Hash> hashes) {
  for (const Hash& hash : hashes) out += base64_encode(hash.bytes) + '\n';
}

std::vector<Hash> read_hashes(LineReader& lines) {
  std::vector<Hash> hashes;
  while (hashes.size() < kProofHashes) {
    const auto line = lines.peek();
    const auto hash = line ? hash_from_base64(*line) : std::nullopt;
    if (!hash) break;
    hashes.push_back(*hash);
    (void)lines.next();
  }
  return hashes;
}

void write_path(std::string& out, std::uint64_t index, std::span<const Hash> hashes) {
  out += fmt::format("index {}\n", index);
  write_hashes(out, hashes);
}

Result<PathLines> read_path(LineReader& lines) {
  const auto text = lines.next_after("index");
  const auto index = text ? number_from_decimal(*text) : std::nullopt;
  if (!index) return fail(ErrorKind::kMalformed, "the line 'index N' is missing or no number");
  return PathLines{.index = *index, .hashes = read_hashes(lines)};
}

}  // namespace probity::proof
