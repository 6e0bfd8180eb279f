// `log`: events as they were recorded; followed as they come; gone on with from where it was read.
#include <fmt/format.h>

#include <chrono>
#include <ostream>
#include <thread>
#include <utility>

#include "cli/ask/cursor.h"
#include "cli/ask/filters.h"
#include "cli/ask/findings_commands.h"
#include "cli/render.h"
#include "cli/session.h"
#include "eventstore/base/text.h"
#include "projections/questions/common.h"
#include "projections/questions/findings/log.h"
#include "projections/time/london.h"

namespace probity::cli {

namespace {

using projections::LogQuery;
using projections::World;

constexpr std::int64_t kLogEvents = 100;  // shown unless -n asks for more
constexpr std::chrono::milliseconds kFollowPause{250};

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
    if (end.position && behind) ++end.position->value;
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

Result<void> set_recorded(LogQuery& query, const Invocation& invocation) {
  auto from = recorded_end(invocation, "--from", false);
  if (!from) return pass(from);
  auto to = recorded_end(invocation, "--to", true);
  if (!to) return pass(to);
  query.from_position = from->position.value_or(Position{});
  query.from = from->instant;
  if (to->position) query.below = TreeSize{to->position->value};
  query.until = to->instant;
  return {};
}

Result<void> set_happened(LogQuery& query, const Invocation& invocation) {
  auto from = day_option(invocation, "--happened-from");
  if (!from) return pass(from);
  auto to = day_option(invocation, "--happened-to");
  if (!to) return pass(to);
  query.happened_from = *from;
  query.happened_until = *to;
  return {};
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

Result<void> check_options(const Invocation& invocation) {
  for (const std::string_view option : {"--from", "--to", "--as-of", "--count"}) {
    if (!invocation.has("--cursor") || !invocation.has(option)) continue;
    return fail(ErrorKind::kMalformed,
                "with a cursor the log is gone on with to its end, and nothing is left out",
                "leave it out, or --cursor", std::string(option));
  }
  if (!invocation.has("--follow")) return {};
  for (const std::string_view option :
       {"--as-of", "--effective", "--to", "--reverse", "--out", "--fail-empty"}) {
    if (!invocation.has(option)) continue;
    return fail(ErrorKind::kMalformed,
                fmt::format("{} says nothing of events that are still to come", option),
                "leave it out, or --follow");
  }
  const std::string format = invocation.get("--format");
  if (format.empty() || format == "table" || format == "plain" || format == "jsonl") return {};
  return fail(ErrorKind::kMalformed, "events that come one by one are lines, not " + format,
              "-o jsonl, or -o plain");
}

/// The command that gives the same answer again, once the cursor has moved on.
Invocation without_cursor(const Invocation& invocation, Position from) {
  Invocation again = invocation;
  std::erase_if(again.words, [previous = std::string()](const std::string& word) mutable {
    const bool is_file = std::exchange(previous, word) == "--cursor";
    return is_file || word == "--cursor" || word.starts_with("--cursor=");
  });
  for (const std::string& word :
       std::initializer_list<std::string>{"--from", "@" + std::to_string(from.value), "-n", "0"}) {
    again.words.push_back(word);
  }
  return again;
}

/// How far an answer went, for the next time.
Result<void> keep_place(const Asking& asking, const Invocation& invocation) {
  if (!invocation.has("--cursor")) return {};
  const TreeSize size = asking.world->moment().size;
  const auto root = asking.world->snapshot().root_at(size);
  if (!root) return std::unexpected(root.error());
  return write_cursor(
      invocation.get("--cursor"),
      {.origin = asking.ledger->origin(), .size = size, .root = *root, .extensions = {}});
}

/// Until it is interrupted, or nobody reads any more.
Result<void> follow(Asking& asking, LogQuery query, const Invocation& invocation,
                    Context& context) {
  query.at_most = 0;
  while (true) {
    context.out.flush();
    if (!context.out) return {};
    query.from_position = Position{asking.world->moment().size.value};
    while (asking.ledger->snapshot().head().size.value == query.from_position.value) {
      std::this_thread::sleep_for(kFollowPause);
    }
    auto world = World::open(*asking.ledger, asking.views.get(), {}, {}, context.clock);
    if (!world) return pass(world);
    asking.world = std::move(*world);
    const auto answer = projections::ask_log(*asking.world, query);
    if (!answer) return std::unexpected(answer.error());
    print_rows(answer->tables.front(), invocation, context);
    if (auto kept = keep_place(asking, invocation); !kept) return kept;
  }
}

int run_log(const Invocation& invocation, Context& context) {
  if (auto checked = check_options(invocation); !checked) return report(context, checked.error());
  auto query = log_query(invocation);
  if (!query) return report(context, query.error());
  auto asking = open_for_question(invocation, context);
  if (!asking) return report(context, asking.error());
  if (invocation.has("--cursor")) {
    const auto cursor = read_cursor(invocation.get("--cursor"));
    if (!cursor) return report(context, cursor.error());
    if (*cursor) {
      const auto checked = check_cursor(**cursor, *(*asking)->ledger, (*asking)->world->snapshot());
      if (!checked) return report(context, checked.error());
      query->from_position = Position{(*cursor)->size.value};
    }
  }
  const auto answer = projections::ask_log(*(*asking)->world, *query);
  if (!answer) return report(context, answer.error());
  int code = kYes;
  if (invocation.has("--follow")) {
    print_rows(answer->tables.front(), invocation, context);
  } else {
    code = print_answer(
        *answer,
        invocation.has("--cursor") ? without_cursor(invocation, query->from_position) : invocation,
        context);
  }
  if (auto kept = keep_place(**asking, invocation); !kept) return report(context, kept.error());
  if (!invocation.has("--follow")) return code;
  const auto followed = follow(**asking, std::move(*query), invocation, context);
  return followed ? kYes : report(context, followed.error());
}

}  // namespace

CommandSpec log_command() {
  return {
      .group = "audit",
      .name = "log",
      .help = "events in the order in which they were recorded",
      .details =
          "Every filter that is given must hold. With --cursor FILE each run shows what came since "
          "the last one; the file holds what was read of, and a ledger that was rolled back or "
          "rewritten since is noticed (exit 3).",
      .example = "probity log --type CompletionClaimed -n 5",
      .arguments = {},
      .options =
          {{"--stream", "STREAM", "of that stream, or of a finding's ref", false, {}},
           {"--category",
            "CATEGORY",
            "of that category of streams: finding, grade, body",
            false,
            {}},
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
           {"--reverse", "", "the newest first", false, {}},
           {"--follow", "", "go on with what is recorded from now on, a line each", false, {}},
           {"--cursor", "FILE", "go on from where FILE says, and keep there how far", false, {}}},
      .takes_moment = true,
      .takes_format = true,
      .run = run_log};
}

}  // namespace probity::cli
