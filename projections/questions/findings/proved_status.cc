#include "projections/questions/findings/proved_status.h"

#include <capnp/message.h>
#include <fmt/format.h>

#include <string>
#include <utility>

#include "projections/fold/fold.h"
#include "projections/fold/history.h"
#include "projections/questions/common.h"
#include "projections/questions/findings/finding.h"
#include "projections/questions/findings/status_tables.h"
#include "schema/views.capnp.h"

namespace probity::projections {

Result<ProvedStatus> proved_status(std::vector<eventstore::Event> events,
                                   std::optional<Position> as_of, Day day) {
  StreamHistory history;
  std::string ref;
  for (auto& event : events) {
    if (as_of && event.placement.position > *as_of) break;
    if (ref.empty()) ref = std::string(event.header.stream.rest());
    if (event.erased()) {
      return fail(ErrorKind::kUnverifiable, "the payload is withheld or erased",
                  "a status is refolded from payloads; ask for evidence that holds them",
                  fmt::format("@{}", event.placement.position.value));
    }
    if (auto added = history.append(std::move(event)); !added) return pass(added);
  }
  const std::size_t count = history.events().size();
  if (count == 0) return fail(ErrorKind::kNotFound, "nothing was recorded by then");
  const auto words = fold_row(*find_view("findings"), history, day, count);
  const auto row = capnp::readMessageUnchecked<schema::FindingRow>(
      reinterpret_cast<const capnp::word*>(words.data()));
  if (!happened(row.getRaised())) {
    return fail(ErrorKind::kNotFound, fmt::format("{} was not yet raised on that day", ref));
  }
  ProvedStatus status;
  status.facts = {{"ref", "finding", Value(ref)},
                  {"kind", "kind", value_of(name_of(row.getKind()))},
                  {"title", "title", value_of(to_string(row.getTitle()))},
                  {"status", "status", value_of(name_of(own_status(row)))},
                  {"spread", "spread", value_of(spread(row))}};
  status.tables.push_back(addressees_table(row, day));
  status.tables.push_back(dues_table(row, day));
  return status;
}

}  // namespace probity::projections
