#include "projections/views/common.h"

namespace probity::projections {

std::string segment(const FoldEvent& event, std::size_t number) {
  const auto segments = event.stored.header.stream.segments();
  return number < segments.size() ? std::string(segments[number]) : std::string();
}

std::optional<Bounds> bounds_of(std::string_view edtf, const FoldEvent& event) {
  auto parsed = Edtf::parse(edtf);
  if (!parsed) return std::nullopt;
  return parsed->bounds(event.recorded_day);
}

}  // namespace probity::projections
