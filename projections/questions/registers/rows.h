// The rows that a question goes through: all of a view, or those that an id names.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "projections/questions/common.h"
#include "projections/world.h"

namespace probity::projections::registers {

template <class Row>
struct Found {
  StreamId stream;
  typename Row::Reader row;  // valid while the world lives
};

/// Every stream of the view that has an event as of the moment, by name.
template <class Row>
[[nodiscard]] Result<std::vector<Found<Row>>> all_rows(World& world) {
  std::vector<Found<Row>> found;
  auto read = world.each<Row>([&found](const StreamId& stream, typename Row::Reader row) {
    found.push_back({stream, row});
  });
  if (!read) return pass(read);
  return found;
}

/// Whether `stream` is the one that `id` names (with or without its category), or lies below it:
/// `meeting/FORUM/DATE` is named by `FORUM`.
[[nodiscard]] inline bool is_named(const StreamId& stream, const StreamId& id) {
  const std::string_view text = stream.text();
  return text.starts_with(id.text()) &&
         (text.size() == id.text().size() || text[id.text().size()] == '/');
}

/// All rows, or those that `id` names; kNotFound with the nearest if there are none. `noun` is what
/// the category is called.
template <class Row>
[[nodiscard]] Result<std::vector<Found<Row>>> rows_named(World& world, std::string_view category,
                                                         std::string_view id,
                                                         std::string_view noun) {
  auto rows = all_rows<Row>(world);
  if (!rows || id.empty()) return rows;
  auto stream = stream_named(category, id);
  if (!stream) return pass(stream);
  std::erase_if(*rows, [&](const Found<Row>& each) { return !is_named(each.stream, *stream); });
  if (rows->empty()) return std::unexpected(no_such(world, *stream, noun));
  return rows;
}

/// kNotFound, with the nearest, if an id is given and its stream has no event as of the moment.
[[nodiscard]] inline Result<void> expect_named(World& world, std::string_view category,
                                               std::string_view id) {
  if (id.empty()) return {};
  auto stream = stream_named(category, id);
  if (!stream) return pass(stream);
  return expect_stream(world, *stream, category);
}

}  // namespace probity::projections::registers
