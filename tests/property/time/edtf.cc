#include "projections/time/edtf.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <chrono>
#include <string>
#include <utility>

#include "eventstore/base/text.h"

namespace probity::projections {
namespace {

using rc::gen::element;
using rc::gen::inRange;

/// A text of the grammar with the days it may mean, put together from its parts.
struct Said {
  std::string text;
  std::string earliest;
  std::string latest;
};

void showValue(const Said& said, std::ostream& out) {
  out << said.text << " = " << said.earliest << " to " << said.latest;
}

int last_day(int year, int month) {
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && leap ? 29 : kDays[month - 1];
}

std::string date(int year, int month, int day) {
  return fmt::format("{:04}-{:02}-{:02}", year, month, day);
}

rc::Gen<Said> value() {
  return rc::gen::exec([] {
    const int year = *inRange(1000, 9999);
    const int month = *inRange(1, 13);
    const int day = *inRange(1, last_day(year, month) + 1);
    const std::string qualifier = *element<std::string>("", "", "~", "?");
    switch (*inRange(0, 4)) {
      case 0:
        return Said{fmt::format("{:04}", year) + qualifier, date(year, 1, 1), date(year, 12, 31)};
      case 1:
        return Said{fmt::format("{:04}-{:02}", year, month) + qualifier, date(year, month, 1),
                    date(year, month, last_day(year, month))};
      case 2: {
        const int season = *inRange(0, 4);  // spring, summer, autumn, winter
        const int first = 3 * season + 3;
        const int end_year = season == 3 ? year + 1 : year;
        const int end = season == 3 ? 2 : first + 2;
        return Said{fmt::format("{:04}-{}", year, 21 + season) + qualifier, date(year, first, 1),
                    date(end_year, end, last_day(end_year, end))};
      }
      default:
        return Said{date(year, month, day) + qualifier, date(year, month, day),
                    date(year, month, day)};
    }
  });
}

rc::Gen<Said> interval() {
  return rc::gen::exec([] {
    const Said a = *value();
    const Said b = *value();
    const bool in_order = a.earliest <= b.latest;
    const Said& from = in_order ? a : b;
    const Said& to = in_order ? b : a;
    return Said{from.text + "/" + to.text, from.earliest, to.latest};
  });
}

rc::Gen<Said> any() {
  return rc::gen::oneOf(value(), interval(), rc::gen::map(value(), [](Said said) {
                          return Said{"../" + said.text, "..", said.latest};
                        }));
}

RC_GTEST_PROP(EdtfProperty, GivesTheDaysThatItsPartsMean, ()) {
  const Said said = *any();
  const auto edtf = Edtf::parse(said.text);
  RC_ASSERT(edtf.has_value());
  RC_ASSERT(edtf->text() == said.text);
  const Bounds bounds = edtf->bounds(Day{*rc::gen::arbitrary<std::int32_t>()});
  RC_ASSERT(to_text(bounds.earliest) == said.earliest);
  RC_ASSERT(to_text(bounds.latest) == said.latest);
  RC_ASSERT(bounds.earliest <= bounds.latest);
}

RC_GTEST_PROP(EdtfProperty, EndsAnOpenIntervalNotBeforeItsOwnDay, ()) {
  const Said said = *value();
  const auto edtf = Edtf::parse(said.text + "/..");
  RC_ASSERT(edtf.has_value());
  const Day recorded{*inRange(-400'000, 3'000'000)};
  const Bounds bounds = edtf->bounds(recorded);
  RC_ASSERT(to_text(bounds.earliest) == said.earliest);
  RC_ASSERT(bounds.latest >= recorded);
  RC_ASSERT(bounds.latest >= bounds.earliest);
  RC_ASSERT(bounds.latest == recorded || to_text(bounds.latest) == said.latest);
}

RC_GTEST_PROP(EdtfProperty, RefusesAReversedInterval, ()) {
  const Said a = *value();
  const Said b = *value();
  RC_PRE(a.earliest > b.latest);
  RC_ASSERT(!Edtf::parse(a.text + "/" + b.text));
}

RC_GTEST_PROP(EdtfProperty, PlacesAnInstantWithinADayOfItsOwn, ()) {
  const int year = *inRange(1001, 9999);
  const int month = *inRange(1, 13);
  const int day = *inRange(1, last_day(year, month) + 1);
  const std::string text = fmt::format("{}T{:02}:{:02}:{:02}{}{:02}:{:02}", date(year, month, day),
                                       *inRange(0, 24), *inRange(0, 60), *inRange(0, 60),
                                       *element('+', '-'), *inRange(0, 24), *inRange(0, 60));
  const auto edtf = Edtf::parse(text);
  RC_ASSERT(edtf.has_value());
  const Bounds bounds = edtf->bounds({});
  RC_ASSERT(bounds.earliest == bounds.latest);
  const Day own = *day_from_text(date(year, month, day));
  RC_ASSERT(std::abs(bounds.latest.value - own.value) <= 1);
}

RC_GTEST_PROP(EdtfProperty, NeverHalfReadsATextThatWasTamperedWith, ()) {
  // A valid text with one byte changed, left out or put in: taken or refused, but never half read.
  std::string text = (*any()).text;
  const auto at = static_cast<std::size_t>(*inRange(0, static_cast<int>(text.size())));
  const char byte = *rc::gen::oneOf(rc::gen::arbitrary<char>(),
                                    rc::gen::elementOf(std::string("0123456789-/.~?%TZ:+ ")));
  switch (*inRange(0, 3)) {
    case 0:
      text[at] = byte;
      break;
    case 1:
      text.erase(at, 1);
      break;
    default:
      text.insert(at, 1, byte);
  }
  const auto edtf = Edtf::parse(text);
  if (edtf) {
    RC_ASSERT(edtf->text() == text);
    RC_ASSERT(edtf->bounds({}).earliest <= edtf->bounds({}).latest);
    for (const char c : text) RC_ASSERT(std::string("0123456789-/.~?TZ:+").contains(c));
  } else {
    RC_ASSERT(edtf.error().kind == ErrorKind::kMalformed);
  }
}

RC_GTEST_PROP(EdtfProperty, RefusesNoise, (const std::string& noise)) {
  if (noise == "..") return;
  const auto edtf = Edtf::parse(noise);
  RC_ASSERT(!edtf || noise.size() >= 4);
}

}  // namespace
}  // namespace probity::projections
