// The row that a fold has made of a stream, with the head that every row has.
#pragma once

#include "eventstore/event.h"
#include "projections/fold/fold.h"
#include "projections/fold/history.h"

namespace probity::projections {

/// The row in canonical words, written over `out`: what `fold` made of `on.held` on that day, and
/// the notes it left in `context`. `last` is the stream's last event, whether it holds or not.
void write_row(const Fold& fold, const FoldContext& context, const StreamOnDay& on, Day day,
               const FoldEvent& last, eventstore::Words& out);

}  // namespace probity::projections
