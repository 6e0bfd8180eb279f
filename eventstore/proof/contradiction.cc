#include "eventstore/proof/contradiction.h"

#include <fmt/format.h>

#include "eventstore/base/limits.h"
#include "eventstore/proof/base64.h"
#include "eventstore/proof/consistency.h"
#include "eventstore/proof/path_lines.h"

namespace probity::proof {
namespace {

std::unexpected<Error> no_contradiction(std::string_view why) {
  return fail(ErrorKind::kMalformed, fmt::format("this is no contradiction: {}", why));
}

std::span<const std::uint8_t> bytes_of(const std::string& text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

std::optional<std::string> read_note(LineReader& lines, std::string_view word) {
  const auto text = lines.next_after(word);
  const auto bytes = text ? base64_decode(*text) : std::nullopt;
  if (!bytes) return std::nullopt;
  return std::string(bytes->begin(), bytes->end());
}

}  // namespace

std::string Contradiction::text() const {
  std::string out = fmt::format("{}\nolder {}\nnewer {}\n", kContradictionFormat,
                                base64_encode(bytes_of(older)), base64_encode(bytes_of(newer)));
  if (!root) return out;
  out += fmt::format("root {}\n", base64_encode(root->bytes));
  write_hashes(out, hashes);
  return out;
}

Result<Contradiction> Contradiction::parse(std::string_view text) {
  if (text.size() > limits::kEvidenceBytes) {
    return fail(ErrorKind::kTooLarge, fmt::format("a contradiction of {} bytes; the limit is {}",
                                                  text.size(), limits::kEvidenceBytes));
  }
  LineReader lines(text);
  const auto first = lines.next().value_or("");
  if (first.starts_with(kContradictionName) && first != kContradictionFormat) {
    return fail(ErrorKind::kNewer, fmt::format("{} is newer than this program", first));
  }
  if (first != kContradictionFormat) return no_contradiction("its first line is another");
  Contradiction out;
  auto older = read_note(lines, "older");
  auto newer = read_note(lines, "newer");
  if (!older || !newer) return no_contradiction("it does not hold two checkpoints");
  out.older = std::move(*older);
  out.newer = std::move(*newer);
  if (const auto root = lines.next_after("root")) {
    out.root = hash_from_base64(*root);
    if (!out.root) return no_contradiction("its root is not 32 bytes");
    out.hashes = read_hashes(lines);
  }
  if (out.text() != text) return no_contradiction("its parts are not in their order or their form");
  return out;
}

Result<ProvedContradiction> verify_contradiction(const Contradiction& contradiction,
                                                 std::span<const PinnedKey> keys) {
  auto older = verify_checkpoint(contradiction.older, keys);
  if (!older) return pass(older);
  auto newer = verify_checkpoint(contradiction.newer, keys);
  if (!newer) return pass(newer);
  const Checkpoint& before = older->checkpoint;
  const Checkpoint& after = newer->checkpoint;
  if (before.origin != after.origin) return no_contradiction("they are of two ledgers");
  if (before.size > after.size) return no_contradiction("the older one is the larger");
  if ((before.size == after.size) == contradiction.root.has_value()) {
    return no_contradiction("the root between them is missing, or too much");
  }
  const Hash& root = contradiction.root ? *contradiction.root : after.root;
  if (root == before.root) {
    return fail(
        ErrorKind::kNotFound,
        "the two do not contradict each other: the newer one holds what the older one says");
  }
  if (contradiction.root) {
    auto consistent = check_consistency({before.size, root}, after.head(), contradiction.hashes);
    if (!consistent) {
      return no_contradiction("the root between them is not the newer one's: " +
                              consistent.error().what);
    }
  }
  return ProvedContradiction{std::move(*older), std::move(*newer)};
}

}  // namespace probity::proof
