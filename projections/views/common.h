// What the folds share: a fold as a table of event types, an event with what it tells, and the
// filling of rows. State holds pointers and readers into the events, which do not move; what a fold
// looks at lives as long as it does (Fold::list_events).
#pragma once

#include <capnp/list.h>

#include <optional>
#include <string>
#include <string_view>

#include "projections/fold/fold.h"
#include "projections/time/edtf.h"

namespace probity::projections {

using TextList = capnp::List<capnp::Text>::Reader;

/// An event and what it tells. As the latest of its type: where a later one's payload is erased,
/// that event counts and what was told stays as it was.
template <class Data>
struct Told {
  const FoldEvent* event = nullptr;

  Told() = default;
  explicit Told(const FoldEvent& first) { take(first); }
  void take(const FoldEvent& latest) {
    event = &latest;
    if (!latest.erased()) told_ = &latest;
  }
  /// Defaults where nothing was told, or all of it is erased.
  [[nodiscard]] typename Data::Reader data() const {
    if (told_ == nullptr) return {};
    return told_->template data<Data>();
  }
  explicit operator bool() const { return event != nullptr; }
  /// Adds the events that it looks at.
  void list(FoldEvents& out) const { out.insert(out.end(), {event, told_}); }

 private:
  const FoldEvent* told_ = nullptr;
};

/// Which member function takes events of a type.
template <class Self>
struct Handler {
  std::string_view type;
  void (Self::*apply)(const FoldEvent&, FoldContext&);
};

/// A fold that looks its events up in `Self::handlers()`. Types that are not there are another
/// view's and pass by; an erased event is noted.
template <class Self>
class TableFold : public Fold {
 public:
  void apply(const FoldEvent& event, FoldContext& context) final {
    static constexpr auto kHandlers = Self::handlers();
    for (const Handler<Self>& handler : kHandlers) {
      if (handler.type != event.type()) continue;
      if (event.erased()) context.note(event, "payload erased");
      (static_cast<Self&>(*this).*handler.apply)(event, context);
      return;
    }
  }

 private:
  TableFold() = default;
  friend Self;
};

/// Sets a text or a list, unless it is empty: what is not known takes no room in a row.
template <class Builder, class Value>
void put(Builder& row, void (Builder::*set)(Value), Value value) {
  if (value.size() > 0) (row.*set)(value);
}
/// Sets an act, unless it did not happen.
template <class Builder>
void put(Builder& row, schema::Act::Builder (Builder::*init)(), const FoldEvent* event) {
  if (event != nullptr) set_act((row.*init)(), *event);
}

/// Makes a list of as many items and has `fill(builder, item)` fill each; no list where there are
/// none.
template <class Builder, class ListBuilder, class Items, class Fill>
void put_each(Builder& row, ListBuilder (Builder::*init)(unsigned), const Items& items, Fill fill) {
  if (items.empty()) return;
  auto list = (row.*init)(static_cast<unsigned>(items.size()));
  unsigned index = 0;
  for (const auto& item : items) {
    auto builder = list[index++];
    fill(builder, item);
  }
}

/// A segment of the name of the event's stream, by its number: 0 is the category. Empty beyond the
/// last.
[[nodiscard]] std::string segment(const FoldEvent& event, std::size_t number);

/// The days that a date in a payload may mean; nothing if it is none (an erased payload's empty
/// text).
[[nodiscard]] std::optional<Bounds> bounds_of(std::string_view edtf, const FoldEvent& event);

/// A reader's text as the standard library sees it.
[[nodiscard]] inline std::string_view view(capnp::Text::Reader text) {
  return {text.begin(), text.size()};
}
/// The standard library's text as a row takes it: it must be followed by a zero byte, as a
/// std::string's is.
[[nodiscard]] inline capnp::Text::Reader text(const std::string& text) {
  return {text.c_str(), text.size()};
}

}  // namespace probity::projections
