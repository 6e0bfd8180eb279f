#include "eventstore/verify/seal_check.h"

#include <fmt/format.h>

#include <algorithm>

#include "eventstore/base/text.h"
#include "eventstore/hash_lanes.h"
#include "eventstore/proof/peaks.h"

namespace probity::eventstore::verify {
namespace {

/// The leaves' data, one behind the other.
class LeafData {
 public:
  void add(std::string_view stream, Position last) {
    ends_.push_back(bytes_.size());
    bytes_.insert(bytes_.end(), stream.begin(), stream.end());
    bytes_.push_back(0);
    for (int shift = 56; shift >= 0; shift -= 8) {
      bytes_.push_back(static_cast<std::uint8_t>(last.value >> shift));
    }
  }
  [[nodiscard]] Hash root() {
    std::vector<proof::Bytes> leaf_data;
    ends_.push_back(bytes_.size());
    for (std::size_t i = 0; i + 1 < ends_.size(); ++i) {
      leaf_data.push_back(proof::Bytes(bytes_).subspan(ends_[i], ends_[i + 1] - ends_[i]));
    }
    std::vector<Hash> leaves(leaf_data.size());
    proof::leaf_hashes(hash_many(), leaf_data, leaves);
    proof::Peaks peaks;
    peaks.append(leaves, hash_many(), {});
    return peaks.root();
  }

 private:
  std::vector<std::uint8_t> bytes_;
  std::vector<std::size_t> ends_;  // where each begins; at last where all end
};

}  // namespace

void SealCheck::before(Position position, const SliceEvent& event, const StreamHeads& heads,
                       Findings& findings) {
  if (which_ == WhichSeals::kNone || !event.envelope) return;
  if (event.envelope->type() != proof::kSealType ||
      event.envelope->stream() != proof::kSealStream) {
    return;
  }
  const auto claim = read(position, event, findings);
  if (which_ == WhichSeals::kLast) {
    ++seals_;
    last_ = claim;
  } else if (claim) {
    check(*claim, heads, [&](std::uint32_t stream) { return heads.head(stream).last; }, findings);
  }
}

std::optional<SealCheck::Claim> SealCheck::read(Position position, const SliceEvent& event,
                                                Findings& findings) const {
  const auto told = proof::parse_seal(bytes_of(event.payload));
  if (told) return Claim{position, *told};
  findings.add(
      {FindingKind::kUnverifiable, "blocks", fmt::to_string(position.value), position,
       "a size and a root", event.absent ? "no payload" : "another payload",
       fmt::format("the seal of the stream heads at position {} cannot be read", position.value)});
  return std::nullopt;
}

void SealCheck::after(const ChainStep& step) {
  if (!last_) return;
  if (kept_.size() <= step.stream) kept_.resize(step.stream + 1);
  Kept& kept = kept_[step.stream];
  if (kept.seal != seals_) kept = {seals_, step.before};
}

void SealCheck::finish(const StreamHeads& heads, Findings& findings) {
  if (!last_) return;
  const auto last = [&](std::uint32_t stream) -> std::optional<Position> {
    if (stream < kept_.size() && kept_[stream].seal == seals_) return kept_[stream].last;
    return heads.head(stream).last;
  };
  check(*last_, heads, last, findings);
}

void SealCheck::check(const Claim& claim, const StreamHeads& heads, const LastAt& last,
                      Findings& findings) {
  const auto add = [&](std::string expected, std::string found, std::string_view what) {
    findings.add({FindingKind::kInconsistent, "blocks", fmt::to_string(claim.position.value),
                  claim.position, std::move(expected), std::move(found),
                  fmt::format("the seal of the stream heads at position {} is of {}",
                              claim.position.value, what)});
  };
  ++checked_;
  if (claim.told.size.value != claim.position.value) {
    add(fmt::format("{} events", claim.position.value),
        fmt::format("{} events", claim.told.size.value),
        "another size than the ledger had just before it");
  }
  if (const Hash root = root_of(heads, last); root != claim.told.root) {
    add(to_hex(root.bytes), to_hex(claim.told.root.bytes),
        "other heads than the ledger had just before it");
  }
}

Hash SealCheck::root_of(const StreamHeads& heads, const LastAt& last) {
  const auto by_name = [&](std::uint32_t a, std::uint32_t b) {
    return heads.name(a) < heads.name(b);
  };
  const auto known = static_cast<std::ptrdiff_t>(sorted_.size());
  for (auto stream = static_cast<std::uint32_t>(sorted_.size()); stream < heads.count(); ++stream) {
    sorted_.push_back(stream);
  }
  std::ranges::sort(sorted_.begin() + known, sorted_.end(), by_name);
  std::ranges::inplace_merge(sorted_, sorted_.begin() + known, by_name);
  LeafData leaves;
  for (const std::uint32_t stream : sorted_) {
    if (const auto at = last(stream)) leaves.add(heads.name(stream), *at);
  }
  return leaves.root();
}

}  // namespace probity::eventstore::verify
