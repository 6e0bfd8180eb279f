// `log`: events as they were recorded; followed as they come; gone on with from where it was read.
#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <initializer_list>
#include <ostream>
#include <thread>
#include <utility>

#include "cli/ask/cursor.h"
#include "cli/ask/findings_commands.h"
#include "cli/ask/log_query.h"
#include "cli/render.h"
#include "cli/session.h"
#include "projections/questions/findings/log.h"

namespace probity::cli {

namespace {

using projections::LogQuery;
using projections::World;

constexpr std::chrono::milliseconds kFollowPause{250};

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

/// How far an answer went.
Result<Cursor> place_of(const Asking& asking) {
  const TreeSize size = asking.world->moment().size;
  const auto root = asking.world->snapshot().root_at(size);
  if (!root) return std::unexpected(root.error());
  return Cursor{.origin = asking.ledger->origin(), .size = size, .root = *root, .extensions = {}};
}

/// Once everything has gone out: what was not read is shown the next time too.
Result<void> keep_place(const Cursor& place, const Invocation& invocation, Context& context) {
  context.out.flush();
  if (!context.out) return fail(ErrorKind::kStorage, "what was asked for could not be written");
  if (!invocation.has("--cursor")) return {};
  return write_cursor(invocation.get("--cursor"), place);
}

/// The file of the log that is open: another one may be put in its place.
class LogFile {
 public:
  explicit LogFile(const std::filesystem::path& ledger)
      : path_((ledger / "log" / "data.mdb").string()), opened_(look()) {}
  [[nodiscard]] bool is_the_same() const { return look() == opened_; }

 private:
  [[nodiscard]] std::pair<dev_t, ino_t> look() const {
    struct stat file{};
    return ::stat(path_.c_str(), &file) == 0 ? std::pair(file.st_dev, file.st_ino)
                                             : std::pair<dev_t, ino_t>();
  }
  std::string path_;
  std::pair<dev_t, ino_t> opened_;
};

/// Waits until the ledger has other than `size` events.
Result<void> wait_for_more(const eventstore::Ledger& ledger, TreeSize size, const LogFile& file) {
  while (ledger.snapshot().head().size == size) {
    if (!file.is_the_same()) {
      return fail(ErrorKind::kCorrupt, "the ledger's log was replaced by another file",
                  "with --cursor FILE the next run says whether it is the same record");
    }
    std::this_thread::sleep_for(kFollowPause);
  }
  return {};
}

/// Until it is interrupted, or nobody reads any more.
Result<void> follow(Asking& asking, LogQuery query, const Invocation& invocation,
                    Context& context) {
  const LogFile file(context.ledger);
  query.at_most = 0;
  while (true) {
    const auto place = place_of(asking);
    if (!place) return std::unexpected(place.error());
    if (auto kept = keep_place(*place, invocation, context); !kept) return kept;
    if (auto more = wait_for_more(*asking.ledger, place->size, file); !more) return more;
    auto world = World::open(*asking.ledger, asking.views.get(), {}, {}, context.clock);
    if (!world) return pass(world);
    asking.world = std::move(*world);
    auto grown = check_cursor(*place, *asking.ledger, asking.world->snapshot());
    if (!grown) return grown;
    query.from_position.value = std::max(query.from_position.value, place->size.value);
    const auto answer = projections::ask_log(*asking.world, query);
    if (!answer) return std::unexpected(answer.error());
    print_rows(answer->tables.front(), invocation, context);
  }
}

/// The place that --cursor names, where there is one already.
Result<std::optional<Cursor>> place_before(const Asking& asking, const Invocation& invocation) {
  if (!invocation.has("--cursor")) return std::optional<Cursor>{};
  auto cursor = read_cursor(invocation.get("--cursor"));
  if (!cursor || !*cursor) return cursor;
  auto checked = check_cursor(**cursor, *asking.ledger, asking.world->snapshot());
  if (!checked) return pass(checked);
  return cursor;
}

int run_log(const Invocation& invocation, Context& context) {
  if (auto checked = check_options(invocation); !checked) return report(context, checked.error());
  auto query = log_query(invocation);
  if (!query) return report(context, query.error());
  auto asking = open_for_question(invocation, context);
  if (!asking) return report(context, asking.error());
  const auto before = place_before(**asking, invocation);
  if (!before) return report(context, before.error());
  if (*before) query->from_position = Position{(*before)->size.value};
  const auto answer = projections::ask_log(*(*asking)->world, *query);
  if (!answer) return report(context, answer.error());
  if (invocation.has("--follow")) {
    for (const auto& remark : answer->remarks) context.words << "probity: " << remark << '\n';
    print_rows(answer->tables.front(), invocation, context);
    const auto followed = follow(**asking, std::move(*query), invocation, context);
    return followed ? kYes : report(context, followed.error());
  }
  if (!invocation.has("--cursor")) return print_answer(*answer, invocation, context);
  const int code = print_answer(*answer, without_cursor(invocation, query->from_position), context);
  if (code != kYes && code != kNo) return code;
  const auto place = place_of(**asking);
  if (!place) return report(context, place.error());
  const auto kept = keep_place(*place, invocation, context);
  return kept ? code : report(context, kept.error());
}

std::vector<OptionSpec> options_of_log() {
  std::vector<OptionSpec> options = log_query_options();
  options.push_back(
      {"--follow", "", "go on with what is recorded from now on, a line each", false, {}});
  options.push_back(
      {"--cursor", "FILE", "go on from where FILE says, and keep there how far", false, {}});
  return options;
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
      .options = options_of_log(),
      .takes_moment = true,
      .takes_format = true,
      .run = run_log};
}

}  // namespace probity::cli
