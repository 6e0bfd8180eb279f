// A small part of the real world for the tests of admission: an inspectorate and an auditor, a unit
// of three forces and a force outside it, those who oversee them, and one of every stream that a
// rule looks into.
#pragma once

#include <string>
#include <string_view>

#include "tests/unit/projections/admission/memory_ledger.h"

namespace probity::test {

class Midlands : public MemoryLedger {
 public:
  explicit Midlands(std::string_view ceiling = "officialSensitive") : MemoryLedger(ceiling) {
    add_bodies();
    add_streams();
  }

  void add_body(std::string_view id, std::string_view kind) {
    must_append(fmt::format("body/{}", id), "BodyRegistered", "..", "registrar",
                fmt::format(R"({{"name": "{}", "kind": "{}"}})", id, kind));
  }
  void set_members(std::string_view unit, std::string_view effective, std::string_view members) {
    must_append(fmt::format("body/{}", unit), "MembershipSet", effective, "registrar",
                fmt::format(R"({{"members": [{}]}})", members));
  }
  void set_oversight(std::string_view body, std::string_view overseen) {
    must_append(fmt::format("body/{}", body), "OversightSet", "..", "registrar",
                fmt::format(R"({{"oversees": [{}]}})", overseen));
  }
  /// A finding of the inspectorate's, raised on 2 March 2023.
  Position raise(std::string_view ref, std::string_view addressees,
                 std::string_view type = "RecommendationRaised", std::string_view more = "") {
    return must_append(
        fmt::format("finding/{}", ref), type, "2023-03-02", "hmicfrs",
        fmt::format(R"({{"inspection": "insp", "title": "t", "text": "t", "addressees": [{}]{}}})",
                    addressees, more));
  }

 private:
  void add_bodies() {
    add_body("registrar", "registrar");
    add_body("hmicfrs", "inspectorate");
    add_body("audit-firm", "auditor");
    for (const auto* force : {"derbyshire", "leicestershire", "nottinghamshire", "west-midlands"}) {
      add_body(force, "territorialForce");
    }
    add_body("btp", "specialForce");
    add_body("emsou", "regionalUnit");
    set_members("emsou", "..", R"("derbyshire", "leicestershire", "nottinghamshire")");
    add_body("pcc-leicestershire", "policingBody");
    set_oversight("pcc-leicestershire", R"("leicestershire")");
    add_body("jarap", "auditCommittee");
    add_body("panel", "policeAndCrimePanel");
    add_body("nca", "agency");
    add_body("home-office", "government");
    add_body("college", "other");
  }
  void add_streams() {
    must_append("inspection/insp", "InspectionOpened", "2022-21", "hmicfrs",
                R"({"title": "t", "programme": "regionalSoc", "inspectorate": "hmicfrs",
                    "subjects": ["emsou", "derbyshire", "leicestershire"]})");
    must_append("inspection/audit", "InspectionOpened", "2022", "audit-firm",
                R"({"title": "t", "programme": "internalAudit", "inspectorate": "audit-firm",
                    "subjects": ["leicestershire"]})");
    raise("f-1", R"("leicestershire")");
    must_append("finding/audit-1", "RecommendationRaised", "2023-03-02", "audit-firm",
                R"({"inspection": "audit", "title": "t", "text": "t",
                    "addressees": ["leicestershire"]})");
    must_append(
        "agreement/funding", "AgreementProposed", "2023-03-02", "emsou",
        R"({"title": "t", "kind": "funding", "parties": ["leicestershire", "derbyshire"]})");
    must_append("disruption/d-1", "DisruptionRecorded", "2023-03-02", "emsou",
                R"({"lead": "emsou", "threat": "fraud", "approaches": ["pursue"],
                    "level": "minor", "basis": "reported"})");
    must_append("meeting/board/2023-04", "MeetingHeld", "2023-04", "leicestershire",
                R"({"forum": "Board", "kind": "board", "attendees": [], "decisions": [],
                    "findings": []})");
    must_append("plan/leicestershire/4p", "PlanAdopted", "2023-04", "leicestershire",
                R"({"title": "t", "kind": "action"})");
    must_append("role/leicestershire/lead", "RoleAssumed", "2023-04", "leicestershire",
                R"({"title": "t", "holder": "Chief Constable"})");
  }
};

}  // namespace probity::test
