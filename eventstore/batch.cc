#include "eventstore/batch.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>

#include "eventstore/base/text.h"
#include "eventstore/envelope.h"
#include "eventstore/hash_lanes.h"
#include "eventstore/proof/hash_many.h"
#include "eventstore/request_check.h"

namespace probity::eventstore {
namespace {

template <class... Cases>
struct Overloaded : Cases... {
  using Cases::operator()...;
};

std::string stands_at(const std::optional<StreamHead>& head) {
  return head ? fmt::format("stands at version {}", head->version.value)
              : std::string("has no events");
}

Result<void> check_version(const StreamId& stream, const ExpectedVersion& expected,
                           const std::optional<StreamHead>& head) {
  const std::uint64_t version = head ? head->version.value : 0;
  const std::string wish = std::visit(
      Overloaded{
          [](AnyVersion) { return std::string(); },
          [&](NoStream) { return version == 0 ? std::string() : std::string("no events"); },
          [&](StreamExists) { return version > 0 ? std::string() : std::string("some events"); },
          [&](ExactVersion exact) {
            return version == exact.version.value ? std::string()
                                                  : fmt::format("version {}", exact.version.value);
          },
      },
      expected);
  if (wish.empty()) return {};
  return fail(ErrorKind::kConflict,
              fmt::format("{} {}, and {} was expected", stream.text(), stands_at(head), wish),
              "look at what was recorded meanwhile, then decide again");
}

}  // namespace

Batch::Batch(Store& store, std::shared_ptr<Log> log, BatchBuffers& buffers, AdmissionRules* rules,
             ClockGuard& clock)
    : store_(store), log_(std::move(log)), buffers_(buffers), rules_(rules), clock_(clock) {}

Batch::~Batch() {
  lookup_.reset();
  view_.reset();  // its cursor goes before the transaction does
}

Result<std::unique_ptr<Batch>> Batch::begin(Store& store, BatchBuffers& buffers,
                                            AdmissionRules* rules, ClockGuard& clock) {
  auto log = store.log();
  if (!log) return pass(log);
  std::unique_ptr<Batch> batch(new Batch(store, std::move(*log), buffers, rules, clock));
  if (auto opened = batch->open(); !opened) return pass(opened);
  return batch;
}

Result<void> Batch::open() {
  transaction_.emplace(log_->environment().write());
  // With the log's write lock held the index cannot run ahead of what is read here.
  if (store_.index() != nullptr) index_transaction_.emplace(store_.index()->read());
  view_.emplace(*transaction_, log_->tables());
  auto head = view_->head();
  if (!head) return pass(head);
  base_ = std::move(*head);
  auto lookup =
      store_.lookup(index_transaction_ ? &*index_transaction_ : nullptr, *view_, base_.size());
  if (!lookup) return pass(lookup);
  lookup_.emplace(std::move(*lookup));
  buffers_.records.clear();
  buffers_.leaves.clear();
  buffers_.events.reset(base_.size());
  stamp_ = clock_.stamp(base_.recorded_at);
  return {};
}

TreeSize Batch::size() const { return buffers_.events.to(); }

Instant Batch::now() const { return stamp_ ? stamp_->at : base_.recorded_at; }

Result<std::optional<StreamHead>> Batch::head(const StreamId& stream) const {
  return head(buffers_.events.stream_number(stream.text()));
}

/// By its number in this batch's events. An expected version and each event ask again.
Result<std::optional<StreamHead>> Batch::head(std::uint32_t stream) const {
  if (auto found = buffers_.events.head(stream)) {
    // Of this batch, in which leaves are hashed together as late as may be.
    if (found->last.value - base_.size().value >= buffers_.leaves.size()) {
      hash_leaves();
      found = buffers_.events.head(stream);
    }
    return found;
  }
  if (stream >= recorded_heads_.size()) recorded_heads_.resize(stream + 1);
  auto& recorded = recorded_heads_[stream];
  if (!recorded) {
    auto looked_up = lookup_->head(buffers_.events.stream_name(stream));
    if (!looked_up) return looked_up;
    recorded = *looked_up;
  }
  return *recorded;
}

Result<std::optional<Position>> Batch::find(const EventId& id) const {
  if (const auto found = buffers_.events.find(id, size())) return found;
  return lookup_->find(id);
}

Result<Event> Batch::event(Position position) const {
  if (position.value >= base_.size().value) {
    const std::size_t i = position.value - base_.size().value;
    if (i < buffers_.records.count()) return decode_record(buffers_.records.record(i));
  }
  const auto record = view_->record(position);
  if (!record) return std::unexpected(record.error());
  return decode_record(*record);
}

Result<std::vector<StreamId>> Batch::streams(std::string_view prefix) const {
  auto recorded = lookup_->streams(prefix);
  if (!recorded) return pass(recorded);
  std::vector<StreamId> names;
  names.reserve(recorded->size());
  for (auto& [stream, head] : *recorded) names.push_back(std::move(stream));
  buffers_.events.each_stream(prefix, size(), [&](std::string_view name, const StreamHead&) {
    if (auto stream = StreamId::parse(name)) names.push_back(std::move(*stream));
  });
  std::ranges::sort(names);
  const auto repeated = std::ranges::unique(names);
  names.erase(repeated.begin(), repeated.end());
  return names;
}

Result<std::vector<std::pair<StreamId, StreamHead>>> Batch::heads() const {
  auto recorded = lookup_->streams({});
  if (!recorded) return pass(recorded);
  hash_leaves();
  std::map<StreamId, StreamHead> heads(std::make_move_iterator(recorded->begin()),
                                       std::make_move_iterator(recorded->end()));
  buffers_.events.each_stream({}, size(), [&](std::string_view name, const StreamHead& head) {
    if (auto stream = StreamId::parse(name)) heads.insert_or_assign(std::move(*stream), head);
  });
  return std::vector<std::pair<StreamId, StreamHead>>(heads.begin(), heads.end());
}

Result<Receipt> Batch::place(Request& request) {
  auto again = known(request);
  if (!again) return pass(again);
  if (*again) return std::move(**again);
  if (!stamp_) return std::unexpected(stamp_.error());
  if (auto checked = check_versions(request); !checked) return pass(checked);
  if (auto admitted = admit(request); !admitted) return pass(admitted);
  const TreeSize before = size();
  Receipt receipt;
  receipt.clock_held = stamp_->held;
  receipt.events.reserve(request.events.size());
  try {
    for (const NewEvent& event : request.events) {
      auto placed = append(event, receipt.events.empty());
      if (!placed) {
        take_back(before);
        if (rules_ != nullptr) rules_->forget_uncommitted();
        return pass(placed);
      }
      receipt.events.push_back(*placed);
    }
  } catch (...) {
    // Half a request must not be committed with the others of its batch.
    take_back(before);
    throw;
  }
  if (request.dry_run) {
    hash_leaves();
    fill_leaves(receipt);
    take_back(before);
  }
  return receipt;
}

/// The first receipt, if the ledger has every event of the request; nothing if it has none of them.
Result<std::optional<Receipt>> Batch::known(const Request& request) const {
  std::vector<Position> positions;
  const EventId* known_one = nullptr;
  const EventId* new_one = nullptr;
  for (const NewEvent& event : request.events) {
    const auto found = find(event.header.id);
    if (!found) return std::unexpected(found.error());
    (*found ? known_one : new_one) = &event.header.id;
    if (*found) positions.push_back(**found);
  }
  if (known_one == nullptr) return std::nullopt;
  if (new_one != nullptr) {
    return fail(ErrorKind::kConflict,
                fmt::format("the request mixes events that are in the ledger ({} at position {}) "
                            "with new ones ({})",
                            to_text(*known_one), positions.back().value, to_text(*new_one)),
                "leave out what is recorded already");
  }
  return receipt_again(request, positions);
}

Result<Receipt> Batch::receipt_again(const Request& request,
                                     const std::vector<Position>& positions) const {
  Receipt receipt;
  receipt.known = true;
  for (std::size_t i = 0; i < positions.size(); ++i) {
    const NewEvent& offered = request.events[i];
    const auto stored = event(positions[i]);
    if (!stored) return std::unexpected(stored.error());
    if (stored->header.id != offered.header.id) {
      return fail(ErrorKind::kCorrupt,
                  fmt::format("position {} does not hold the event {}", positions[i].value,
                              to_text(offered.header.id)),
                  "remove the folder index/ of the ledger: it is made again from the log");
    }
    if (!same_content(*stored, offered)) {
      return fail(ErrorKind::kConflict,
                  fmt::format("the id {} is in the ledger at position {} with other content",
                              to_text(offered.header.id), positions[i].value),
                  "give a new event a new id");
    }
    receipt.compared_id_only |= stored->erased();
    receipt.clock_held |= stored->placement.clock_held;
    receipt.events.push_back({stored->header.id, positions[i], stored->placement.version,
                              stored->leaf, stored->placement.recorded_at});
  }
  const auto one = of_one_request(positions);
  if (!one) return std::unexpected(one.error());
  if (*one) return receipt;
  return fail(
      ErrorKind::kConflict,
      fmt::format(
          "the request's events are in the ledger from different requests (positions {} and {})",
          std::ranges::min(positions).value, std::ranges::max(positions).value),
      "offer again what was offered together");
}

Result<bool> Batch::of_one_request(const std::vector<Position>& positions) const {
  const Position first = std::ranges::min(positions);
  const Position last = std::ranges::max(positions);
  if (last.value - first.value >= limits::kRequestEvents) return false;
  for (Position at{first.value + 1}; at <= last; ++at.value) {
    const auto begins = begins_request(at);
    if (!begins || *begins) return begins ? Result<bool>(false) : begins;
  }
  return true;
}

Result<bool> Batch::begins_request(Position position) const {
  if (position.value < base_.size().value) return view_->begins_request(position);
  return buffers_.records.begins_request(position.value - base_.size().value);
}

Result<void> Batch::check_versions(const Request& request) const {
  for (const auto& [stream, expected] : request.expected) {
    if (std::holds_alternative<AnyVersion>(expected)) continue;
    const auto head_now = head(stream);
    if (!head_now) return std::unexpected(head_now.error());
    if (auto checked = check_version(stream, expected, *head_now); !checked) return checked;
  }
  return {};
}

Result<void> Batch::admit(Request& request) {
  if (rules_ == nullptr) return {};
  auto admitted = rules_->admit(*this, request.events);
  // What the rules filled in must be as sound as what was submitted.
  if (admitted) admitted = check_request(request);
  if (!admitted || request.dry_run) rules_->forget_uncommitted();
  return admitted;
}

Result<Receipt::Placed> Batch::append(const NewEvent& event, bool begins_request) {
  const std::uint32_t stream = buffers_.events.stream_number(event.header.stream.text());
  const auto previous = head(stream);
  if (!previous) return std::unexpected(previous.error());
  Placement placement{.position = Position{size().value},
                      .version = StreamVersion{*previous ? (*previous)->version.value + 1 : 1},
                      .recorded_at = stamp_->at,
                      .clock_held = stamp_->held};
  if (*previous) {
    placement.previous = (*previous)->last;
    placement.previous_leaf = (*previous)->leaf;
  }
  (void)buffers_.records.append(event.header, placement, event.salt, event.payload,
                                event.payload_digest, begins_request);
  buffers_.events.append(event.header.id, stream, placement.version, {});
  return Receipt::Placed{
      event.header.id, placement.position, placement.version, {}, placement.recorded_at};
}

void Batch::hash_leaves() const {
  const std::size_t first = buffers_.leaves.size();
  std::vector<proof::Bytes> envelopes;
  for (std::size_t i = first; i < buffers_.records.count(); ++i) {
    envelopes.push_back(bytes_of(buffers_.records.record(i).envelope));
  }
  buffers_.leaves.resize(buffers_.records.count());
  const auto leaves = std::span(buffers_.leaves).subspan(first);
  proof::leaf_hashes(hash_many(), envelopes, leaves);
  for (std::size_t i = 0; i < leaves.size(); ++i) {
    buffers_.events.set_leaf(Position{base_.size().value + first + i}, leaves[i]);
  }
}

void Batch::fill_leaves(Receipt& receipt) const {
  for (Receipt::Placed& placed : receipt.events) {
    placed.leaf = buffers_.leaves[placed.position.value - base_.size().value];
  }
}

void Batch::take_back(TreeSize to) {
  buffers_.events.truncate(to);
  const std::size_t count = to.value - base_.size().value;
  buffers_.records.truncate(count);
  buffers_.leaves.resize(std::min(count, buffers_.leaves.size()));
}

Result<void> Batch::write() {
  if (auto begun = buffers_.tiles.begin(*view_, base_.size()); !begun) return begun;
  lookup_.reset();
  view_.reset();
  index_transaction_.reset();
  hash_leaves();
  written_ = write_events(*transaction_, log_->tables(), base_, buffers_.records, buffers_.leaves,
                          stamp_->at, buffers_.tiles);
  return {};
}

Head Batch::commit() {
  transaction_->commit();
  // The events are durable: nothing below may turn their acknowledgement into an error.
  clock_.committed(*stamp_);
  try {
    store_.committed(buffers_.events);
  } catch (const std::exception&) {
    store_.forget_tail();
  }
  return written_.head();
}

}  // namespace probity::eventstore
