#include "eventstore/proof/evidence_check.h"

#include <fmt/format.h>

#include <algorithm>

#include "eventstore/base/text.h"
#include "eventstore/proof/inclusion.h"

namespace probity::proof {
namespace {

std::unexpected<Error> contradiction(std::string what, std::string where = {}) {
  return fail(ErrorKind::kCorrupt, std::move(what), {}, std::move(where));
}

struct ProvedRecord {
  Envelope envelope;
  Hash leaf;
};

Result<ProvedRecord> prove_record(const EvidenceRecord& record, const Checkpoint& checkpoint) {
  auto envelope = Envelope::parse(record.envelope);
  if (!envelope) return pass(envelope);
  const Hash leaf = leaf_hash(record.envelope);
  auto included =
      check_inclusion(leaf, record.index, checkpoint.size, record.hashes, checkpoint.root);
  if (!included) return pass(included);
  if (envelope->position != record.index) {
    return contradiction(fmt::format("the event says that it is at position {}, but stands at {}",
                                     envelope->position.value, record.index.value));
  }
  if (record.content &&
      payload_digest(record.content->salt, record.content->payload) != envelope->payload_digest)
    return contradiction("the payload is not the one that was recorded");
  return ProvedRecord{std::move(*envelope), leaf};
}

/// The events' versions are 1, 2, …, and each names the one before.
Result<void> check_chain(const std::vector<ProvedRecord>& records) {
  for (std::size_t i = 0; i < records.size(); ++i) {
    const Envelope& event = records[i].envelope;
    if (event.version.value != i + 1) {
      return contradiction(fmt::format("the stream's event {} is missing: version {} follows",
                                       i + 1, event.version.value),
                           fmt::format("record {}", i + 1));
    }
    if (i == 0) continue;
    if (event.previous != records[i - 1].envelope.position ||
        event.previous_leaf != records[i - 1].leaf) {
      return contradiction("the event names another as the one before it",
                           fmt::format("record {}", i + 1));
    }
  }
  return {};
}

std::string time_of(std::uint64_t seconds) {
  constexpr std::uint64_t kYear10000 = 253'402'300'800;
  if (seconds >= kYear10000) return fmt::format("second {} since 1970", seconds);
  return to_text(Instant{static_cast<std::int64_t>(seconds) * 1'000'000});
}

class Judge {
 public:
  Judge(const Evidence& evidence, VerifiedCheckpoint checkpoint)
      : evidence_(&evidence), out_{std::move(checkpoint), {}, {}, {}} {}

  Result<ProvedEvidence> judge() {
    state_checkpoint();
    auto done = records();
    if (!done) return pass(done);
    const Claim& claim = evidence_->claim;
    // check_parts() saw to it that a claim has a seal where it names a stream, and only there.
    if (evidence_->seal && claim.stream) {
      auto seal = prove_seal(*evidence_->seal);
      if (!seal) return pass(seal);
      out_.seal = *seal;
      done = claim.kind == ClaimKind::kNoStream ? absent_stream(*claim.stream, *seal)
                                                : sealed_stream(*claim.stream, *seal);
      if (!done) return pass(done);
    }
    for (ProvedRecord& record : records_) out_.events.push_back(std::move(record.envelope));
    return std::move(out_);
  }

 private:
  void state(Basis basis, std::string text) { out_.statements.push_back({basis, std::move(text)}); }

  void state_checkpoint() {
    const Checkpoint& checkpoint = out_.checkpoint.checkpoint;
    state(Basis::kSignature, fmt::format("{} signed for its first {} events", checkpoint.origin,
                                         checkpoint.size.value));
    for (const Witnessed& witness : out_.checkpoint.witnesses) {
      state(Basis::kSignature, fmt::format("{} had seen no later state of it at {}",
                                           witness.key.name(), time_of(witness.seconds)));
    }
  }

  Result<void> records() {
    for (const EvidenceRecord& record : evidence_->events) {
      auto proved = prove_record(record, out_.checkpoint.checkpoint);
      const std::string where = fmt::format("record {}", records_.size() + 1);
      if (!proved) {
        proved.error().where = where;
        return pass(proved);
      }
      if (const auto& stream = evidence_->claim.stream;
          stream && proved->envelope.stream != *stream)
        return contradiction("the event is of another stream than the one claimed", where);
      state_record(proved->envelope, record.content.has_value());
      records_.push_back(std::move(*proved));
    }
    return {};
  }

  void state_record(const Envelope& event, bool payload_shown) {
    state(Basis::kHashes,
          fmt::format("event {} is among them: {} of {}, version {}, recorded {}; its payload {}",
                      event.position.value, event.type, event.stream.text(), event.version.value,
                      to_text(event.recorded_at),
                      payload_shown ? "is the one recorded" : "is not shown"));
  }

  /// The record of HeadsSealed, and what it says.
  Result<Seal> prove_seal(const EvidenceRecord& record) {
    const std::string where = fmt::format("record {}", evidence_->events.size() + 1);
    auto proved = prove_record(record, out_.checkpoint.checkpoint);
    if (!proved) {
      proved.error().where = where;
      return pass(proved);
    }
    const Envelope& event = proved->envelope;
    if (event.type != kSealType || event.stream.text() != kSealStream)
      return contradiction("the last record does not seal the stream heads", where);
    if (!record.content) {
      return fail(ErrorKind::kUnverifiable, "the payload of the seal is not shown",
                  "a seal holds nothing secret: ask for evidence that shows it", where);
    }
    auto seal = parse_seal(record.content->payload);
    if (!seal) {
      seal.error().where = where;
      return seal;
    }
    // An older seal would prove an older state in the new checkpoint's name.
    const TreeSize size = out_.checkpoint.checkpoint.size;
    if (event.position.value + 1 != size.value) {
      return contradiction(
          fmt::format(
              "the seal is at position {}, and the checkpoint of {} events is sealed by its "
              "last",
              event.position.value, size.value),
          where);
    }
    if (seal->size.value != event.position.value) {
      return contradiction(fmt::format("the seal at position {} is of a ledger of {} events",
                                       event.position.value, seal->size.value),
                           where);
    }
    return seal;
  }

  /// The claims kLast, kStream, kNoType and kStatus.
  Result<void> sealed_stream(const StreamId& stream, const Seal& seal) {
    const Claim& claim = evidence_->claim;
    if (claim.kind != ClaimKind::kLast) {
      auto whole = check_chain(records_);
      if (!whole) return whole;
      state(Basis::kHashes, fmt::format("these are all events of {} from version 1 to {}",
                                        stream.text(), records_.size()));
    }
    auto last = sealed_last(stream, seal);
    if (last && claim.asked && claim.asked->as_of.value > seal.size.value) {
      return contradiction(fmt::format("the status is asked as of position {}, and the seal is of "
                                       "{} events",
                                       claim.asked->as_of.value, seal.size.value),
                           stream.text());
    }
    if (!last || claim.kind != ClaimKind::kNoType) return last;
    return absent_type(stream, seal);
  }

  Result<void> sealed_last(const StreamId& stream, const Seal& seal) {
    const SealedHead& sealed = evidence_->heads.front();
    const Position last = records_.back().envelope.position;
    auto included = check_sealed(sealed, seal.root);
    if (!included) return included;
    if (sealed.head.stream != stream)
      return contradiction("the head is of another stream than the one claimed",
                           sealed.head.stream.text());
    if (sealed.head.last != last || last.value >= seal.size.value) {
      return contradiction(
          fmt::format("the seal says that the stream's last event is at position {}, not {}",
                      sealed.head.last.value, last.value),
          stream.text());
    }
    state(Basis::kSeal, fmt::format("event {} was the last of {} when the ledger had {} events",
                                    last.value, stream.text(), seal.size.value));
    return {};
  }

  Result<void> absent_type(const StreamId& stream, const Seal& seal) {
    const std::string& type = evidence_->claim.type;
    for (const ProvedRecord& record : records_) {
      if (record.envelope.type == type) {
        return contradiction(fmt::format("event {} is of the type {}, which is claimed absent",
                                         record.envelope.position.value, type));
      }
    }
    state(Basis::kSeal, fmt::format("{} had no event {} when the ledger had {} events",
                                    stream.text(), type, seal.size.value));
    return {};
  }

  Result<void> absent_stream(const StreamId& stream, const Seal& seal) {
    auto absent = check_absent(stream, evidence_->heads, seal.root);
    if (!absent) return absent;
    state(Basis::kSeal, fmt::format("there was no stream {} when the ledger had {} events",
                                    stream.text(), seal.size.value));
    return {};
  }

  const Evidence* evidence_;
  std::vector<ProvedRecord> records_;
  ProvedEvidence out_;
};

}  // namespace

Result<ProvedEvidence> verify_evidence(const Evidence& evidence,
                                       std::span<const PinnedKey> pinned) {
  auto complete = check_parts(evidence);
  if (!complete) return pass(complete);
  auto checkpoint = verify_checkpoint(evidence.checkpoint, pinned);
  if (!checkpoint) return pass(checkpoint);
  return Judge(evidence, std::move(*checkpoint)).judge();
}

}  // namespace probity::proof
