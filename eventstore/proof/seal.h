// The seal of the stream heads: that the last event shown of a stream was its last. Before a
// checkpoint is signed, HeadsSealed {size, root} is appended to `ledger/self`, and the checkpoint
// is signed at size + 1. Values and pure functions, any thread.
//
// The root is that of an RFC 6962 tree whose leaves are `stream || 0x00 || u64 big-endian last
// position`, sorted by the stream's name (bytes), each name once.
//
// The number of leaves is not sealed, and need not be: a proof that leads to the root fixes, by the
// order in which each pair was hashed, the turns of the way from the root to its leaf. The index
// and count that come with it are believed only so far as they give these turns. Two leaves whose
// ways part once, the one keeping right and the other keeping left from there on, are neighbours in
// the sealed tree whatever its size; a way that keeps left (right) throughout leads to its first
// (last) leaf. And the indexes i and i + 1 of one count give such ways, 0 and count - 1 the outer
// ones.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "eventstore/base/ids.h"
#include "eventstore/base/result.h"
#include "eventstore/base/stream_id.h"
#include "eventstore/proof/hash.h"
#include "eventstore/proof/tree.h"

namespace probity::proof {

/// Where the seal stands in a ledger.
inline constexpr std::string_view kSealStream = "ledger/self";
inline constexpr std::string_view kSealType = "HeadsSealed";

struct StreamHead {
  StreamId stream;
  Position last;  // position of the stream's last event
  friend bool operator==(const StreamHead&, const StreamHead&) = default;
};

/// The leaf of a stream's head: its data hashed as a leaf is.
[[nodiscard]] Hash head_leaf(const StreamHead& head);

/// A stream's head and the proof that it is in a seal.
struct SealedHead {
  StreamHead head;
  std::uint64_t index = 0;  // among the streams by name
  std::uint64_t count = 0;  // of streams
  std::vector<Hash> hashes;
  friend bool operator==(const SealedHead&, const SealedHead&) = default;
};

/// All heads of a ledger at one size: what makes the root and the proofs.
class SealedHeads {
 public:
  /// kMalformed unless they are sorted by name, each once.
  static Result<SealedHeads> of(std::vector<StreamHead> heads);

  [[nodiscard]] std::uint64_t count() const { return heads_.size(); }
  [[nodiscard]] Hash root();
  /// kNotFound where the stream is not among them.
  [[nodiscard]] Result<SealedHead> prove(const StreamId& stream);
  /// The neighbours between which the stream would stand: none where there are no heads, one where
  /// it would come first or last. kConflict where the stream is there.
  [[nodiscard]] Result<std::vector<SealedHead>> prove_absent(const StreamId& stream);

 private:
  explicit SealedHeads(std::vector<StreamHead> heads, std::vector<Hash> leaves)
      : heads_(std::move(heads)), tree_(std::move(leaves)) {}
  [[nodiscard]] SealedHead proof_at(std::size_t index);

  std::vector<StreamHead> heads_;
  LeafHashes tree_;
};

/// That the stream's head is in the seal. Errors as check_inclusion().
[[nodiscard]] Result<void> check_sealed(const SealedHead& sealed, const Hash& root);

/// That no head of the stream is in the seal: `neighbours` as SealedHeads::prove_absent() gives
/// them. kMalformed where they are no neighbours or the stream does not belong between them; else
/// as check_sealed().
[[nodiscard]] Result<void> check_absent(const StreamId& stream,
                                        std::span<const SealedHead> neighbours, const Hash& root);

/// What HeadsSealed says.
struct Seal {
  TreeSize size;  // of the ledger just before the event, which is its position
  Hash root;
  friend bool operator==(const Seal&, const Seal&) = default;
};

/// Reads the payload of HeadsSealed, which is canonical Cap'n Proto of
///
///     Content      0 words of data, 3 pointers: source, person, data
///     HeadsSealed  1 word of data: size; 1 pointer: root, text of 64 hex digits
///
/// As a ledger writes it, with neither source nor person: 15 words. 0: pointer to Content; 1, 2:
/// null; 3: pointer to HeadsSealed; 4: size; 5: pointer to the text; 6 to 14: the digits, a NUL and
/// seven zero bytes. A payload that names a source, or a field of a newer program behind these, is
/// read through its pointers. kMalformed where it is none.
[[nodiscard]] Result<Seal> parse_seal(Bytes payload);

}  // namespace probity::proof
