#include "cli/ask/log_query.h"

#include <fmt/format.h>

#include <cstdint>
#include <optional>

#include "cli/ask/filters.h"
#include "eventstore/base/text.h"
#include "projections/questions/common.h"
#include "projections/time/london.h"

namespace probity::cli {

namespace {

using projections::LogQuery;

constexpr std::int64_t kLogEvents = 100;  // shown unless -n asks for more

/// One end of what was recorded: a position (@412), a day in London, or an instant.
struct RecordedEnd {
  std::optional<Position> position;
  std::optional<Instant> instant;
};

/// `behind`: the first position or instant behind it; else its own.
Result<RecordedEnd> recorded_end(const Invocation& invocation, std::string_view option,
                                 bool behind) {
  RecordedEnd end;
  if (!invocation.has(option)) return end;
  const std::string text = invocation.get(option);
  if (text.starts_with('@')) {
    end.position = position_from_text(text);
    if (end.position && behind && end.position->value < UINT64_MAX) ++end.position->value;
  } else if (const auto day = day_from_text(text)) {
    // The day before ends where a day begins.
    const Day last{day->value - (behind ? 0 : 1)};
    end.instant = Instant{projections::end_of_london_day(last).micros + 1};
  } else if (const auto instant = instant_from_text(text)) {
    end.instant = Instant{instant->micros + (behind ? 1 : 0)};
  }
  if (end.position || end.instant) return end;
  return fail(ErrorKind::kMalformed,
              fmt::format("{} takes a day, an instant or a position, not {}", option, text),
              "write a day as 2024-03-31, an instant as 2024-03-31T10:00:00Z, a position as @412");
}

Result<void> reversed_range(std::string_view option) {
  return fail(ErrorKind::kMalformed, "it ends before it begins", "give the earlier one first",
              std::string(option));
}

Result<void> set_recorded(LogQuery& query, const Invocation& invocation) {
  auto from = recorded_end(invocation, "--from", false);
  if (!from) return pass(from);
  auto to = recorded_end(invocation, "--to", true);
  if (!to) return pass(to);
  query.from_position = from->position.value_or(Position{});
  query.from = from->instant;
  if (to->position) query.below = TreeSize{to->position->value};
  query.until = to->instant;
  const bool reversed = (from->position && to->position && *from->position >= *to->position) ||
                        (query.from && query.until && *query.from >= *query.until);
  return reversed ? reversed_range("--from") : Result<void>{};
}

Result<void> set_happened(LogQuery& query, const Invocation& invocation) {
  auto from = day_option(invocation, "--happened-from");
  if (!from) return pass(from);
  auto to = day_option(invocation, "--happened-to");
  if (!to) return pass(to);
  query.happened_from = *from;
  query.happened_until = *to;
  return *from && *to && **from > **to ? reversed_range("--happened-from") : Result<void>{};
}

Result<void> set_standing_and_marking(LogQuery& query, const Invocation& invocation) {
  if (invocation.has("--standing")) {
    const auto standing =
        projections::parse_enumerant<schema::Standing>("--standing", invocation.get("--standing"));
    if (!standing) return std::unexpected(standing.error());
    query.standing = static_cast<eventstore::Standing>(*standing);
  }
  if (invocation.has("--marking")) {
    const auto marking =
        projections::parse_enumerant<schema::Marking>("--marking", invocation.get("--marking"));
    if (!marking) return std::unexpected(marking.error());
    query.marking = static_cast<eventstore::Marking>(*marking);
  }
  return {};
}

}  // namespace

Result<LogQuery> log_query(const Invocation& invocation) {
  LogQuery query;
  query.stream = invocation.get("--stream");
  query.category = invocation.get("--category");
  query.type = invocation.get("--type");
  query.actor = invocation.get("--actor");
  query.recorded_by = invocation.get("--recorded-by");
  query.body = invocation.get("--body");
  query.text = invocation.get("--text");
  query.newest_first = invocation.has("--reverse");
  if (auto set = set_recorded(query, invocation); !set) return pass(set);
  if (auto set = set_happened(query, invocation); !set) return pass(set);
  if (auto set = set_standing_and_marking(query, invocation); !set) return pass(set);
  const auto at_most = whole_number(invocation, "--count");
  if (!at_most) return std::unexpected(at_most.error());
  // What is gone on with from a cursor leaves nothing out.
  const std::int64_t unless_said = invocation.has("--cursor") ? 0 : kLogEvents;
  query.at_most = static_cast<std::uint64_t>(at_most->value_or(unless_said));
  return query;
}

std::vector<OptionSpec> log_query_options() {
  return {
      {"--stream", "STREAM", "of that stream, or of a finding's ref", false, {}},
      {"--category", "CATEGORY", "of that category of streams: finding, grade, body", false, {}},
      {"--type", "EVENT", "of that type: CompletionClaimed", false, {}},
      {"--actor", "BODY", "acts of that body", false, {}},
      {"--recorded-by", "BODY", "put on record by that body", false, {}},
      {"--body", "BODY", "its acts, what it recorded, and what concerns it", false, {}},
      {"--standing",
       "STANDING",
       "how it came on record",
       false,
       {"own", "reported", "operator", "ledger"}},
      {"--marking",
       "MARKING",
       "recorded with that marking",
       false,
       {"official", "officialSensitive"}},
      {"--text", "TEXT", "with that text in a field or in its source", false, {}},
      {"--from", "WHEN", "recorded on that day or later; an instant, or @412", false, {}},
      {"--to", "WHEN", "recorded on that day or earlier; an instant, or @412", false, {}},
      {"--happened-from", "DAY", "took effect on that day or later", false, {}},
      {"--happened-to", "DAY", "took effect on that day or earlier", false, {}},
      {"--count,-n", "N", "the last N that match; 100 if left out, 0 for all", false, {}},
      {"--reverse", "", "the newest first", false, {}}};
}

}  // namespace probity::cli
