// The moment a question is asked of: what the ledger knew (as of a position), and the day on which
// the world is looked at.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "eventstore/base/host.h"
#include "eventstore/base/ids.h"
#include "eventstore/base/result.h"
#include "eventstore/ledger.h"

namespace probity::projections {

struct Moment {
  TreeSize size;  // the first `size` events are known; 0: asked before the first record
  std::optional<Instant> recorded;  // recordedAt of the last of them
  Day day;                          // how the world stood on that day
  std::string as_of;                // as given, empty if not
  std::string effective;            // as given, empty if not
};

/// Resolves `--as-of` (RFC 3339, a day: its end in Europe/London, `today`, `yesterday`, `N days
/// ago`, `@position`,
/// `@checkpoint:NAME`) and `--effective` (a day, `today`, `yesterday`, `N days ago`); empty: not
/// given. Without --effective the day is the as-of day if --as-of is given (for @position and
/// checkpoints: the London day of that position's recordedAt), else today in Europe/London.
/// kMalformed shows the forms; kNotFound for a position beyond the head or an unknown checkpoint.
[[nodiscard]] Result<Moment> resolve_moment(const eventstore::Snapshot& snapshot,
                                            std::string_view as_of, std::string_view effective,
                                            Clock& clock);

}  // namespace probity::projections
