// The row that a fold has made of a stream, with the head that every row has.
#pragma once

#include <cstddef>

#include "eventstore/event.h"
#include "projections/fold/fold.h"
#include "projections/fold/history.h"

namespace probity::projections {

/// The row in canonical words: what `fold` made of `on.held`, which is the stream's first `prefix`
/// events (at least 1) on that day, and the notes it left in `context`.
[[nodiscard]] eventstore::Words write_row(const Fold& fold, const FoldContext& context,
                                          const StreamHistory& history, const StreamOnDay& on,
                                          Day day, std::size_t prefix);

}  // namespace probity::projections
