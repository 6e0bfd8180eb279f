// `history`: every event of one stream, struck events struck.
#pragma once

#include <string>

#include "projections/world.h"

namespace probity::projections {

/// kRecorded: in the order in which they were recorded (by position). kEffective: in the one order,
/// (sort day, position).
enum class HistoryOrder { kRecorded, kEffective };

struct HistoryQuery {
  std::string stream = {};  // a stream's name, or a finding's ref alone
  HistoryOrder order = HistoryOrder::kRecorded;
};

/// Table `events`, a row an event; a struck one is struck and names the correction, a correction
/// names what it strikes. kNotFound, with the nearest name, if the stream has no event as of the
/// moment.
[[nodiscard]] Result<Answer> ask_history(World& world, const HistoryQuery& query);

/// The same table for a stream that is known to be there, to stand beside another answer.
[[nodiscard]] Result<Table> history_table(World& world, const StreamId& stream, HistoryOrder order);

}  // namespace probity::projections
