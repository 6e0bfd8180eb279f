// A fold: the state of one stream, event by event, and the row it makes. Total: it takes any order
// of events, and notes what admission would not have let pass.
#pragma once

#include <capnp/message.h>

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "eventstore/event.h"
#include "projections/fold/history.h"
#include "schema/views.capnp.h"

namespace probity::projections {

using FoldEvents = std::vector<const FoldEvent*>;

/// What a fold may ask of the stream it folds, and where it leaves its notes.
class FoldContext {
 public:
  /// The stream's struck events, newest first.
  explicit FoldContext(FoldEvents struck) : struck_(std::move(struck)) {}
  /// The newest struck event of that type that concerned the body (empty: whomever), or null:
  /// `closed without a verification (struck @412)`.
  [[nodiscard]] const FoldEvent* struck(std::string_view type, std::string_view body = {}) const;
  void note(const FoldEvent& event, std::string text);

  struct Note {
    Position position;
    std::string text;
    std::string actor;
  };
  [[nodiscard]] std::span<const Note> notes() const { return notes_; }
  [[nodiscard]] const FoldEvents& struck() const { return struck_; }

 private:
  FoldEvents struck_;
  std::vector<Note> notes_;
};

class Fold {
 public:
  virtual ~Fold() = default;
  /// In the one order: (sort day, position). An erased event has an empty payload: what hangs on an
  /// absent field stays as it was, and is noted.
  virtual void apply(const FoldEvent& event, FoldContext& context) = 0;
  /// Makes the row as the root of `message`, filling it once, top to bottom, and returns its head
  /// for the caller to fill.
  virtual schema::Head::Builder write(capnp::MessageBuilder& message) const = 0;
  /// Adds every event (or null) that the fold still looks at, so that the others of a long stream
  /// need not be kept. False: it may look at any of them.
  virtual bool list_events(FoldEvents&) const { return false; }
};

/// What a view is: data, looped over by the store, the rebuild and the world.
struct ViewDefinition {
  std::string_view name;      // `findings`
  std::uint32_t version;      // a changed version rebuilds the view
  std::string_view category;  // the streams it folds: `finding`; empty: every stream
  std::unique_ptr<Fold> (*make)();
};

/// Every view, in the order of their names.
[[nodiscard]] std::span<const ViewDefinition> all_views();
[[nodiscard]] const ViewDefinition* find_view(std::string_view name);

/// The row (canonical words) of the stream's first `prefix` events (at least 1) on that day.
[[nodiscard]] eventstore::Words fold_row(const ViewDefinition& view, const StreamHistory& history,
                                         Day day, std::size_t prefix);

/// Fills an Act: which event, when, by whom.
void set_act(schema::Act::Builder act, const FoldEvent& event);

}  // namespace probity::projections
