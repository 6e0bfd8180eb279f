// The seals of the stream heads (HeadsSealed), computed anew: the RFC 6962 root over the leaves
// `stream || 0x00 || u64 big-endian last position`, sorted by the stream's name, of the ledger as
// it was just before the event. One thread at a time.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "eventstore/proof/seal.h"
#include "eventstore/verify/chain_check.h"
#include "eventstore/verify/finding.h"
#include "eventstore/verify/verify.h"

namespace probity::eventstore::verify {

class SealCheck {
 public:
  explicit SealCheck(WhichSeals which) : which_(which) {}

  /// Before an event changes the heads.
  void before(Position position, const SliceEvent& event, const StreamHeads& heads,
              Findings& findings);
  /// After it did.
  void after(const ChainStep& step);
  /// After the last event.
  void finish(const StreamHeads& heads, Findings& findings);

  /// How many were recomputed.
  [[nodiscard]] std::uint64_t checked() const { return checked_; }

 private:
  /// What a seal said and where, to be held against the heads of before.
  struct Claim {
    Position position;
    proof::Seal told;
  };
  using LastAt = std::function<std::optional<Position>(std::uint32_t stream)>;
  [[nodiscard]] std::optional<Claim> read(Position position, const SliceEvent& event,
                                          Findings& findings) const;
  void check(const Claim& claim, const StreamHeads& heads, const LastAt& last, Findings& findings);
  [[nodiscard]] Hash root_of(const StreamHeads& heads, const LastAt& last);

  /// The last position of a stream at the last seal, kept when an event behind it changed it.
  struct Kept {
    std::uint64_t seal = 0;  // number of the seal that it was kept for
    std::optional<Position> last;
  };

  WhichSeals which_;
  std::uint64_t seals_ = 0;
  std::optional<Claim> last_;
  std::vector<Kept> kept_;             // by stream
  std::vector<std::uint32_t> sorted_;  // streams by name, as far as they were sorted
  std::uint64_t checked_ = 0;
};

}  // namespace probity::eventstore::verify
