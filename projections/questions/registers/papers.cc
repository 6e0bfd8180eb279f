#include "projections/questions/registers/papers.h"

#include <algorithm>

#include "projections/fold/fold.h"
#include "projections/questions/common.h"
#include "projections/questions/findings/finding.h"

namespace probity::projections::registers {

namespace {

constexpr const char* kNotOnRecord = "not on record";

std::string status_for(schema::FindingRow::Reader row, const std::string& body) {
  if (row.getHead().getWithdrawn()) return "withdrawn";
  if (!row.getHead().getBegun()) return kNotOnRecord;
  if (body.empty()) return own_status_text(row);
  for (const auto addressee : row.getAddressees()) {
    if (to_string(addressee.getBody()) == body) return name_of(addressee.getStatus());
  }
  return own_status_text(row);
}

}  // namespace

Result<std::string> finding_stood(World& world, const std::string& ref, const std::string& body,
                                  Day day, TreeSize size) {
  auto stream = stream_named("finding", ref);
  if (!stream) return pass(stream);
  auto history = world.history(*stream);
  if (!history) return pass(history);
  const TreeSize known = std::min(size, world.moment().size);
  const std::size_t prefix = known.value == 0 ? 0 : (*history)->prefix(Position{known.value - 1});
  if (prefix == 0) return kNotOnRecord;
  const eventstore::Words words = fold_row(*find_view("findings"), **history, day, prefix);
  const auto row = capnp::readMessageUnchecked<schema::FindingRow>(
      reinterpret_cast<const capnp::word*>(words.data()));
  return status_for(row, body);
}

}  // namespace probity::projections::registers
