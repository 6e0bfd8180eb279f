// Where an import's requests go: the ledger's writer, or for --dry-run a rehearsal of it.
#pragma once

#include <future>
#include <optional>

#include "eventstore/ledger.h"

namespace probity::cli {

class ImportTarget {
 public:
  virtual ~ImportTarget() = default;
  [[nodiscard]] virtual std::future<Result<eventstore::Receipt>> submit(
      eventstore::Request request) = 0;
  /// An event that is recorded already, what was submitted and answered before included.
  [[nodiscard]] virtual Result<std::optional<eventstore::Event>> find(const EventId& id) = 0;
};

/// The real thing. The ledger is open for writing and outlives it.
class WriterTarget final : public ImportTarget {
 public:
  explicit WriterTarget(eventstore::Ledger& ledger) : ledger_(ledger) {}
  std::future<Result<eventstore::Receipt>> submit(eventstore::Request request) override;
  Result<std::optional<eventstore::Event>> find(const EventId& id) override;

 private:
  eventstore::Ledger& ledger_;
};

}  // namespace probity::cli
