#include "projections/questions/registers/window.h"

#include <fmt/format.h>

#include "projections/questions/common.h"

namespace probity::projections::registers {

namespace {

Result<Bounds> parse_side(std::string_view option, std::string_view text) {
  auto date = Edtf::parse(text);
  if (!date) {
    Error error = std::move(date.error());
    error.where = option;
    return std::unexpected(std::move(error));
  }
  return date->bounds(kBeforeAllDays);
}

}  // namespace

Result<Window> parse_window(std::string_view from, std::string_view to) {
  Window window;
  if (!from.empty()) {
    auto bounds = parse_side("--from", from);
    if (!bounds) return pass(bounds);
    window.from = bounds->earliest;
  }
  if (!to.empty()) {
    auto bounds = parse_side("--to", to);
    if (!bounds) return pass(bounds);
    window.to = bounds->latest;
  }
  if (window.from > window.to) {
    return fail(ErrorKind::kMalformed, fmt::format("--from {} is later than --to {}", from, to),
                "give the earlier of the two as --from");
  }
  return window;
}

Lies lies(const Window& window, const Bounds& bounds) {
  if (bounds.earliest >= window.from && bounds.latest <= window.to) return Lies::kInside;
  return bounds.latest < window.from || bounds.earliest > window.to ? Lies::kOutside
                                                                    : Lies::kTouches;
}

std::string marked(Lies where) {
  switch (where) {
    case Lies::kInside:
      return "inside";
    case Lies::kTouches:
      return "possible";
    case Lies::kOutside:
      return "outside";
  }
  return {};
}

Result<WindowFilter> WindowFilter::of(std::string_view from, std::string_view to) {
  auto window = parse_window(from, to);
  if (!window) return pass(window);
  WindowFilter filter;
  filter.window_ = *window;
  return filter;
}

Lies WindowFilter::place(const Bounds& bounds) {
  const Lies where = lies(window_, bounds);
  if (where == Lies::kTouches) ++touching_;
  return where;
}

std::string WindowFilter::caution() const {
  if (touching_ == 0) return {};
  return fmt::format(
      "{} only possibly within the window: not dated exactly enough",
      touching_ == 1 ? "1 of these lies" : fmt::format("{} of these lie", touching_));
}

Bounds bounds_of(schema::Act::Reader act) {
  const Day latest = day_of(act);
  const auto date = Edtf::parse(to_string(act.getEffective()));
  return {date ? date->bounds(latest).earliest : latest, latest};
}

}  // namespace probity::projections::registers
