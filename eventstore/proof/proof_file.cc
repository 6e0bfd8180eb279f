#include "eventstore/proof/proof_file.h"

#include <fmt/format.h>

#include "eventstore/base/limits.h"
#include "eventstore/proof/base64.h"
#include "eventstore/proof/inclusion.h"
#include "eventstore/proof/note.h"
#include "eventstore/proof/path_lines.h"
#include "eventstore/proof/text_form.h"

namespace probity::proof {
namespace {

constexpr std::string_view kKind = "c2sp.org/tlog-proof@";
constexpr std::string_view kVersion = "v1";

std::unexpected<Error> no_proof(std::string_view why) {
  return fail(ErrorKind::kMalformed, fmt::format("this is no proof file: {}", why));
}

}  // namespace

std::string ProofFile::text() const {
  std::string out = fmt::format("{}{}\n", kKind, kVersion);
  if (extra) out += fmt::format("extra {}\n", base64_encode(*extra));
  write_path(out, index.value, hashes);
  return out + '\n' + checkpoint;
}

Result<ProofFile> ProofFile::parse(std::string_view text) {
  if (text.size() > limits::kProofFileBytes) {
    return fail(ErrorKind::kTooLarge, fmt::format("a proof file of {} bytes; the limit is {}",
                                                  text.size(), limits::kProofFileBytes));
  }
  LineReader lines(text);
  const auto first = lines.next();
  if (!first || !first->starts_with(kKind)) return no_proof("its first line is another");
  if (first->substr(kKind.size()) != kVersion) {
    return fail(ErrorKind::kNewer, fmt::format("the proof file is of version {}, not {}",
                                               first->substr(kKind.size()), kVersion));
  }
  ProofFile out;
  if (const auto extra = lines.next_after("extra")) {
    out.extra = base64_decode(*extra);
    if (!out.extra) return no_proof("what follows 'extra' is not base64");
  }
  auto path = read_path(lines);
  if (!path) return pass(path);
  out.index = Position{path->index};
  out.hashes = std::move(path->hashes);
  const auto empty = lines.next();
  if (!empty || !empty->empty()) return no_proof("no empty line ends its hashes");
  out.checkpoint = lines.rest();
  auto note = Note::parse(out.checkpoint);
  if (!note) return pass(note);
  return out;
}

Result<VerifiedCheckpoint> verify_proof_file(const ProofFile& file, const Hash& leaf_hash,
                                             std::span<const PinnedKey> pinned) {
  auto verified = verify_checkpoint(file.checkpoint, pinned);
  if (!verified) return verified;
  auto included = check_inclusion(leaf_hash, file.index, verified->checkpoint.size, file.hashes,
                                  verified->checkpoint.root);
  if (!included) return pass(included);
  return verified;
}

}  // namespace probity::proof
