#include "projections/questions/registers/body_book.h"

#include <algorithm>

#include "projections/questions/common.h"
#include "projections/questions/registers/rows.h"

namespace probity::projections::registers {

namespace {

bool contains(const std::vector<std::string>& bodies, std::string_view body) {
  return std::find(bodies.begin(), bodies.end(), body) != bodies.end();
}

}  // namespace

Result<BodyBook> BodyBook::read(World& world) {
  auto rows = all_rows<schema::BodyRow>(world);
  if (!rows) return pass(rows);
  BodyBook book;
  for (const auto& [stream, row] : *rows) {
    const auto head = row.getHead();
    if (!head.getBegun() || head.getWithdrawn()) continue;
    book.entries_.emplace(stream.rest(), Entry{row.getKind(), to_strings(row.getMembers()),
                                               to_strings(row.getOversees())});
  }
  return book;
}

const BodyBook::Entry* BodyBook::find(std::string_view body) const {
  const auto found = entries_.find(body);
  return found == entries_.end() ? nullptr : &found->second;
}

std::vector<std::string> BodyBook::units_of(std::string_view body) const {
  std::vector<std::string> units;
  for (const auto& [id, entry] : entries_) {
    if (contains(entry.members, body)) units.push_back(id);
  }
  return units;
}

std::vector<std::string> BodyBook::overseers_of(std::string_view body) const {
  std::vector<std::string> overseers;
  for (const auto& [id, entry] : entries_) {
    if (contains(entry.oversees, body)) overseers.push_back(id);
  }
  return overseers;
}

Result<BodiesMeant> BodiesMeant::of(World& world, std::string_view body,
                                    std::string_view for_body) {
  BodiesMeant meant;
  auto bodies = bodies_meant(world, {}, for_body);
  if (!bodies) return pass(bodies);
  if (*bodies) {
    meant.bodies_.emplace((*bodies)->begin(), (*bodies)->end());
    auto unit = stream_named("body", for_body);
    if (!unit) return pass(unit);
    auto row = world.row<schema::BodyRow>(*unit);
    if (!row) return pass(row);
    if (*row) {
      for (auto& member : to_strings((*row)->getMembers()))
        meant.bodies_->insert(std::move(member));
    }
  }
  if (body.empty()) return meant;
  auto id = registered_body(world, body);
  if (!id) return pass(id);
  const bool selected = meant.has(*id);
  meant.bodies_.emplace();
  if (selected) meant.bodies_->insert(std::move(*id));
  return meant;
}

bool BodiesMeant::has_any(const std::vector<std::string>& bodies) const {
  return std::any_of(bodies.begin(), bodies.end(), [this](const auto& body) { return has(body); });
}

}  // namespace probity::projections::registers
