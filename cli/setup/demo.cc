#include "cli/setup/demo.h"

#include <fmt/format.h>

#include <array>
#include <ostream>
#include <sstream>

#include "cli/import_key.h"
#include "cli/parser.h"
#include "cli/recording.h"
#include "cli/session.h"
#include "cli/setup/demo_data.h"
#include "cli/setup/importing.h"
#include "cli/setup/init.h"
#include "cli/text.h"

namespace probity::cli {

namespace {

constexpr std::string_view kFolder = "demo-ledger";
constexpr std::string_view kOrigin = "probity.invalid/demo";
constexpr std::string_view kBeforeTheClaim = "@BEFORE";  // stands for the position before the claim

struct Scene {
  std::string_view says;
  std::vector<std::string> words;
};

const std::vector<Scene>& scenes() {
  static const std::vector<Scene> kScenes{
      {"A cause of concern: completion is claimed, and the inspectorate has not verified it.",
       {"status", "em-soc-2023-coc-1", "--effective", "2024-04-17"}},
      {"The same question, as the ledger knew it just before the claim was recorded.",
       {"status", "em-soc-2023-coc-1", "--as-of", std::string(kBeforeTheClaim), "--effective",
        "2024-04-17"}},
      {"A grade as a press account had it, struck and corrected: nothing is lost.",
       {"history", "grade/em-soc-2023/lincolnshire"}},
      {"The disruption figures as they were published; what was not published is not made up.",
       {"disruptions", "--lead", "emsou", "--from", "2021-06", "--to", "2022-05"}},
      {"Totals that reconcile: claimed, signed off and verified are three counts.", {"totals"}},
      {"Two sources that disagree: neither is thrown away.", {"measures", "emsou/established"}},
  };
  return kScenes;
}

/// What to type next, after `probity`.
constexpr std::array<std::string_view, 5> kNext{
    "status em-soc-2023-rec-2",
    "list --overdue --effective 2024-04-17",
    "grades --for emsou --effective 2023-03-02",
    "responses em-soc-2023 --effective 2023-04-27",
    "record --list",
};

Result<ImportAccounts> import_everything(Context& context) {
  auto recording = open_to_record(context, false);
  if (!recording) return pass(recording);
  auto key = read_import_key(context.ledger);
  if (!key) return pass(key);
  WriterTarget target(*(*recording)->ledger);
  ImportOptions options;
  options.today = today(context);
  options.on_rejected = [&](const RejectedLine& line) {
    context.words << fmt::format("{}:{}: {}\n", line.file, line.line, line.error.what);
  };
  Importing importing(target, *key, std::move(options), context.entropy);
  for (const DemoFile& file : demo_files()) {
    std::istringstream lines{std::string(file.lines)};
    if (auto taken = importing.take(std::string(file.name), lines); !taken) return pass(taken);
  }
  if (auto finished = importing.finish(); !finished) return pass(finished);
  if (auto finished = finish_recording(**recording, context); !finished) return pass(finished);
  return importing.accounts();
}

/// The position just before the claim that the first scene shows.
Result<Position> before_the_claim(Context& context) {
  auto ledger = open_to_read(context);
  if (!ledger) return pass(ledger);
  const eventstore::Snapshot snapshot = (*ledger)->snapshot();
  auto stream = StreamId::parse("finding/em-soc-2023-coc-1");
  if (!stream) return pass(stream);
  auto positions = snapshot.stream_positions(*stream, snapshot.head().size);
  if (!positions) return pass(positions);
  for (const Position position : *positions) {
    auto event = snapshot.event(position);
    if (!event) return pass(event);
    if (event->header.type == "CompletionClaimed" && position.value > 0)
      return Position{position.value - 1};
  }
  return fail(ErrorKind::kNotFound, "the demo's data holds no claim");
}

/// Shows a command as it would be typed, then what it answers.
int play(const Scene& scene, Position before, Context& context) {
  std::vector<std::string> words = scene.words;
  for (std::string& word : words) {
    if (word == kBeforeTheClaim) word = fmt::format("@{}", before.value);
  }
  words.insert(words.end(), {"--ledger", context.ledger.string()});
  context.out << fmt::format("\n── {}\n$ probity {}\n\n", scene.says, shell_quoted(words))
              << std::flush;
  return run_words(all_commands(), words, context);
}

void say_what_next(Context& context) {
  context.out << "\n── Next: ask the demo's ledger something yourself.\nexport PROBITY_LEDGER="
              << shell_quoted({context.ledger.string()}) << '\n';
  for (const std::string_view words : kNext) context.out << "probity " << words << '\n';
  context.out << "probity --help\n";
}

int run_demo(const Invocation& invocation, Context& context) {
  if (!invocation.has("--ledger")) context.ledger = kFolder;
  context.lines = 0;  // six answers in a row read badly through a pager
  auto origin = make_ledger({std::string(kOrigin), {}}, context);
  if (!origin) {
    if (origin.error().mend.empty())
      origin.error().mend = "The demo makes a new folder: name another with --ledger DIR";
    return report(context, origin.error());
  }
  auto accounts = import_everything(context);
  if (!accounts) return report(context, accounts.error());
  context.out << fmt::format("Made {} and imported {} events of the public record.\n",
                             context.ledger.string(), accounts->appended);
  if (accounts->rejected > 0) return kRejectedLines;
  auto before = before_the_claim(context);
  if (!before) return report(context, before.error());
  for (const Scene& scene : scenes()) {
    if (const int code = play(scene, *before, context); code != kYes) return code;
  }
  say_what_next(context);
  return kYes;
}

}  // namespace

CommandSpec demo_command() {
  return {.group = "set up",
          .name = "demo",
          .help = "make a ledger of the public record and show what it answers",
          .details =
              "The data is in the program: what was published on the East Midlands unit from 2001 "
              "to April 2024, "
              "and on two forces in enhanced monitoring. The ledger is made in ./demo-ledger, or "
              "where --ledger "
              "says; the folder must not exist or be empty.",
          .example = "probity demo --ledger /tmp/probity-demo",
          .arguments = {},
          .options = {},
          .run = run_demo};
}

}  // namespace probity::cli
