#include "cli/setup/stat.h"

#include <map>
#include <ostream>

#include "cli/progress.h"
#include "cli/render.h"
#include "cli/session.h"
#include "cli/setup/disk.h"
#include "eventstore/base/text.h"
#include "eventstore/envelope.h"
#include "schema/payload.h"

namespace probity::cli {

namespace {

using eventstore::Access;
using eventstore::Snapshot;
using projections::Answer;
using projections::Table;
using projections::Value;

Value number(std::uint64_t value) { return static_cast<std::int64_t>(value); }

struct Counts {
  std::map<std::string, std::uint64_t> types;
  std::uint64_t streams = 0;
  Instant first;
};

/// One pass over the envelopes; a stream is counted at its first event.
Result<Counts> count_events(const Snapshot& snapshot) {
  Counts counts;
  Result<void> sound;
  auto scanned = snapshot.scan(Position{0}, snapshot.head().size,
                               [&](Position position, const eventstore::Record& record) {
                                 auto envelope = eventstore::decode_envelope(record.envelope);
                                 if (!envelope) {
                                   sound = pass(envelope);
                                   return false;
                                 }
                                 ++counts.types[envelope->header.type];
                                 if (envelope->placement.version.value == 1) ++counts.streams;
                                 if (position.value == 0)
                                   counts.first = envelope->placement.recorded_at;
                                 return true;
                               });
  if (!scanned) return pass(scanned);
  if (!sound) return pass(sound);
  return counts;
}

Table type_table(const Counts& counts) {
  Table table{"eventTypes",
              "Events by type",
              {{"type", "type"}, {"events", "events"}, {"says", "what it says"}},
              {},
              {},
              {}};
  for (const auto& [type, events] : counts.types) {
    const auto* known = schema::find_event_type(type);
    table.rows.push_back({type, number(events),
                          std::string(known != nullptr ? known->says : "newer than this program")});
  }
  return table;
}

Table disk_table(const std::filesystem::path& folder) {
  Table table{"disk", "On disk", {{"part", "part"}, {"bytes", "bytes"}, {"holds", "holds"}},
              {},     {},        {}};
  const auto add = [&](const char* part, const char* holds) {
    table.rows.push_back(
        {std::string(part), number(bytes_on_disk(folder / part)), std::string(holds)});
  };
  add("log", "the events: everything else can be made from them");
  add("index", "where ids and streams are; may be deleted");
  add("views", "rows for questions; may be deleted");
  return table;
}

Table view_table(const projections::ViewStore* views, TreeSize size) {
  Table table{"views",
              "Views",
              {{"view", "view"},
               {"version", "version"},
               {"size", "up to"},
               {"behind", "behind"},
               {"digest", "digest", true}},
              {},
              "none: every question is answered from the log",
              {}};
  if (views == nullptr) return table;
  const auto snapshot = views->snapshot();
  for (const auto& view : projections::all_views()) {
    const auto checkpoint = snapshot->checkpoint(view.name);
    if (!checkpoint) {
      table.rows.push_back(
          {std::string(view.name), number(view.version), Value{}, number(size.value), Value{}});
      continue;
    }
    const std::uint64_t behind =
        size.value > checkpoint->size.value ? size.value - checkpoint->size.value : 0;
    table.rows.push_back({std::string(view.name), number(checkpoint->version),
                          number(checkpoint->size.value), number(behind),
                          to_hex(checkpoint->digest.bytes)});
  }
  return table;
}

int run_stat(const Invocation& invocation, Context& context) {
  auto ledger = open_to_read(context);
  if (!ledger) return report(context, ledger.error());
  auto views = projections::ViewStore::open(**ledger, Access::kReadOnly);
  const Snapshot snapshot = (*ledger)->snapshot();
  const eventstore::Head& head = snapshot.head();
  auto counts = count_events(snapshot);
  if (!counts) return report(context, counts.error());
  const std::uint64_t log_bytes = bytes_on_disk(context.ledger / "log");
  Answer answer;
  answer.schema = "probity.stat/1";
  answer.title = (*ledger)->origin();
  answer.facts = {
      {"origin", "name", (*ledger)->origin()},
      {"created", "made", to_text((*ledger)->created())},
      {"events", "events", number(head.size.value)},
      {"streams", "streams", number(counts->streams)},
      {"firstRecordedAt", "first recorded", to_text(counts->first)},
      {"lastRecordedAt", "last recorded", to_text(head.recorded_at)},
      {"bytesAnEvent", "bytes an event (log)",
       number(head.size.value == 0 ? 0 : log_bytes / head.size.value)},
  };
  answer.tables = {disk_table(context.ledger), type_table(*counts),
                   view_table(views ? views->get() : nullptr, head.size)};
  answer.size = head.size;
  answer.root = head.root;
  return print_answer(answer, invocation, context);
}

int run_rebuild(const Invocation& invocation, Context& context) {
  auto ledger = open_to_read(context);
  if (!ledger) return report(context, ledger.error());
  auto views = projections::ViewStore::open(**ledger, Access::kReadWrite);
  if (!views) return report(context, views.error());
  ProgressLine progress(context);
  auto rebuilt =
      (*views)->rebuild(**ledger, invocation.get("--view"), [&](const projections::Progress& now) {
        progress.show(std::string(now.view), now.done, now.of);
      });
  progress.clear();
  if (!rebuilt) return report(context, rebuilt.error());
  Answer answer;
  answer.schema = "probity.rebuild/1";
  answer.title = "Views made again from the events";
  Table table{"views",
              {},
              {{"view", "view"},
               {"rows", "rows"},
               {"different", "rows that differed"},
               {"examples", "which", true},
               {"before", "digest before", true},
               {"after", "digest after", true}},
              {},
              "there is no such view",
              {}};
  std::uint64_t different = 0;
  for (const auto& one : *rebuilt) {
    different += one.different;
    const bool has_digest = one.after.version > 0;  // the names have none
    table.rows.push_back({one.view, number(one.rows), number(one.different), one.examples,
                          has_digest ? Value(to_hex(one.before.digest.bytes)) : Value{},
                          has_digest ? Value(to_hex(one.after.digest.bytes)) : Value{}});
    for (const auto& example : one.examples)
      answer.remarks.push_back(one.view + " differed: " + example);
  }
  answer.facts = {{"different", "rows that differed", number(different)}};
  answer.tables = {std::move(table)};
  const eventstore::Head head = (*ledger)->snapshot().head();
  answer.size = head.size;
  answer.root = head.root;
  return print_answer(answer, invocation, context);
}

std::vector<std::string> view_names() {
  std::vector<std::string> names;
  for (const auto& view : projections::all_views()) names.emplace_back(view.name);
  return names;
}

}  // namespace

CommandSpec stat_command() {
  return {.group = "set up",
          .name = "stat",
          .help = "how many events and streams there are, and what they take on disk",
          .details = {},
          .example = "probity stat",
          .arguments = {},
          .options = {},
          .takes_format = true,
          .run = run_stat};
}

CommandSpec rebuild_command() {
  return {.group = "audit",
          .name = "rebuild",
          .help = "make the views again from the events, and say what differed",
          .details =
              "The new rows are made beside the old ones and take their place at the end. Views "
              "hold nothing "
              "that the events do not say: a row that differed was wrong, or its view's rules have "
              "changed.",
          .example = "probity rebuild",
          .arguments = {},
          .options = {{"--view", "VIEW", "this one alone", false, view_names()}},
          .takes_format = true,
          .run = run_rebuild};
}

}  // namespace probity::cli
