#include "cli/setup/import_target.h"

namespace probity::cli {

std::future<Result<eventstore::Receipt>> WriterTarget::submit(eventstore::Request request) {
  return ledger_.writer()->submit(std::move(request));
}

Result<std::optional<eventstore::Event>> WriterTarget::find(const EventId& id) {
  const eventstore::Snapshot snapshot = ledger_.snapshot();
  auto position = snapshot.find(id);
  if (!position) return pass(position);
  if (!*position) return std::optional<eventstore::Event>{};
  auto event = snapshot.event(**position);
  if (!event) return pass(event);
  return std::optional(std::move(*event));
}

}  // namespace probity::cli
