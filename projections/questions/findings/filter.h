// Which findings, and which of their addressees, a question is about; and what was passed over, so
// that totals reconcile.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "eventstore/event.h"
#include "projections/world.h"
#include "schema/views.capnp.h"

namespace probity::projections {

enum class Lack { kOwner, kDue, kEvidence };

/// Every condition that is given must hold. Conditions on status, colour, owner, time and due dates
/// judge each addressee on its own.
struct FindingFilter {
  std::string body = {};      // addressed to it
  std::string for_body = {};  // addressed to it or to a unit that it is a member of
  std::string inspection = {};
  std::string cause_of_concern = {};  // recommendations that name it
  std::optional<schema::FindingKind> kind = {};
  std::set<schema::FindingStatus> statuses = {};  // empty: any
  std::optional<schema::Rag> rag = {};
  std::string theme = {};
  std::string owner = {};                  // somewhere in the owner's title, whatever its case
  std::optional<std::uint8_t> level = {};  // 0: not said
  std::optional<schema::Standing> standing =
      {};                  // of the event that put the addressee in its status
  bool same_hand = false;  // claimed and signed off by one hand, or not shown to be by two
  bool overdue = false;
  std::optional<Day> due_before = {};  // an open addressee's due date passes before that day
  std::optional<std::int64_t> quiet_for = {};      // open, and no update for so many days or more
  std::optional<std::int64_t> in_status_for = {};  // in its status for so many days or more
  std::set<Lack> without = {};
};

/// Every finding on record as of the moment is in one of the four, every addressee of those that
/// were looked at in one of the two.
struct Census {
  std::uint64_t on_record = 0;       // findings
  std::uint64_t selected = 0;        // findings with an addressee that was selected
  std::uint64_t passed_over = 0;     // findings of which the filter selects nothing
  std::uint64_t not_yet = 0;         // not raised yet on the moment's day, or only possibly
  std::uint64_t withdrawn = 0;       // the raising is struck
  std::uint64_t pairs_selected = 0;  // a finding and one addressee
  std::uint64_t pairs_passed_over = 0;
};

/// A finding and those of its addressees that the filter selects (at least one), in the finding's
/// order. Valid during the visit.
struct Selected {
  std::string ref;
  schema::FindingRow::Reader row;
  std::vector<schema::Addressee::Reader> addressees;
};

/// Visits by the findings' names. kNotFound if the filter names a body, inspection or cause of
/// concern that is not on record.
[[nodiscard]] Result<Census> each_selected(World& world, const FindingFilter& filter,
                                           const std::function<void(const Selected&)>& visit);

/// What is not in the answer, in words: `2 findings are not yet raised on 2023-01-01`; nothing to
/// say: nothing is added.
void add_census_remarks(Answer& answer, const Census& census, Day day);

}  // namespace probity::projections
