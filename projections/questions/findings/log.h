// `log`: events as they were recorded, by position.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "eventstore/base/ids.h"
#include "eventstore/event.h"
#include "projections/world.h"

namespace probity::projections {

/// Every condition that is given must hold; empty: any.
struct LogQuery {
  std::string stream = {};    // a stream's name, or a finding's ref alone
  std::string category = {};  // `finding`
  std::string type = {};      // `CompletionClaimed`
  std::string actor = {};
  std::string recorded_by = {};
  std::string body = {};  // its acts, what it recorded, what concerns it, streams named by it
  std::optional<eventstore::Standing> standing = {};
  std::optional<eventstore::Marking> marking = {};
  std::string text = {};  // in a field or the source; ASCII letters of either case
  Position from_position = {};
  std::optional<TreeSize> below = {};      // positions below
  std::optional<Instant> from = {};        // recorded at or after
  std::optional<Instant> until = {};       // recorded before
  std::optional<Day> happened_from = {};   // wholly on or after
  std::optional<Day> happened_until = {};  // wholly on or before
  std::uint64_t at_most = 0;               // the last so many of those that match; 0: all
  bool newest_first = false;
};

/// Table `events`, a row an event. An answer that leaves events out says how many, and how many may
/// have happened in the days asked for. Errors: kNotFound for a stream or a body; kMalformed for a
/// type or category that neither this program nor anything on record knows.
[[nodiscard]] Result<Answer> ask_log(World& world, const LogQuery& query);

}  // namespace probity::projections
