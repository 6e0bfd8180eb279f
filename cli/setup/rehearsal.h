// An import that appends nothing: each request is judged by the rules against the ledger and what
// the rehearsal took before it, all in memory. What depends on the host alone (its clock, its disk)
// is not judged. The ledger may be open for reading alone. One thread.
#pragma once

#include <map>
#include <memory>
#include <unordered_map>
#include <vector>

#include "cli/setup/import_target.h"
#include "eventstore/admission.h"

namespace probity::cli {

class Rehearsal final : public ImportTarget, private eventstore::Recorded {
 public:
  /// Keeps one snapshot of `ledger`, which outlives it, for as long as it lives.
  Rehearsal(const eventstore::Ledger& ledger, Clock& clock);

  std::future<Result<eventstore::Receipt>> submit(eventstore::Request request) override;
  Result<std::optional<eventstore::Event>> find(const EventId& id) override;

 private:
  // eventstore::Recorded
  [[nodiscard]] TreeSize size() const override;
  [[nodiscard]] Instant now() const override { return now_; }
  [[nodiscard]] Result<std::optional<eventstore::StreamHead>> head(
      const StreamId& stream) const override;
  [[nodiscard]] Result<std::optional<Position>> find(const EventId& id) const override;
  [[nodiscard]] Result<eventstore::Event> event(Position position) const override;
  [[nodiscard]] Result<std::vector<StreamId>> streams(std::string_view prefix) const override;

  Result<eventstore::Receipt> judge(eventstore::Request request);
  /// The receipt of a request whose events are all there already; nothing if all are new; kConflict
  /// otherwise.
  Result<std::optional<eventstore::Receipt>> known(const eventstore::Request& request);
  Result<eventstore::Receipt> take(eventstore::Request request);

  eventstore::Snapshot snapshot_;
  std::unique_ptr<eventstore::AdmissionRules> rules_;
  Instant now_;
  std::vector<eventstore::Event> taken_;
  std::map<StreamId, eventstore::StreamHead> heads_;
  std::unordered_map<EventId, Position> ids_;
};

}  // namespace probity::cli
