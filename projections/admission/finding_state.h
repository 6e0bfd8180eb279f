// A finding's fold on a day, kept from event to event, so that a long stream is not folded anew for
// each of its events. One for each finding's stream that is kept; its readers point into that
// stream's history.
#pragma once

#include <cstddef>
#include <optional>

#include "projections/fold/history.h"
#include "projections/views/findings.h"

namespace probity::projections::admission {

class FindingState {
 public:
  /// How the finding stands on the day with all of the history's events. Folds only what is new
  /// where what is new comes last in the one order; anew where it does not, or where something was
  /// struck. Valid until the next call or reset().
  const FindingFold& on(const StreamHistory& history, Day day);
  /// The history lost events.
  void reset() { folded_.reset(); }

 private:
  struct Folded {
    FindingFold fold;
    FoldContext context;
    std::size_t prefix;  // of the history's events
    Day from;            // the days on which the same events hold
    Day until;
  };
  bool advance(const StreamHistory& history, Day day);

  std::optional<Folded> folded_;
};

}  // namespace probity::projections::admission
