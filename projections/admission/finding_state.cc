#include "projections/admission/finding_state.h"

#include <algorithm>

namespace probity::projections::admission {

const FindingFold& FindingState::on(const StreamHistory& history, Day day) {
  if (advance(history, day)) return folded_->fold;
  const std::size_t prefix = history.events().size();
  const StreamOnDay stream = history.on(day, prefix);
  folded_.emplace(
      Folded{{}, FoldContext(stream.struck), prefix, stream.right_from, stream.right_until});
  for (const FoldEvent* event : stream.held) folded_->fold.apply(*event, folded_->context);
  return folded_->fold;
}

/// Takes in the events since the last call. False: the fold cannot be continued, and may be
/// half-way.
bool FindingState::advance(const StreamHistory& history, Day day) {
  if (!folded_ || day < folded_->from || day > folded_->until) return false;
  const auto events = history.events();
  for (; folded_->prefix < events.size(); ++folded_->prefix) {
    const FoldEvent& event = *events[folded_->prefix];
    if (event.type() == "CorrectionMade") return false;
    if (is_any_event(event.type())) continue;
    const Day from = event.sort_day();
    if (from > day) {
      folded_->until = std::min(folded_->until, Day{from.value - 1});
    } else if (from < folded_->from) {
      return false;
    } else {
      folded_->fold.apply(event, folded_->context);
      folded_->from = from;
    }
  }
  return true;
}

}  // namespace probity::projections::admission
