// The window of days that --from and --to name. Imprecise dates lie inside it, outside, or only
// touch it. Pure functions.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "projections/time/edtf.h"
#include "schema/views.capnp.h"

namespace probity::projections::registers {

struct Window {
  Day from = kBeforeAllDays;
  Day to = kAfterAllDays;

  [[nodiscard]] bool everything() const { return from == kBeforeAllDays && to == kAfterAllDays; }
};

/// `from` begins with the first day that its text may mean, `to` ends with the last: 2021-06 to
/// 2022-05 is a year. Empty: open on that side. kMalformed names the option.
[[nodiscard]] Result<Window> parse_window(std::string_view from, std::string_view to);

enum class Lies { kInside, kTouches, kOutside };
[[nodiscard]] Lies lies(const Window& window, const Bounds& bounds);
/// `inside`, `possible` or `outside`.
[[nodiscard]] std::string marked(Lies where);

/// The days that an act's effective time may mean.
[[nodiscard]] Bounds bounds_of(schema::Act::Reader act);
/// A list's filter by --from and --to: what only touches the window is listed, marked, and told of.
class WindowFilter {
 public:
  [[nodiscard]] static Result<WindowFilter> of(std::string_view from, std::string_view to);
  /// Where these days lie; counts those that only touch the window.
  Lies place(const Bounds& bounds);
  /// A sentence on the rows that only touch the window; empty if there are none.
  [[nodiscard]] std::string caution() const;

 private:
  Window window_;
  std::size_t touching_ = 0;
};

/// Whether they are one day alone.
[[nodiscard]] inline bool is_one_day(const Bounds& bounds) {
  return bounds.earliest == bounds.latest && bounds.latest != kBeforeAllDays;
}

}  // namespace probity::projections::registers
