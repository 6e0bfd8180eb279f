// Which events `log` selects.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "eventstore/envelope_view.h"
#include "eventstore/event.h"
#include "projections/questions/findings/log.h"
#include "projections/world.h"

namespace probity::projections {

/// kPossible: all holds but the days, of which the event's date reaches in and out.
enum class LogMatch { kNo, kPossible, kYes };

class LogMatcher {
 public:
  /// `query` outlives it. Errors: as World::each.
  static Result<LogMatcher> over(World& world, const LogQuery& query);

  /// All but positions and the stream's name.
  [[nodiscard]] LogMatch judge(const eventstore::Record& record) const;

 private:
  explicit LogMatcher(const LogQuery& query) : query_(query) {}
  [[nodiscard]] bool is_about_body(const eventstore::Record& record,
                                   const eventstore::EnvelopeView& envelope) const;
  [[nodiscard]] LogMatch happened_then(const eventstore::EnvelopeView& envelope) const;

  const LogQuery& query_;
  std::set<std::string, std::less<>> addressed_;  // finding streams, of which the body is addressee
};

}  // namespace probity::projections
