// A ledger in memory for the tests of admission: it places what admission lets pass as the writer
// would (positions, versions, chains, real leaf hashes), and keeps nothing of what is refused. The
// real writer is tried in ledger_test.cc.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "eventstore/admission.h"
#include "eventstore/envelope.h"
#include "eventstore/proof/hash.h"
#include "projections/admission/admission.h"
#include "tests/support/events.h"

namespace probity::test {

/// What a test may say of an offered event beyond its stream, type, date, actor and fields.
struct Offer {
  eventstore::Standing standing = eventstore::Standing::kOperator;
  std::string recorded_by = "operator";
  std::uint8_t client = 0;
  std::string person = {};
  std::string source = {};
  std::string marking = "official";
  std::vector<std::string> audience = {};
  std::optional<EventId> id = {};
};

inline Offer own(std::string_view actor, std::uint8_t client = 7) {
  return {
      .standing = eventstore::Standing::kOwn, .recorded_by = std::string(actor), .client = client};
}
inline Offer reported(std::string_view by, std::string source = "letter of 22 May 2025") {
  return {.standing = eventstore::Standing::kReported,
          .recorded_by = std::string(by),
          .client = 9,
          .source = std::move(source)};
}

class MemoryLedger : public eventstore::Recorded {
 public:
  explicit MemoryLedger(std::string_view ceiling = "officialSensitive") {
    Offer offer;
    offer.standing = eventstore::Standing::kLedger;
    offer.recorded_by = "ledger";
    const auto made = append("ledger/self", "LedgerCreated", "2020-01-01", "ledger",
                             fmt::format(R"({{"origin": "probity.invalid/test", "ceiling": "{}", )"
                                         R"("formatVersion": 1}})",
                                         ceiling),
                             offer);
    EXPECT_TRUE(made) << made.error().what;
  }

  [[nodiscard]] TreeSize size() const override { return {events_.size()}; }
  [[nodiscard]] Instant now() const override { return noon(today_); }
  [[nodiscard]] Result<std::optional<eventstore::StreamHead>> head(
      const StreamId& stream) const override {
    const auto found = heads_.find(stream.text());
    if (found == heads_.end()) return std::optional<eventstore::StreamHead>{};
    return std::optional(found->second);
  }
  [[nodiscard]] Result<std::optional<Position>> find(const EventId& id) const override {
    const auto found = std::ranges::find(events_, id, [](const auto& e) { return e.header.id; });
    if (found == events_.end()) return std::optional<Position>{};
    return std::optional(found->placement.position);
  }
  [[nodiscard]] Result<eventstore::Event> event(Position position) const override {
    ++events_read;
    if (position.value >= events_.size()) return fail(ErrorKind::kNotFound, "beyond the head");
    return events_[position.value];
  }
  [[nodiscard]] Result<std::vector<StreamId>> streams(std::string_view prefix) const override {
    std::vector<StreamId> found;
    for (const auto& [name, head] : heads_) {
      if (name.starts_with(prefix)) found.push_back(must(StreamId::parse(name)));
    }
    return found;
  }

  [[nodiscard]] Result<std::vector<std::pair<StreamId, eventstore::StreamHead>>> heads()
      const override {
    std::vector<std::pair<StreamId, eventstore::StreamHead>> found;
    for (const auto& [name, head] : heads_) found.emplace_back(must(StreamId::parse(name)), head);
    return found;
  }

  /// The day on which what follows is recorded.
  void recorded_on(std::string_view day) { today_ = day; }

  /// Judges an event as a request of its own and places it if it is let pass.
  Result<Position> append(std::string_view stream, std::string_view type,
                          std::string_view effective, std::string_view actor, std::string_view data,
                          const Offer& offer = {}) {
    return append({make(stream, type, effective, actor, data, offer)});
  }
  /// The same of a line of an import file.
  Result<Position> append_line(std::string_view line, const Offer& offer = {}) {
    return append({from_line(line, offer)});
  }
  /// Judges a request and places all of it or nothing; the position of its last event.
  Result<Position> append(std::vector<eventstore::NewEvent> request) {
    auto judged = rules_->admit(*this, request);
    if (!judged) {
      rules_->forget_uncommitted();
      return pass(judged);
    }
    for (auto& event : request) place(std::move(event));
    return events_.back().placement.position;
  }
  /// Judges an event and places nothing, as a dry run does.
  Result<Position> judge(std::string_view stream, std::string_view type, std::string_view effective,
                         std::string_view actor, std::string_view data, const Offer& offer = {}) {
    std::vector<eventstore::NewEvent> request{make(stream, type, effective, actor, data, offer)};
    auto judged = rules_->admit(*this, request);
    rules_->forget_uncommitted();
    if (!judged) return pass(judged);
    return Position{events_.size()};
  }
  /// Appends and gives the position; a refusal fails the test.
  Position must_append(std::string_view stream, std::string_view type, std::string_view effective,
                       std::string_view actor, std::string_view data, const Offer& offer = {}) {
    auto placed = append(stream, type, effective, actor, data, offer);
    EXPECT_TRUE(placed) << type << " on " << stream << ": " << placed.error().what;
    return placed.value_or(Position{});
  }

  eventstore::NewEvent make(std::string_view stream, std::string_view type,
                            std::string_view effective, std::string_view actor,
                            std::string_view data, const Offer& offer = {}) {
    std::string extra;
    if (!offer.person.empty()) extra += fmt::format(R"("person": "{}", )", offer.person);
    if (!offer.source.empty()) {
      extra += fmt::format(R"("source": {{"document": "{}"}}, )", offer.source);
    }
    return from_line(
        fmt::format(
            R"({{"stream": "{}", "type": "{}", "effective": "{}", "actor": "{}", "marking": "{}", {}"data": {}}})",
            stream, type, effective, actor, offer.marking, extra, data),
        offer);
  }
  eventstore::NewEvent from_line(std::string_view line, const Offer& offer = {}) {
    Recording recording;
    recording.recorded_by = offer.recorded_by;
    recording.standing = offer.standing;
    recording.client = offer.client;
    auto event = event_from(line, Position{next_id_++}, StreamVersion{1}, recording);
    if (offer.id) event.header.id = *offer.id;
    if (!offer.audience.empty()) event.header.audience = offer.audience;
    const Hash digest = eventstore::payload_digest(event.salt, event.payload);
    return {std::move(event.header), event.salt, std::move(event.payload), digest};
  }

  /// Places an event that nobody judged.
  Position place(eventstore::NewEvent offered) {
    const StreamId stream = offered.header.stream;
    const auto last = heads_.find(stream.text());
    eventstore::Placement placement;
    placement.position = Position{events_.size()};
    placement.recorded_at = now();
    placement.version = StreamVersion{1};
    if (last != heads_.end()) {
      placement.version.value = last->second.version.value + 1;
      placement.previous = last->second.last;
      placement.previous_leaf = last->second.leaf;
    }
    const auto envelope =
        eventstore::encode_envelope(offered.header, placement, offered.payload_digest);
    const Hash leaf = proof::leaf_hash({reinterpret_cast<const std::uint8_t*>(envelope.data()),
                                        envelope.size() * sizeof(std::uint64_t)});
    heads_.insert_or_assign(stream.text(),
                            eventstore::StreamHead{placement.position, placement.version, leaf});
    events_.push_back({std::move(offered.header), placement, offered.payload_digest, leaf,
                       offered.salt, std::move(offered.payload)});
    return placement.position;
  }

  /// Takes back all events from a position on, as if their commit had failed.
  void take_back(Position from) {
    events_.erase(events_.begin() + static_cast<std::ptrdiff_t>(from.value), events_.end());
    heads_.clear();
    for (const auto& event : events_) {
      heads_.insert_or_assign(
          event.header.stream.text(),
          eventstore::StreamHead{event.placement.position, event.placement.version, event.leaf});
    }
    rules_->forget_uncommitted();
  }

  [[nodiscard]] const eventstore::Event& at(Position position) const {
    return events_.at(position.value);
  }
  [[nodiscard]] const eventstore::Event& last_of(const std::string& stream) const {
    return at(heads_.at(stream).last);
  }
  [[nodiscard]] std::vector<std::string> concerns(Position position) const {
    return at(position).header.concerns;
  }
  [[nodiscard]] eventstore::AdmissionRules& rules() { return *rules_; }

  mutable std::size_t events_read = 0;

 private:
  std::unique_ptr<eventstore::AdmissionRules> rules_ = projections::make_admission();
  std::vector<eventstore::Event> events_;
  std::map<std::string, eventstore::StreamHead> heads_;
  std::string today_ = "2024-06-01";
  std::uint64_t next_id_ = 1'000;
};

/// A refusal whose sentences hold all of the words.
inline ::testing::AssertionResult refused(const Result<Position>& placed,
                                          const std::vector<std::string>& words,
                                          ErrorKind kind = ErrorKind::kRefused) {
  if (placed) return ::testing::AssertionFailure() << "was let pass, @" << placed->value;
  const auto& error = placed.error();
  const auto said = error.where + ": " + error.what + ". " + error.mend;
  if (error.kind != kind) return ::testing::AssertionFailure() << "another kind of error: " << said;
  if (error.what.empty() || error.mend.empty()) {
    return ::testing::AssertionFailure() << "says too little: " << said;
  }
  for (const auto& word : words) {
    if (said.find(word) == std::string::npos) {
      return ::testing::AssertionFailure() << "does not say '" << word << "': " << said;
    }
  }
  return ::testing::AssertionSuccess() << said;
}

}  // namespace probity::test
