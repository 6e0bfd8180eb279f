// Random events of one finding, for properties.
#pragma once

#include <rapidcheck.h>

#include <vector>

#include "tests/property/fold/told_events.h"

namespace probity::test {

inline constexpr int kDays = 12;  // on which things happen

inline Date some_date() {
  Date date;
  date.form = static_cast<Date::Form>(
      *rc::gen::weightedElement<int>({{6, 0}, {3, 1}, {2, 2}, {2, 3}, {1, 4}}));
  date.first = *rc::gen::inRange(0, kDays);
  date.last = *rc::gen::inRange(date.first, kDays + 1);
  return date;
}

/// `withheld` only where nobody stores: a store's reader may see everything.
inline std::vector<Told> some_events(bool withheld) {
  const int count = *rc::gen::inRange(1, 14);
  std::vector<Told> out;
  int recorded = 0;
  for (int i = 0; i < count; ++i) {
    Told told;
    told.what = i == 0 ? Told::What::kRaised
                       : static_cast<Told::What>(*rc::gen::weightedElement<int>(
                             {{1, 0}, {5, 1}, {3, 2}, {2, 3}, {1, 4}, {4, 5}, {1, 6}}));
    told.date = some_date();
    recorded += *rc::gen::weightedElement<int>({{3, 0}, {3, 1}, {1, 4}});
    told.recorded = recorded;
    told.names = static_cast<std::uint64_t>(*rc::gen::inRange(0, count + 1));
    told.sensitive = *rc::gen::inRange(0, 6) == 0;
    told.erased = *rc::gen::inRange(0, 8) == 0;
    told.withheld = withheld && *rc::gen::inRange(0, 8) == 0;
    out.push_back(told);
  }
  return out;
}

}  // namespace probity::test
