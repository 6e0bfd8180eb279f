// Who owes a response to a report, and to which of its findings: joined from inspections, findings
// and the register of bodies, memberships and oversight as they hold on the day.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "projections/questions/registers/body_book.h"
#include "schema/views.capnp.h"

namespace probity::projections::registers {

/// A finding of an inspection, and whom it is addressed to.
struct RaisedFinding {
  std::string ref;
  std::vector<std::string> addressees;
};
using FindingsByInspection = std::map<std::string, std::vector<RaisedFinding>, std::less<>>;

/// Findings that are on record on the day, by name.
[[nodiscard]] Result<FindingsByInspection> findings_by_inspection(World& world);

/// Each body of kind policingBody that oversees a subject of the inspection, a member of a subject,
/// or an addressee of one of its findings; with the bodies through which it owes.
[[nodiscard]] std::map<std::string, std::vector<std::string>> who_owes(
    const std::vector<std::string>& subjects, const std::vector<RaisedFinding>& findings,
    const BodyBook& book);

/// Of these findings the ones that concern a body that `policing_body` oversees, or a unit that
/// such a body is a member of, and that no explanation names with an action or a reason.
[[nodiscard]] std::vector<std::string> unexplained(
    const std::string& policing_body, const std::vector<RaisedFinding>& findings,
    capnp::List<schema::Explanation>::Reader explanations, const BodyBook& book);

}  // namespace probity::projections::registers
