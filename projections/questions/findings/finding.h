// What is derived from a finding's row on a day, never stored: its own status, what is overdue, how
// long it has been quiet. Pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "eventstore/base/ids.h"
#include "schema/views.capnp.h"

namespace probity::projections {

/// The finding's own status: its least advanced addressee's.
[[nodiscard]] schema::FindingStatus own_status(schema::FindingRow::Reader row);
/// How many stand where: `3 of 6 verified` beside the least advanced, `6 of 6` where all stand
/// there; empty for one addressee.
[[nodiscard]] std::string spread(schema::FindingRow::Reader row);
/// `inProgress (3 of 6 verified)`.
[[nodiscard]] std::string own_status_text(schema::FindingRow::Reader row);

/// The due date that passes first, of those in force.
[[nodiscard]] std::optional<schema::DueDate::Reader> first_due(schema::Addressee::Reader addressee);
/// Days since the due date passed; nothing if it has not, or the addressee has signed off, is
/// verified or has ended.
[[nodiscard]] std::optional<std::int64_t> days_overdue(schema::Addressee::Reader addressee,
                                                       schema::DueDate::Reader due, Day day);
/// The same for the due date that passed first.
[[nodiscard]] std::optional<std::int64_t> days_overdue(schema::Addressee::Reader addressee,
                                                       Day day);

/// Days from an act to a day; nothing if it did not happen or was always so.
[[nodiscard]] std::optional<std::int64_t> days_since(schema::Act::Reader act, Day day);
/// Days without an update: since the last one, else since the finding was raised.
[[nodiscard]] std::optional<std::int64_t> days_quiet(schema::FindingRow::Reader row,
                                                     schema::Addressee::Reader addressee, Day day);
/// Days that an addressee, signed off and not yet verified, has waited for the inspectorate.
[[nodiscard]] std::optional<std::int64_t> days_awaiting_inspectorate(
    schema::Addressee::Reader addressee, Day day);

/// The four counts that committees ask for, each apart, of one addressee.
[[nodiscard]] bool is_claimed(schema::Addressee::Reader addressee);
[[nodiscard]] bool is_signed_off(schema::Addressee::Reader addressee);
[[nodiscard]] bool is_verified(schema::Addressee::Reader addressee);
[[nodiscard]] bool is_assured(schema::Addressee::Reader addressee);

enum class Closer { kForce, kInspectorate };
/// Who ended it: the force by its chief officer's confirmation or by explaining why it does
/// nothing, else the inspectorate. Nothing unless it is closed.
[[nodiscard]] std::optional<Closer> closer(schema::Addressee::Reader addressee);

}  // namespace probity::projections
