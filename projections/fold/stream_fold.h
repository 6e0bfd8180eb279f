// One stream folded for several views at once, event by event, each time for the London day on
// which the last event was recorded: the rows that a view store keeps. An event that sorts last is
// applied to what is folded already; anything else folds the stream anew. Either way the row is the
// one that fold_row gives.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "eventstore/base/result.h"
#include "eventstore/event.h"
#include "projections/fold/fold.h"
#include "projections/fold/history.h"

namespace probity::projections {

/// One thread at a time. Not to be moved: folds point at the events.
class StreamFold {
 public:
  /// Reads the stream's events before the one that is appended.
  using Earlier = std::function<Result<StreamHistory>()>;

  /// The views outlive it.
  explicit StreamFold(std::span<const ViewDefinition* const> views);
  StreamFold(const StreamFold&) = delete;
  StreamFold& operator=(const StreamFold&) = delete;

  /// The stream's next event; row() then gives the rows as of it. `earlier` is asked where the
  /// stream must be folded anew, for events that nothing looks at are not kept. kCorrupt as
  /// StreamHistory says. From an event on that this program does not know, the stream has no state
  /// and its rows are empty.
  Result<void> append(eventstore::Event&& event, const Earlier& earlier);

  /// Of the view at that index, after append(); `out` is what it is written over.
  void row(std::size_t view, eventstore::Words& out) const;
  [[nodiscard]] eventstore::Words row(std::size_t view) const;
  [[nodiscard]] std::span<const ViewDefinition* const> views() const { return views_; }
  /// Of the last event appended; 0 before the first.
  [[nodiscard]] StreamVersion version() const { return version_; }
  /// Bytes of memory, about.
  [[nodiscard]] std::size_t weight() const { return weight_; }

 private:
  struct ViewFold {
    std::unique_ptr<Fold> fold;
    FoldContext context;
  };
  [[nodiscard]] bool sorts_last(const FoldEvent& event) const;
  void extend(std::unique_ptr<FoldEvent> event);
  Result<void> refold(std::unique_ptr<FoldEvent> event, const Earlier& earlier);
  Result<void> forget_state(Error error);
  void shed();

  std::span<const ViewDefinition* const> views_;
  std::vector<std::unique_ptr<FoldEvent>> events_;  // those that may be looked at, and the last
  std::size_t shed_at_ = 0;                         // how many events are worth looking through
  std::vector<ViewFold> folds_;                     // one a view; empty until the first append()
  StreamOnDay on_;                                  // of what holds, the last alone
  Day day_ = kBeforeAllDays;                        // for which on_ and folds_ are
  StreamVersion version_{0};
  std::size_t weight_ = 0;
  bool known_ = true;  // no event was newer than this program
};

}  // namespace probity::projections
