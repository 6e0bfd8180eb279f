// The questions about everything that is registered beside findings. Each takes the world at one
// moment and the same filters, and gives a finished answer: its rows, what is only possible, what
// was noted, and whose word each row is.
#pragma once

#include <optional>
#include <string>

#include "projections/answer.h"
#include "projections/world.h"

namespace probity::projections::registers {

/// What may be asked for, one name everywhere; empty: not asked for. Each question says which it
/// reads.
struct RegisterQuery {
  std::string id = {};        // one stream of the question's category, or all below its first part
  std::string body = {};      // --body: that body alone
  std::string for_body = {};  // --for: the body, its units, and a unit's own members
  std::string inspection = {};  // --inspection
  std::string lead = {};        // --lead: who led
  std::string status = {};      // --status
  std::string kind = {};        // --kind
  std::string from = {};        // --from: a day, month or year
  std::string to = {};          // --to
  std::string quiet_for = {};   // --quiet-for: whole days
};

/// Every question may answer kNotFound (an id, body or inspection that is not on record, with the
/// nearest), kMalformed (a filter's value that is none, with those that are) and what the world may
/// answer.
using RegisterQuestion = Result<Answer>(World& world, const RegisterQuery& query);

/// Inspections with their fieldwork, publication, applicability and the findings raised by each.
/// Reads id, body and for_body (subjects), kind (programme), status (opened, published), from and
/// to (days of publication).
RegisterQuestion inspections;
/// Grades as they stand: one a body, inspection and question. Reads id (a body), body, for_body,
/// inspection, kind (of body), from and to (days of issue).
RegisterQuestion grades;
/// Good practice that reports name. Reads id (a body), body, for_body, inspection, from and to.
RegisterQuestion practice;
/// Who owes a response to a report, its last day, what was published, and what goes unexplained.
/// Reads id and inspection, body and for_body, status (owed, published).
RegisterQuestion responses;
/// The monitoring stage of forces, its spells, and beside it the findings addressed to each. Reads
/// id and body, for_body, status (scan, engage).
RegisterQuestion monitoring;
/// Agreements and who supports, approved and signed them. Reads id, body and for_body (parties),
/// kind, status (proposed, commenced, ended).
RegisterQuestion agreements;
/// Disruptions, recorded and as reported by a source, apart. Reads id, lead, body and for_body
/// (lead or supporting), kind (threat), status (level), from and to.
RegisterQuestion disruptions;
/// How bodies rank threats. Reads id and body, for_body, kind (threat).
RegisterQuestion priorities;
/// Plans and their reviews. Reads id, body, for_body, kind.
RegisterQuestion plans;
/// Meetings and the papers put to them: what a paper said of a finding, and what was on record.
/// Reads id, body and for_body (attending), kind, from and to.
RegisterQuestion meetings;
/// Who holds a role, and since when. Reads id, body, for_body, status (held, vacant).
RegisterQuestion roles;
/// Figures as sources give them, those that disagree side by side. Reads id, body, for_body, from
/// and to.
RegisterQuestion measures;
/// Bodies, their members and whom they oversee. Reads id and body, for_body, kind.
RegisterQuestion bodies;
/// Clients that may act for a body, and whether they are in force. Reads id, body, status (inForce,
/// notYet, revoked).
RegisterQuestion clients;
/// Which streams moved last, and which are quiet. Reads id (a stream), kind (category), quiet_for.
RegisterQuestion activity;

}  // namespace probity::projections::registers
