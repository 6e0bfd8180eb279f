#include "projections/admission/markings.h"

#include <fmt/format.h>

#include "projections/admission/fault.h"
#include "schema/inspection.capnp.h"

namespace probity::projections::admission {
namespace {

using schema::Marking;

std::string_view name_of(Marking marking) {
  return marking == Marking::OFFICIAL_SENSITIVE ? "officialSensitive" : "official";
}

Result<void> check_marking(Marking marking, Marking ceiling, std::string_view where) {
  if (marking != Marking::OFFICIAL && marking != Marking::OFFICIAL_SENSITIVE) {
    return fail(ErrorKind::kRefused, "an event without a marking",
                "Mark it official or officialSensitive.", std::string(where));
  }
  if (marking <= ceiling) return {};
  return fail(
      ErrorKind::kRefused,
      fmt::format("{} is above this ledger's ceiling, {} (@0)", name_of(marking), name_of(ceiling)),
      "Record it in a ledger that was made for it (`probity init --ceiling`).", std::string(where));
}

}  // namespace

Result<void> Ceiling::check(const Submission& event, const Streams& streams) {
  const Marking ceiling = event.is("LedgerCreated")
                              ? event.data.as<schema::LedgerCreated>().getCeiling()
                              : of_ledger(streams);
  const auto marking = static_cast<Marking>(event.header->marking);
  if (auto own = check_marking(marking, ceiling, "marking"); !own) return own;
  if (!event.is("MarkingChanged")) return {};
  return check_marking(event.data.as<schema::MarkingChanged>().getMarking(), ceiling,
                       "data.marking");
}

Marking Ceiling::of_ledger(const Streams& streams) {
  if (known_) return *known_;
  const auto& recorded = streams.recorded();
  if (recorded.size().value == 0) return Marking::OFFICIAL_SENSITIVE;
  const auto first = or_fault(recorded.event(Position{0}));
  // A ledger that says none takes every marking there is.
  known_ = Marking::OFFICIAL_SENSITIVE;
  if (first.header.type == "LedgerCreated" && !first.erased()) {
    const auto data = schema::content_of(first.payload).getData();
    known_ = data.getAs<schema::LedgerCreated>().getCeiling();
  }
  return *known_;
}

}  // namespace probity::projections::admission
