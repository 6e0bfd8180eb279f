// One stream folded for several views at once, event by event, each time for the London day on
// which the last event was recorded: the rows that a view store keeps. An event that sorts last is
// applied to what is folded already; anything else folds the stream anew. Either way the row is the
// one that fold_row gives.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

#include "eventstore/base/result.h"
#include "eventstore/event.h"
#include "projections/fold/fold.h"
#include "projections/fold/history.h"

namespace probity::projections {

/// One thread at a time. Not to be moved: folds point at the events of the history.
class StreamFold {
 public:
  /// The views outlive it.
  explicit StreamFold(std::span<const ViewDefinition* const> views);
  StreamFold(const StreamFold&) = delete;
  StreamFold& operator=(const StreamFold&) = delete;

  /// The stream's next event, of which no row is wanted.
  Result<void> load(eventstore::Event event);
  /// The stream's next event; row() then gives the rows as of it. kCorrupt as StreamHistory says.
  /// From an event on that this program does not know, the stream has no state and its rows are
  /// empty.
  Result<void> append(eventstore::Event event);

  /// Of the view at that index, after append().
  [[nodiscard]] eventstore::Words row(std::size_t view) const;
  [[nodiscard]] std::span<const ViewDefinition* const> views() const { return views_; }
  /// Events appended or loaded.
  [[nodiscard]] std::uint64_t version() const { return version_; }
  /// Bytes of memory, about.
  [[nodiscard]] std::size_t weight() const { return weight_; }

 private:
  struct ViewFold {
    std::unique_ptr<Fold> fold;
    FoldContext context;
  };
  [[nodiscard]] bool sorts_last(const FoldEvent& event) const;
  void extend(const FoldEvent& event);
  void refold();

  std::vector<const ViewDefinition*> views_;
  StreamHistory history_;
  std::vector<ViewFold> folds_;  // one a view; empty until the first append()
  StreamOnDay on_;
  Day day_ = kBeforeAllDays;  // for which on_ and folds_ are
  std::uint64_t version_ = 0;
  std::size_t weight_ = 0;
  bool known_ = true;  // no event was newer than this program
};

}  // namespace probity::projections
