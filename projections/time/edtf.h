// EDTF (ISO 8601-2), the subset that probity takes: imprecise dates kept as said, with the days
// they may mean.
//
//   2023-03-02; 2023-03; 2023          that day; in that month; in that year
//   2022-21 (22, 23, 24)               spring (summer, autumn, winter; winter ends with February of
//   the next year) 2020-02-21/2020-03-13              some time between
//   ../2024-04-17; 2024-04-17/..       by then; then or later
//   ..                                 always so
//   2023-03-02T10:00:00Z               that instant (Z or ±hh:mm); its day in Europe/London
//
// `~` and `?` may follow a value or an interval's end; they move no bound. Refused: reversed
// intervals, `%`, years outside 1000 to 9999, longer than limits::kEffectiveBytes, and anything
// else.
#pragma once

#include <compare>
#include <string>
#include <string_view>

#include "eventstore/base/ids.h"
#include "eventstore/base/result.h"

namespace probity::projections {

/// The earliest and latest day that a date may mean; kBeforeAllDays where it is unbounded below.
/// `..` is {kBeforeAllDays, kBeforeAllDays}. The latest day is the sort day: the day from which an
/// event is certain.
struct Bounds {
  Day earliest;
  Day latest;
  friend bool operator==(const Bounds&, const Bounds&) = default;
};

class Edtf {
 public:
  /// kMalformed says what is wrong and shows the accepted forms.
  static Result<Edtf> parse(std::string_view text);

  [[nodiscard]] const std::string& text() const { return text_; }
  /// `recorded` ends an open interval (`2024-04-17/..`): the day it was recorded, or the interval's
  /// own day if later.
  [[nodiscard]] Bounds bounds(Day recorded) const;

 private:
  Edtf(std::string text, Bounds bounds, bool open_end)
      : text_(std::move(text)), bounds_(bounds), open_end_(open_end) {}
  std::string text_;
  Bounds bounds_;  // of an open end: latest is the interval's own day
  bool open_end_;
};

}  // namespace probity::projections
