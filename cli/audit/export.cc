// probity export tiles|jsonl.
#include <fmt/format.h>

#include <fstream>
#include <ostream>

#include "cli/audit/commands.h"
#include "cli/audit/export_tiles.h"
#include "cli/render.h"
#include "cli/session.h"
#include "cli/submission.h"

namespace probity::cli {
namespace {

using projections::Answer;

int run_tiles(const Invocation& invocation, Context& context) {
  auto ledger = open_to_read(context);
  if (!ledger) return report(context, ledger.error());
  const eventstore::Snapshot snapshot = (*ledger)->snapshot();
  const auto done = export_tiles(snapshot, invocation.get("DIR"));
  if (!done) return report(context, done.error());
  Answer answer;
  answer.schema = "probity.exported-tiles/1";
  answer.title = "Exported";
  answer.facts = {{"folder", "folder", invocation.get("DIR")},
                  {"events", "events", static_cast<std::int64_t>(done->size.value)},
                  {"files", "files written", static_cast<std::int64_t>(done->files)}};
  answer.remarks.push_back(fmt::format(
      "Envelopes alone: every payload is withheld. Anybody checks it with: probity verify --tiles "
      "{} --key VKEY",
      invocation.get("DIR")));
  answer.size = snapshot.head().size;
  answer.root = snapshot.head().root;
  answer.withheld = done->size.value;
  return print_answer(answer, invocation, context);
}

struct Counted {
  std::uint64_t lines = 0;
  std::uint64_t withheld = 0;
  std::uint64_t erased = 0;
};

/// Every event but the ledger's own and its clients', as lines that an import takes.
Result<Counted> write_lines(const eventstore::Snapshot& snapshot, eventstore::Marking highest,
                            std::ostream& out) {
  Counted counted;
  const TreeSize size = snapshot.head().size;
  for (Position at; at.value < size.value; ++at.value) {
    const auto event = snapshot.event(at);
    if (!event) return std::unexpected(event.error());
    const auto category = event->header.stream.category();
    if (category == "ledger" || category == "client") continue;
    if (event->header.marking > highest || event->erased()) {
      ++(event->erased() ? counted.erased : counted.withheld);
      continue;
    }
    const auto whole = event_to_json(*event);
    nlohmann::ordered_json line;
    for (const char* field : {"id", "stream", "type", "effective", "actor", "source", "person",
                              "marking", "audience", "correlation", "causation", "data"}) {
      if (whole.contains(field)) line[field] = whole.at(field);
    }
    out << line.dump() << '\n';
    ++counted.lines;
  }
  return counted;
}

int run_jsonl(const Invocation& invocation, Context& context) {
  auto ledger = open_to_read(context);
  if (!ledger) return report(context, ledger.error());
  const eventstore::Snapshot snapshot = (*ledger)->snapshot();
  const auto highest = invocation.get("--max-marking") == "official"
                           ? eventstore::Marking::kOfficial
                           : eventstore::Marking::kOfficialSensitive;
  const std::string name = invocation.get("FILE");
  std::ofstream file;
  if (name != "-") file.open(name, std::ios::binary | std::ios::trunc);
  std::ostream& out = name == "-" ? context.out : file;
  const auto counted = write_lines(snapshot, highest, out);
  if (!counted) return report(context, counted.error());
  out.flush();
  if (!out) {
    return report(context, {ErrorKind::kMalformed, "the lines cannot be written there", {}, name});
  }
  context.words << fmt::format("{} lines; {} withheld by their marking, {} erased\n",
                               counted->lines, counted->withheld, counted->erased);
  return kYes;
}

}  // namespace

std::vector<CommandSpec> export_commands() {
  std::vector<CommandSpec> commands;
  commands.push_back(
      {.group = "audit",
       .name = "export tiles",
       .help = "publish the tree under the last checkpoint, for tools that know C2SP tlog-tiles",
       .details = "A folder that holds an earlier export is brought up to date. No payload leaves "
                  "the ledger.",
       .example = "probity export tiles --help",
       .arguments = {{"DIR", "the folder", true, false}},
       .options = {},
       .takes_format = true,
       .run = run_tiles});
  commands.push_back({.group = "audit",
                      .name = "export jsonl",
                      .help = "every event as a line that an import takes",
                      .details = "Ids are given, so that the same line is the same event; the "
                                 "ledger's own events and its clients' stay.",
                      .example = "probity export jsonl /tmp/events.jsonl",
                      .arguments = {{"FILE", "the file; - is stdout", true, false}},
                      .options = {{"--max-marking",
                                   "MARKING",
                                   "leave out events above that marking",
                                   false,
                                   {"official", "officialSensitive"}}},
                      .run = run_jsonl});
  return commands;
}

}  // namespace probity::cli
