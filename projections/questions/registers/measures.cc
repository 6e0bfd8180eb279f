// Figures as sources give them. No value replaces another: those of one stream whose days overlap
// and whose values differ stand side by side and are flagged.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "projections/questions/registers/body_book.h"
#include "projections/questions/registers/decimal.h"
#include "projections/questions/registers/page.h"
#include "projections/questions/registers/registers.h"
#include "projections/questions/registers/reported.h"
#include "projections/questions/registers/rows.h"
#include "projections/questions/registers/window.h"

namespace probity::projections::registers {

namespace {

using schema::Figure;

bool overlap(Figure::Reader a, Figure::Reader b) {
  return a.getEarliest() <= b.getLatest() && b.getEarliest() <= a.getLatest();
}

bool figures_disagree(schema::MeasureRow::Reader row, Figure::Reader figure) {
  const std::string value = plain_decimal(to_string(figure.getValue()));
  for (const auto other : row.getFigures()) {
    if (overlap(figure, other) && plain_decimal(to_string(other.getValue())) != value) return true;
  }
  return false;
}

/// `more than 1400`: the figure in words, as exact as the source is.
std::string in_words(Figure::Reader figure) {
  std::string value = to_string(figure.getValue());
  switch (figure.getQualifier()) {
    case schema::Qualifier::MORE_THAN:
      return "more than " + value;
    case schema::Qualifier::LESS_THAN:
      return "less than " + value;
    case schema::Qualifier::ABOUT:
      return "about " + value;
    case schema::Qualifier::UNSET:
    case schema::Qualifier::EXACTLY:
      break;
  }
  return value;
}

/// A share is what has a numerator or denominator, or a unit that says so.
bool is_share(Figure::Reader figure) {
  constexpr std::array<std::string_view, 5> kUnits{"per cent", "percent", "percentage", "%",
                                                   "share"};
  const std::string unit = to_string(figure.getUnit());
  return figure.getNumerator().size() > 0 || figure.getDenominator().size() > 0 ||
         std::find(kUnits.begin(), kUnits.end(), unit) != kUnits.end();
}

/// A part of a share: `not published` where the source leaves it out; nothing where there is no
/// share.
Value published_or_not(Figure::Reader figure, const std::string& part) {
  if (!part.empty()) return part;
  return is_share(figure) ? Value(std::string(kNotPublished)) : Value{};
}

/// `13 of 13; window 2015`, with what the source leaves out told.
Value share_in_words(Figure::Reader figure) {
  if (!is_share(figure)) return {};
  const auto part = [](capnp::Text::Reader text) {
    return text.size() == 0 ? std::string(kNotPublished) : to_string(text);
  };
  const std::string of = figure.getNumerator().size() + figure.getDenominator().size() == 0
                             ? "numerator and denominator not published"
                             : part(figure.getNumerator()) + " of " + part(figure.getDenominator());
  return of + "; window " + part(figure.getWindow());
}

Table figures_table() {
  return signed_table("figures", {},
                      {{"measure", "measure"},
                       {"name", "what", true},
                       {"figure", "figure"},
                       {"value", "value", true},
                       {"qualifier", "qualifier", true},
                       {"unit", "unit"},
                       {"when", "when"},
                       {"share", "share"},
                       {"numerator", "numerator", true},
                       {"denominator", "of", true},
                       {"window", "window", true},
                       {"inWindow", "in the window", true},
                       {"disagrees", "sources disagree"},
                       {"note", "note"}},
                      "no figure on that day");
}

class Measures {
 public:
  Measures(Page& page, WindowFilter& window) : page_(page), window_(window) {}

  void take(const std::string& id, schema::MeasureRow::Reader row) {
    std::vector<std::string> apart;
    for (const auto figure : row.getFigures()) {
      const Lies where = place(figure.getEarliest(), figure.getLatest());
      if (where == Lies::kOutside) continue;
      const bool flagged = figures_disagree(row, figure);
      if (flagged) apart.push_back(in_words(figure));
      page_.put(figures_,
                {id, value_of(figure.getName()), in_words(figure), value_of(figure.getValue()),
                 value_of(name_of(figure.getQualifier())), value_of(figure.getUnit()),
                 when(figure.getAct()), share_in_words(figure),
                 published_or_not(figure, to_string(figure.getNumerator())),
                 published_or_not(figure, to_string(figure.getDenominator())),
                 published_or_not(figure, to_string(figure.getWindow())), marked(where), flagged,
                 value_of(figure.getNote())},
                figure.getAct());
    }
    if (!apart.empty()) {
      page_.remark(fmt::format("{}: sources disagree: {}", id, listed(apart)));
    }
    take_reported(id, row);
  }

  /// `one`: of one measure alone, which the heading names.
  void finish(bool one) {
    if (one) leave_to_scripts(figures_, {"measure"});
    page_.add(std::move(figures_));
    page_.add(std::move(reported_));
    page_.remark(window_.caution());
  }

 private:
  Lies place(std::int32_t earliest, std::int32_t latest) {
    return window_.place({Day{earliest}, Day{latest}});
  }

  void take_reported(const std::string& id, schema::MeasureRow::Reader row) {
    for (const auto report : row.getDisruptions()) {
      const Lies where = place(report.getEarliest(), report.getLatest());
      if (where == Lies::kOutside) continue;
      const bool flagged = disagrees(row, report);
      put_reported(page_, reported_, id, report, where, flagged);
      if (flagged) {
        page_.remark(fmt::format("{}: sources disagree on {}", id, to_string(report.getThreat())));
      }
    }
  }

  Page& page_;
  WindowFilter& window_;
  Table figures_ = figures_table();
  Table reported_ = reported_table();
};

}  // namespace

Result<Answer> measures(World& world, const RegisterQuery& query) {
  auto rows = rows_named<schema::MeasureRow>(world, "measure", query.id, "measure");
  if (!rows) return pass(rows);
  auto meant = BodiesMeant::of(world, query);
  if (!meant) return pass(meant);
  auto window = WindowFilter::of(query.from, query.to);
  if (!window) return pass(window);

  const bool one = rows->size() == 1;
  const std::string which = one ? fmt::format(", {},", rows->front().stream.rest()) : "";
  Page page(world, "measures", fmt::format("Figures as sources give them{}", which));
  Measures measures(page, *window);
  for (const auto& [stream, row] : *rows) {
    if (!meant->has(stream.segments()[1]) || !page.shows(row.getHead())) continue;
    measures.take(std::string(stream.rest()), row);
  }
  measures.finish(one);
  return page.finish();
}

}  // namespace probity::projections::registers
