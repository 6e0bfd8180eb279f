// A ledger in memory that makes evidence of every kind.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "eventstore/proof/envelope.h"
#include "eventstore/proof/evidence.h"
#include "eventstore/proof/inclusion.h"
#include "tests/unit/proof/canonical.h"
#include "tests/unit/proof/keys.h"
#include "tests/unit/proof/leaves.h"

namespace probity::proof {

class SmallLedger {
 public:
  struct Stored {
    std::vector<std::uint8_t> envelope;
    Disclosure content;
  };

  Position append(std::string_view stream, std::string_view type,
                  std::vector<std::uint8_t> payload) {
    const Position position{events.size()};
    Salt salt;
    salt.bytes.fill(static_cast<std::uint8_t>(position.value + 1));
    EnvelopeParts parts{.position = position};
    parts.recorded_at.micros += static_cast<std::int64_t>(position.value) * 1'000'000;
    parts.id.bytes[15] = static_cast<std::uint8_t>(position.value);
    parts.stream = stream;
    parts.type = type;
    parts.payload_digest = payload_digest(salt, payload);
    auto& [last, version] = heads_[parts.stream];
    parts.version = StreamVersion{++version};
    if (version > 1) {
      parts.previous = last;
      parts.previous_leaf = leaf_hash(events[last.value].envelope);
    }
    last = position;
    events.push_back({envelope_bytes(parts), {salt, std::move(payload)}});
    return position;
  }
  Position append(std::string_view stream, std::string_view type) {
    const Bytes payload = bytes("a payload of words, of three");
    return append(stream, type, {payload.begin(), payload.end()});
  }

  /// As a ledger does before it signs.
  void seal() { seal_as(sorted_heads()); }
  /// As one that lies does.
  void seal_as(std::vector<StreamHead> said) {
    sealed_at = TreeSize{events.size()};
    heads = SealedHeads::of(std::move(said)).value();
    append(kSealStream, kSealType, seal_bytes({sealed_at, heads->root()}));
  }

  /// Of what is sealed, as a ledger signs; or of all, as one that lies does.
  [[nodiscard]] TreeSize signed_size() const {
    return heads && !signs_all ? TreeSize{sealed_at.value + 1} : TreeSize{events.size()};
  }

  [[nodiscard]] std::string checkpoint() {
    LeafHashes tree(leaves());
    return sign_checkpoint({.origin = std::string(kOrigin),
                            .size = signed_size(),
                            .root = tree_root(tree, signed_size()).value(),
                            .extensions = {}},
                           ledger_key())
        .value();
  }

  [[nodiscard]] EvidenceRecord record(Position position) {
    LeafHashes tree(leaves());
    return {.envelope = events[position.value].envelope,
            .content = events[position.value].content,
            .index = position,
            .hashes = prove_inclusion(tree, position, signed_size()).value()};
  }

  [[nodiscard]] Evidence event(Position position) {
    return {.claim = {.kind = ClaimKind::kEvent},
            .events = {record(position)},
            .heads = {},
            .seal = std::nullopt,
            .checkpoint = checkpoint()};
  }
  /// kStream, kLast or kNoType of a stream that is there.
  [[nodiscard]] Evidence stream(ClaimKind kind, std::string_view name, std::string_view type = {}) {
    const StreamId id = StreamId::parse(name).value();
    Evidence out = sealed({.kind = kind, .stream = id, .type = std::string(type)});
    for (std::size_t i = 0; i < sealed_at.value; ++i) {
      if (Envelope::parse(events[i].envelope).value().stream == id)
        out.events.push_back(record(Position{i}));
    }
    if (kind == ClaimKind::kLast) out.events.erase(out.events.begin(), out.events.end() - 1);
    out.heads.push_back(heads->prove(id).value());
    return out;
  }
  [[nodiscard]] Evidence no_stream(std::string_view name) {
    const StreamId id = StreamId::parse(name).value();
    Evidence out = sealed({.kind = ClaimKind::kNoStream, .stream = id});
    out.heads = heads->prove_absent(id).value();
    return out;
  }

  [[nodiscard]] std::vector<Hash> leaves() const {
    std::vector<Hash> out;
    for (const Stored& event : events) out.push_back(leaf_hash(event.envelope));
    return out;
  }

  std::vector<Stored> events;
  TreeSize sealed_at;
  bool signs_all = false;
  std::optional<SealedHeads> heads;

 private:
  Evidence sealed(Claim claim) {
    return {.claim = std::move(claim),
            .events = {},
            .heads = {},
            .seal = record(Position{sealed_at.value}),
            .checkpoint = checkpoint()};
  }
  [[nodiscard]] std::vector<StreamHead> sorted_heads() const {
    std::vector<StreamHead> out;
    for (const auto& [name, head] : heads_)
      out.push_back({StreamId::parse(name).value(), head.first});
    return out;
  }

  std::map<std::string, std::pair<Position, std::uint64_t>> heads_;  // last position, version
};

/// Eleven events of four streams, sealed, and two more behind the seal.
inline SmallLedger some_ledger() {
  SmallLedger ledger;
  ledger.append("ledger/self", "LedgerOpened");
  for (int i = 0; i < 3; ++i) {
    ledger.append("finding/em-soc-2023-rec-1", i == 0 ? "RecommendationRaised" : "NoteAdded");
    ledger.append("finding/em-soc-2023-rec-2", i == 0 ? "RecommendationRaised" : "NoteAdded");
    ledger.append("role/derbyshire/lead", i == 0 ? "RoleAssumed" : "NoteAdded");
  }
  ledger.append("finding/em-soc-2023-rec-1", "SignedOff");
  ledger.seal();
  ledger.append("finding/em-soc-2023-rec-2", "SignedOff");
  ledger.append("finding/em-soc-2023-rec-9", "RecommendationRaised");
  return ledger;
}

}  // namespace probity::proof
