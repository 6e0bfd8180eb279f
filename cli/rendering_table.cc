// The format that people read.
#include <fmt/format.h>

#include <algorithm>

#include "cli/rendering.h"
#include "cli/text.h"
#include "eventstore/base/text.h"

namespace probity::cli {

namespace {

using projections::Answer;
using projections::Table;

constexpr std::size_t kGap = 2;          // spaces between columns
constexpr std::size_t kLeastColumn = 8;  // a column is never made narrower than this
constexpr std::size_t kKeptWord = 30;    // words up to this long are kept whole where there is room
constexpr std::size_t kBrokenWord = 14;  // and only up to this where there is little
constexpr std::size_t kTallest = 6;      // lines of a row; beyond that a block reads better
constexpr std::string_view kBold = "\033[1m";
constexpr std::string_view kDim = "\033[2m";
constexpr std::string_view kStruck = "\033[9m";
constexpr std::string_view kPlain = "\033[0m";

std::string styled(std::string_view text, std::string_view style, bool colour) {
  return colour ? fmt::format("{}{}{}", style, text, kPlain) : std::string(text);
}

/// What a person sees of a value: a dash where there is nothing.
std::string shown(const projections::Value& value) {
  const std::string text = clean(plain_text(value));
  return text.empty() ? "-" : text;
}

struct Grid {
  std::vector<std::string> titles;
  std::vector<std::vector<std::string>> rows;
  std::vector<bool> struck;
};

Grid grid_of(const Table& table) {
  Grid grid{{}, {}, table.struck};
  const bool any_struck =
      std::find(table.struck.begin(), table.struck.end(), true) != table.struck.end();
  if (any_struck) grid.titles.emplace_back();
  for (const auto& column : table.columns) {
    if (!column.for_scripts) grid.titles.push_back(clean(column.title));
  }
  for (std::size_t r = 0; r < table.rows.size(); ++r) {
    auto& row = grid.rows.emplace_back();
    if (any_struck) row.emplace_back(table.struck[r] ? "struck" : "");
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
      if (!table.columns[i].for_scripts) row.push_back(shown(table.rows[r][i]));
    }
  }
  return grid;
}

struct Extent {
  std::size_t natural = 0;  // all of its text in one line
  std::size_t least = 0;    // narrower breaks words
};

std::vector<Extent> extents_of(const Grid& grid, std::size_t kept_word) {
  std::vector<Extent> extents(grid.titles.size());
  const auto take_in = [&extents, kept_word](std::size_t i, const std::string& text) {
    extents[i].natural = std::max(extents[i].natural, columns_of(text));
    extents[i].least = std::max(extents[i].least, std::min(longest_word(text), kept_word));
  };
  for (std::size_t i = 0; i < grid.titles.size(); ++i) take_in(i, grid.titles[i]);
  for (const auto& row : grid.rows) {
    for (std::size_t i = 0; i < row.size(); ++i) take_in(i, row[i]);
  }
  for (Extent& extent : extents)
    extent.least = std::min(extent.natural, std::max(extent.least, kLeastColumn));
  return extents;
}

/// Column widths that fit, the widest columns giving way first; empty if not even the least fit.
std::vector<std::size_t> widths_for(const std::vector<Extent>& extents, std::size_t page) {
  const std::size_t gaps = kGap * (extents.size() - 1);
  for (std::size_t cap = page; cap > 0; --cap) {
    std::vector<std::size_t> widths;
    std::size_t total = gaps;
    for (const Extent& extent : extents) {
      widths.push_back(std::min(extent.natural, std::max(cap, extent.least)));
      total += widths.back();
    }
    if (total <= page) return widths;
  }
  return {};
}

/// A column with nothing in it gives way first where room is short.
Grid without_empty_columns(const Grid& grid) {
  Grid kept{{}, std::vector<std::vector<std::string>>(grid.rows.size()), grid.struck};
  for (std::size_t i = 0; i < grid.titles.size(); ++i) {
    if (std::ranges::all_of(grid.rows, [i](const auto& row) { return row[i] == "-"; })) continue;
    kept.titles.push_back(grid.titles[i]);
    for (std::size_t r = 0; r < grid.rows.size(); ++r) kept.rows[r].push_back(grid.rows[r][i]);
  }
  if (kept.titles.empty()) return grid;
  return kept;
}

bool fits(const Grid& grid, std::size_t page) {
  std::size_t total = kGap * (grid.titles.size() - 1);
  for (const Extent& extent : extents_of(grid, kKeptWord)) total += extent.natural;
  return total <= page;
}

std::size_t tallest_row(const Grid& grid, const std::vector<std::size_t>& widths) {
  std::size_t tallest = 0;
  for (const auto& row : grid.rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      tallest = std::max(tallest, wrap(row[i], widths[i]).size());
    }
  }
  return tallest;
}

void append_row(std::string& out, const std::vector<std::string>& cells,
                const std::vector<std::size_t>& widths, std::string_view style, bool colour) {
  std::vector<std::vector<std::string>> wrapped;
  std::size_t height = 1;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    wrapped.push_back(wrap(cells[i], widths[i]));
    height = std::max(height, wrapped.back().size());
  }
  for (std::size_t line = 0; line < height; ++line) {
    std::string text;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      text += padded(line < wrapped[i].size() ? wrapped[i][line] : "", widths[i]);
      if (i + 1 < cells.size()) text.append(kGap, ' ');
    }
    text.erase(text.find_last_not_of(' ') + 1);
    out += style.empty() ? text : styled(text, style, colour);
    out += '\n';
  }
}

void append_grid(std::string& out, const Grid& grid, const std::vector<std::size_t>& widths,
                 bool colour) {
  append_row(out, grid.titles, widths, kBold, colour);
  std::size_t total = kGap * (widths.size() - 1);
  for (const std::size_t width : widths) total += width;
  for (std::size_t i = 0; i < total; ++i) out += "─";
  out += '\n';
  for (std::size_t r = 0; r < grid.rows.size(); ++r) {
    const bool struck = r < grid.struck.size() && grid.struck[r];
    append_row(out, grid.rows[r], widths, struck ? kStruck : std::string_view{}, colour);
  }
}

/// `title  text`, the text wrapped beside its title.
void append_pair(std::string& out, std::string_view title, std::size_t title_width,
                 std::string_view text, const Page& page) {
  const std::size_t room =
      page.width > title_width + kGap + 20 ? page.width - title_width - kGap : 20;
  bool first = true;
  for (const std::string& line : wrap(text, room)) {
    out += first ? styled(padded(title, title_width), kDim, page.colour)
                 : std::string(title_width, ' ');
    out.append(kGap, ' ');
    out += line;
    out += '\n';
    first = false;
  }
}

/// A table with too many columns for the page: each row as a block of pairs.
void append_blocks(std::string& out, const Grid& grid, const Page& page) {
  std::size_t title_width = 0;
  for (const std::string& title : grid.titles)
    title_width = std::max(title_width, columns_of(title));
  for (std::size_t r = 0; r < grid.rows.size(); ++r) {
    if (r > 0) out += '\n';
    for (std::size_t i = 0; i < grid.titles.size(); ++i) {
      if (grid.titles[i].empty() && grid.rows[r][i].empty()) continue;
      append_pair(out, grid.titles[i], title_width, grid.rows[r][i], page);
    }
  }
}

void append_table(std::string& out, const Table& table, const Page& page) {
  if (table.rows.empty() && table.title.empty() && table.when_empty.empty()) return;
  if (!out.empty()) out += '\n';
  if (!table.title.empty()) out += styled(clean(table.title), kBold, page.colour) + '\n';
  if (table.rows.empty()) {
    out += (table.when_empty.empty() ? std::string("none") : clean(table.when_empty)) + '\n';
    return;
  }
  Grid grid = grid_of(table);
  if (!fits(grid, page.width)) grid = without_empty_columns(grid);
  std::vector<std::size_t> widths = widths_for(extents_of(grid, kKeptWord), page.width);
  if (widths.empty()) widths = widths_for(extents_of(grid, kBrokenWord), page.width);
  if (widths.empty() || tallest_row(grid, widths) > kTallest) {
    append_blocks(out, grid, page);
  } else {
    append_grid(out, grid, widths, page.colour);
  }
}

void append_facts(std::string& out, const Answer& answer, const Page& page) {
  std::size_t title_width = 0;
  for (const auto& fact : answer.facts) title_width = std::max(title_width, columns_of(fact.title));
  for (const auto& fact : answer.facts)
    append_pair(out, clean(fact.title), title_width, shown(fact.value), page);
}

std::string moment_text(const projections::Moment& moment) {
  std::string text = moment.recorded ? fmt::format("position {}, recorded {}",
                                                   moment.size.value - 1, to_text(*moment.recorded))
                                     : std::string("before the first record");
  if (!moment.as_of.empty()) text += fmt::format(" (asked: {})", clean(moment.as_of));
  return text;
}

void append_description(std::string& out, const Answer& answer, const Page& page) {
  constexpr std::size_t kTitles = 11;
  out += '\n';
  if (has_moment(answer)) {
    append_pair(out, "as of", kTitles, moment_text(answer.moment), page);
    append_pair(out, "on the day", kTitles, to_text(answer.moment.day), page);
  }
  append_pair(
      out, "ledger", kTitles,
      fmt::format("{} event{}, {}, {} withheld", answer.size.value,
                  answer.size.value == 1 ? "" : "s", marking_name(answer.marking),
                  answer.withheld == 0 ? std::string("none") : std::to_string(answer.withheld)),
      page);
  append_pair(out, "fingerprint", kTitles, to_hex(answer.root.bytes), page);
  // Never wrapped: it is there to be copied.
  out += styled(padded("again", kTitles), kDim, page.colour) + "  " + clean(page.again) + '\n';
}

}  // namespace

std::string as_table(const Answer& answer, const Page& page) {
  std::string out;
  if (!answer.title.empty()) {
    for (const auto& line : wrap(clean(answer.title), page.width))
      out += styled(line, kBold, page.colour) + '\n';
  }
  if (!answer.facts.empty() && !out.empty()) out += '\n';
  append_facts(out, answer, page);
  for (const Table& table : answer.tables) append_table(out, table, page);
  if (!answer.remarks.empty()) out += '\n';
  for (const std::string& remark : answer.remarks) {
    bool first = true;
    for (const std::string& line : wrap(clean(remark), page.width - 2)) {
      out += (first ? "* " : "  ") + line + '\n';
      first = false;
    }
  }
  append_description(out, answer, page);
  return out;
}

}  // namespace probity::cli
