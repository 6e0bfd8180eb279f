// Whatever was said when, struck and erased: a stream's history stands on every day, as of every
// position, as a slow model of domain.md's words does; and a stored row is the row folded anew.
#include "projections/fold/history.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "projections/fold/stream_fold.h"
#include "tests/property/fold/some_events.h"
#include "tests/support/events.h"
#include "tests/support/toy_fold.h"

namespace probity::test {
namespace {

using projections::StreamHistory;
using projections::StreamOnDay;
using rc::gen::inRange;

Day day_of(int day) { return {day_from_text("2024-01-01")->value + day}; }

StreamHistory history_of(const std::vector<Told>& told) {
  StreamHistory history;
  for (std::size_t i = 0; i < told.size(); ++i) {
    must(history.append(event_of(told[i], i), told[i].withheld));
  }
  return history;
}

std::vector<std::size_t> indices(const std::vector<const projections::FoldEvent*>& events) {
  std::vector<std::size_t> out;
  for (const auto* event : events) out.push_back(event->position().value);
  return out;
}

/// Whether the model says the same of both days.
bool same(const Model& model, int a, int b) {
  return model.held(a) == model.held(b) && model.possible(a) == model.possible(b);
}

RC_GTEST_PROP(HistoryProperty, StandsAsTheSlowModelDoes, ()) {
  const auto told = some_events(true);
  RC_LOG() << rc::toString(told) << "\n";
  const auto history = history_of(told);
  const auto known = *inRange<std::size_t>(1, told.size() + 1);
  const int day = *inRange(-1, kDays + 3);
  const Model model(told, known);
  const StreamOnDay on = history.on(day_of(day), known);
  for (std::size_t i = 0; i < known; ++i) {
    RC_ASSERT(history.counting(known)[i] == model.counts(i));
    RC_ASSERT((history.struck_by(i, known) == nullptr) == model.counts(i));
    RC_ASSERT((history.marking(i, known) == eventstore::Marking::kOfficialSensitive) ==
              model.sensitive(i));
  }
  RC_ASSERT(indices(on.held) == model.held(day));
  RC_ASSERT(indices(on.possible) == model.possible(day));
  RC_ASSERT(indices(on.remarks) == model.remarks());
  RC_ASSERT(on.withdrawn == model.withdrawn());
  RC_ASSERT(on.withheld == model.withheld());
  RC_ASSERT((on.marking == eventstore::Marking::kOfficialSensitive) == model.used_sensitive(day));
}

RC_GTEST_PROP(HistoryProperty, IsRightFromTheFirstToTheLastDayOfTheSame, ()) {
  const auto told = some_events(true);
  RC_LOG() << rc::toString(told) << "\n";
  const auto history = history_of(told);
  const auto known = *inRange<std::size_t>(1, told.size() + 1);
  constexpr int kBefore = -2;
  constexpr int kAfter = 80;  // past every day of recording
  const int day = *inRange(kBefore, kDays + 3);
  const Model model(told, known);
  const StreamOnDay on = history.on(day_of(day), known);
  int from = day;
  while (from > kBefore && same(model, from - 1, day)) --from;
  int until = day;
  while (until < kAfter && same(model, until + 1, day)) ++until;
  RC_ASSERT(on.right_from == (from == kBefore ? kBeforeAllDays : day_of(from)));
  RC_ASSERT(on.right_until == (until == kAfter ? kAfterAllDays : day_of(until)));
}

RC_GTEST_PROP(HistoryProperty, GrowsIntoTheRowsThatAreFoldedAnew, ()) {
  const auto told = some_events(false);
  RC_LOG() << rc::toString(told) << "\n";
  const auto history = history_of(told);
  const projections::ViewDefinition* const views[] = {&kToyView, projections::find_view("activity"),
                                                      projections::find_view("evidence"),
                                                      projections::find_view("findings")};
  projections::StreamFold fold(views);
  const auto begin = *inRange<std::size_t>(0, told.size());  // as after a cache forgot the stream
  for (std::size_t i = begin; i < told.size(); ++i) {
    must(fold.append(event_of(told[i], i), [&]() -> Result<StreamHistory> {
      return history_of({told.begin(), told.begin() + static_cast<std::ptrdiff_t>(i)});
    }));
    for (std::size_t view = 0; view < std::size(views); ++view) {
      const auto anew = fold_row(*views[view], history, day_of(told[i].recorded), i + 1);
      RC_ASSERT(fold.row(view) == anew);
    }
  }
}

}  // namespace
}  // namespace probity::test
