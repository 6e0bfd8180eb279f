#include "cli/evidence_of.h"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>
#include <ranges>
#include <utility>
#include <vector>

#include "cli/files.h"
#include "eventstore/envelope_view.h"
#include "eventstore/proof/inclusion.h"
#include "eventstore/proof/note.h"
#include "eventstore/proof/seal.h"

namespace probity::cli {
namespace {

using eventstore::Snapshot;
using proof::Evidence;

constexpr const char* kMakeOne = "probity checkpoint seals and signs what the ledger holds now";

std::vector<std::uint8_t> copy_of(eventstore::WordsView words) {
  const auto bytes = eventstore::bytes_of(words);
  return {bytes.begin(), bytes.end()};
}

Result<eventstore::KeptCheckpoint> kept_as(const Snapshot& snapshot, const std::string& name) {
  auto kept = snapshot.checkpoints();
  if (!kept) return pass(kept);
  for (auto& checkpoint : std::views::reverse(*kept)) {
    if (name.empty() || checkpoint.name == name) return std::move(checkpoint);
  }
  if (name.empty()) {
    return fail(ErrorKind::kUnverifiable, "the ledger keeps no checkpoint yet", kMakeOne);
  }
  return fail(ErrorKind::kNotFound, fmt::format("no checkpoint is called {}", name),
              "probity checkpoint --list shows those that are kept");
}

}  // namespace

Result<EvidenceMaker> EvidenceMaker::open(const Snapshot& snapshot, const std::string& name,
                                          Disclosing disclosing) {
  auto kept = kept_as(snapshot, name);
  if (!kept) return pass(kept);
  auto note = proof::Note::parse(kept->note);
  if (!note) return pass(note);
  auto checkpoint = proof::Checkpoint::parse(note->text());
  if (!checkpoint) return pass(checkpoint);
  if (checkpoint->size.value == 0 || checkpoint->size > snapshot.head().size) {
    return fail(ErrorKind::kCorrupt,
                fmt::format("the kept checkpoint speaks of {} events, the ledger has {}",
                            checkpoint->size.value, snapshot.head().size.value));
  }
  return EvidenceMaker(snapshot, std::move(*checkpoint), std::move(kept->note), disclosing);
}

Result<proof::EvidenceRecord> EvidenceMaker::record(Position position, bool whole) {
  const auto stored = snapshot_->record(position);
  if (!stored) return std::unexpected(stored.error());
  const auto tree = snapshot_->tree();
  auto hashes = proof::prove_inclusion(*tree, position, checkpoint_.size);
  if (!hashes) return pass(hashes);
  proof::EvidenceRecord record{.envelope = copy_of(stored->envelope),
                               .content = std::nullopt,
                               .index = position,
                               .hashes = std::move(*hashes)};
  if (stored->payload.empty()) return record;  // erased: nobody can show it
  const auto envelope = eventstore::EnvelopeView::over(stored->envelope);
  const bool shown =
      whole || (disclosing_.payloads && envelope && envelope->marking() <= disclosing_.highest);
  if (shown) {
    record.content = proof::Disclosure{stored->salt, copy_of(stored->payload)};
  } else {
    ++withheld_;
  }
  return record;
}

Result<Evidence> EvidenceMaker::event(Position position) {
  if (position.value >= snapshot_->head().size.value) {
    return fail(ErrorKind::kNotFound, fmt::format("there is no event @{}", position.value),
                fmt::format("the last one is @{}", snapshot_->head().size.value - 1));
  }
  if (position.value >= checkpoint_.size.value) {
    return fail(ErrorKind::kUnverifiable,
                fmt::format("the event @{} is not under a checkpoint yet: this one speaks of {} "
                            "events",
                            position.value, checkpoint_.size.value),
                kMakeOne);
  }
  auto proved = record(position, false);
  if (!proved) return pass(proved);
  Evidence evidence{.claim = {.kind = proof::ClaimKind::kEvent},
                    .events = {},
                    .heads = {},
                    .seal = {},
                    .checkpoint = note_};
  evidence.events.push_back(std::move(*proved));
  return evidence;
}

Result<std::vector<Position>> EvidenceMaker::sealed_positions(const StreamId& stream) const {
  return snapshot_->stream_positions(stream, TreeSize{seal().value});
}

Result<proof::SealedHeads> EvidenceMaker::sealed_heads() const {
  auto streams = snapshot_->streams();
  if (!streams) return pass(streams);
  std::vector<proof::StreamHead> heads;
  heads.reserve(streams->size());
  for (auto& [stream, head] : *streams) {
    Position last = head.last;
    if (last >= seal()) {
      const auto positions = sealed_positions(stream);
      if (!positions) return std::unexpected(positions.error());
      if (positions->empty()) continue;
      last = positions->back();
    }
    heads.push_back({std::move(stream), last});
  }
  return proof::SealedHeads::of(std::move(heads));
}

Result<void> EvidenceMaker::add_seal(Evidence& evidence) {
  auto sealed = record(seal(), true);
  if (!sealed) return pass(sealed);
  evidence.seal = std::move(*sealed);
  return {};
}

Result<Evidence> EvidenceMaker::stream(const StreamId& stream) {
  const auto positions = sealed_positions(stream);
  if (!positions) return std::unexpected(positions.error());
  if (positions->empty()) {
    const auto all = snapshot_->stream_positions(stream, snapshot_->head().size);
    if (all && !all->empty()) {
      return fail(ErrorKind::kUnverifiable,
                  fmt::format("{} begins behind the last seal", stream.text()), kMakeOne);
    }
    return fail(ErrorKind::kNotFound, fmt::format("there is no stream {}", stream.text()),
                "prove --none proves that there is none");
  }
  Evidence evidence{.claim = {.kind = proof::ClaimKind::kStream, .stream = stream},
                    .events = {},
                    .heads = {},
                    .seal = {},
                    .checkpoint = note_};
  for (const Position position : *positions) {
    auto proved = record(position, false);
    if (!proved) return pass(proved);
    evidence.events.push_back(std::move(*proved));
  }
  auto heads = sealed_heads();
  if (!heads) return pass(heads);
  auto head = heads->prove(stream);
  if (!head) return pass(head);
  evidence.heads.push_back(std::move(*head));
  if (auto added = add_seal(evidence); !added) return pass(added);
  return evidence;
}

Result<Evidence> EvidenceMaker::stream(const StreamId& stream, TreeSize known) {
  const auto positions = snapshot_->stream_positions(stream, known);
  if (!positions) return std::unexpected(positions.error());
  if (!positions->empty() && positions->back() >= seal()) {
    return fail(ErrorKind::kUnverifiable,
                fmt::format("the event @{} of {} is not sealed yet", positions->back().value,
                            stream.text()),
                kMakeOne);
  }
  return this->stream(stream);
}

Result<Evidence> EvidenceMaker::status(const StreamId& stream, TreeSize known, Day day) {
  auto evidence = this->stream(stream, known);
  if (!evidence) return evidence;
  if (evidence->events.front().index.value >= known.value) {
    return fail(ErrorKind::kNotFound,
                fmt::format("nothing was recorded of {} by then", stream.text()));
  }
  const TreeSize proved = std::min(known, checkpoint_.size);
  evidence->claim.kind = proof::ClaimKind::kStatus;
  evidence->claim.asked = proof::Asked{Position{proved.value - 1}, day};
  return evidence;
}

Result<Evidence> EvidenceMaker::none(const StreamId& stream, const std::string& type) {
  const auto positions = sealed_positions(stream);
  if (!positions) return std::unexpected(positions.error());
  if (!positions->empty()) {
    auto evidence = this->stream(stream);
    if (!evidence) return evidence;
    for (const auto& record : evidence->events) {
      const auto stored = snapshot_->event(record.index);
      if (!stored || stored->header.type != type) continue;
      return fail(ErrorKind::kNotFound,
                  fmt::format("{} has a {} at @{}", stream.text(), type, record.index.value),
                  "probity prove @" + std::to_string(record.index.value) + " proves it");
    }
    evidence->claim.kind = proof::ClaimKind::kNoType;
    evidence->claim.type = type;
    return evidence;
  }
  Evidence evidence{.claim = {.kind = proof::ClaimKind::kNoStream, .stream = stream},
                    .events = {},
                    .heads = {},
                    .seal = {},
                    .checkpoint = note_};
  auto heads = sealed_heads();
  if (!heads) return pass(heads);
  auto neighbours = heads->prove_absent(stream);
  if (!neighbours) return pass(neighbours);
  evidence.heads = std::move(*neighbours);
  if (auto added = add_seal(evidence); !added) return pass(added);
  return evidence;
}

Result<StreamId> stream_meant(const std::string& word) {
  return StreamId::parse(word.find('/') == std::string::npos ? "finding/" + word : word);
}

Result<void> write_evidence(const std::string& file, const std::string& text, Context& context) {
  if (file == "-") {
    context.out << text;
    return {};
  }
  return write_file(file, text);
}

}  // namespace probity::cli
