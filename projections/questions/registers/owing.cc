#include "projections/questions/registers/owing.h"

#include <algorithm>

#include "projections/questions/common.h"
#include "projections/questions/registers/rows.h"

namespace probity::projections::registers {

Result<FindingsByInspection> findings_by_inspection(World& world) {
  auto rows = all_rows<schema::FindingRow>(world);
  if (!rows) return pass(rows);
  FindingsByInspection findings;
  for (const auto& [stream, row] : *rows) {
    const auto head = row.getHead();
    if (!head.getBegun() || head.getWithdrawn()) continue;
    RaisedFinding finding{std::string(stream.rest()), {}};
    for (const auto addressee : row.getAddressees()) {
      finding.addressees.push_back(to_string(addressee.getBody()));
    }
    findings[to_string(row.getInspection())].push_back(std::move(finding));
  }
  return findings;
}

std::map<std::string, std::vector<std::string>> who_owes(const std::vector<std::string>& subjects,
                                                         const std::vector<RaisedFinding>& findings,
                                                         const BodyBook& book) {
  std::set<std::string> through(subjects.begin(), subjects.end());
  for (const auto& subject : subjects) {
    if (const auto* entry = book.find(subject)) {
      through.insert(entry->members.begin(), entry->members.end());
    }
  }
  for (const auto& finding : findings) {
    through.insert(finding.addressees.begin(), finding.addressees.end());
  }
  std::map<std::string, std::vector<std::string>> owing;
  for (const auto& [body, entry] : book.entries()) {
    if (entry.kind != schema::BodyKind::POLICING_BODY) continue;
    for (const auto& overseen : entry.oversees) {
      if (through.contains(overseen)) owing[body].push_back(overseen);
    }
  }
  return owing;
}

std::vector<std::string> unexplained(const std::string& policing_body,
                                     const std::vector<RaisedFinding>& findings,
                                     capnp::List<schema::Explanation>::Reader explanations,
                                     const BodyBook& book) {
  std::set<std::string> concerned;
  if (const auto* entry = book.find(policing_body)) {
    for (const auto& overseen : entry->oversees) {
      concerned.insert(overseen);
      for (auto& unit : book.units_of(overseen)) concerned.insert(std::move(unit));
    }
  }
  std::set<std::string> explained;
  for (const auto explanation : explanations) {
    if (explanation.getAction().size() > 0 || explanation.getReason().size() > 0) {
      explained.insert(to_string(explanation.getFinding()));
    }
  }
  std::vector<std::string> missing;
  for (const auto& finding : findings) {
    const bool concerns =
        std::any_of(finding.addressees.begin(), finding.addressees.end(),
                    [&](const auto& addressee) { return concerned.contains(addressee); });
    if (concerns && !explained.contains(finding.ref)) missing.push_back(finding.ref);
  }
  return missing;
}

}  // namespace probity::projections::registers
