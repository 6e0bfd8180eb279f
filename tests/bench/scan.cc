#include "eventstore/envelope_view.h"
#include "tests/bench/benches.h"

namespace probity::bench {

std::uint64_t scan_ledger(const eventstore::Ledger& ledger) {
  std::uint64_t sum = 0;
  const eventstore::Snapshot snapshot = ledger.snapshot();
  const auto scanned = snapshot.scan(
      Position{0}, snapshot.head().size, [&](Position, const eventstore::Record& record) {
        const auto view = eventstore::EnvelopeView::over(record.envelope);
        if (!view) return false;
        sum += view->position().value + view->version().value +
               static_cast<std::uint64_t>(view->recorded_at().micros);
        return true;
      });
  return scanned ? sum : 0;
}

}  // namespace probity::bench
