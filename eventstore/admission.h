// The interface by which rules judge a request before it is appended. The ledger knows nothing of
// policing.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "eventstore/base/result.h"
#include "eventstore/event.h"

namespace probity::eventstore {

struct StreamHead {
  Position last;
  StreamVersion version;
  Hash leaf;  // of the last event
  friend bool operator==(const StreamHead&, const StreamHead&) = default;
};

/// What is recorded so far, the requests before this one in the same batch included. Valid during
/// admit() alone.
class Recorded {
 public:
  virtual ~Recorded() = default;
  [[nodiscard]] virtual TreeSize size() const = 0;
  /// The instant that the events of this batch will carry.
  [[nodiscard]] virtual Instant now() const = 0;
  [[nodiscard]] virtual Result<std::optional<StreamHead>> head(const StreamId& stream) const = 0;
  [[nodiscard]] virtual Result<std::optional<Position>> find(const EventId& id) const = 0;
  /// kNotFound beyond size().
  [[nodiscard]] virtual Result<Event> event(Position position) const = 0;
  /// The streams whose names begin with `prefix`, sorted. For what is rare: a client's enrolment,
  /// and a refusal that names what is nearest. An implementation that lists none costs the refusal
  /// its suggestion.
  [[nodiscard]] virtual Result<std::vector<StreamId>> streams(std::string_view /*prefix*/) const {
    return std::vector<StreamId>{};
  }
  /// Every stream with its head, sorted by name: what a seal is made of. A ledger has them; what
  /// only rehearses need not.
  [[nodiscard]] virtual Result<std::vector<std::pair<StreamId, StreamHead>>> heads() const {
    return fail(ErrorKind::kRefused, "stream heads are sealed in a ledger alone");
  }
};

/// Called on the writer's thread only.
class AdmissionRules {
 public:
  virtual ~AdmissionRules() = default;
  /// Judges the events of one request in order, each against what is recorded so far and the
  /// request's events before it, and may fill in `header.concerns`. kRefused names the rule;
  /// anything else is a fault of the ledger.
  virtual Result<void> admit(const Recorded& recorded, std::span<NewEvent> events) = 0;
  /// What was learnt since the last commit must be forgotten: events that admit() let pass are not
  /// in the ledger after all (a refused later event of the same request, a dry run, a failed
  /// commit).
  virtual void forget_uncommitted() = 0;
};

}  // namespace probity::eventstore
