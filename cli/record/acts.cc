#include "cli/record/acts.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <initializer_list>

#include "cli/record/entry.h"
#include "cli/record/event_help.h"
#include "cli/record/fields.h"
#include "cli/record/file_digest.h"
#include "cli/session.h"
#include "eventstore/base/text.h"

namespace probity::cli {

namespace {

using Field = capnp::StructSchema::Field;

const ArgumentSpec kMoreFields{
    "field=value", "source.locator=… and other fields, as probity record takes them", false, true};

const schema::EventType& type_named(std::string_view name) {
  return *schema::find_event_type(name);
}

std::string field_name(Field field) { return field.getProto().getName().cStr(); }

/// The event's fields as options, but for those that the arguments give.
std::vector<OptionSpec> options_without(std::string_view type,
                                        std::initializer_list<std::string_view> given) {
  std::vector<OptionSpec> options;
  for (const Field field : type_named(type).fields.getFields()) {
    if (std::find(given.begin(), given.end(), field_name(field)) == given.end())
      options.push_back(option_for(field));
  }
  const auto common = entry_options();
  options.insert(options.end(), common.begin(), common.end());
  return options;
}

/// An entry with what the options say of its event's fields.
Result<Entry> entry_from(std::string_view type, std::string stream, const Invocation& invocation) {
  Entry entry{.type = &type_named(type), .stream = std::move(stream), .verb = true};
  for (const Field field : entry.type->fields.getFields()) {
    const std::string option = option_of(field_name(field));
    if (!invocation.has(option)) continue;
    if (auto put =
            put_text(entry.data, entry.type->fields, field_name(field), invocation.get(option));
        !put) {
      put.error().where = option;
      return pass(put);
    }
  }
  return entry;
}

int record_entry(const Result<Entry>& entry, const Invocation& invocation, Context& context) {
  if (!entry) return report(context, entry.error());
  return record_entry(*entry, invocation.all("field=value"), invocation, context);
}

/// A finding's reference, or a stream's whole name.
std::string stream_meant(const std::string& word) {
  return word.find('/') == std::string::npos ? "finding/" + word : word;
}

/// The file gives what the event requires, where no option does.
std::vector<OptionSpec> attach_options() {
  auto options = options_without("EvidenceAttached", {"sha256", "bytes", "title", "uri"});
  options.insert(options.begin() + 1,
                 {{"--title", "TEXT", "what it is; left out, the file's name", false, {}},
                  {"--uri", "URL", "where it lies; left out, this file's address", false, {}}});
  return options;
}

int run_attach(const Invocation& invocation, Context& context) {
  const std::filesystem::path file = invocation.get("FILE");
  auto entry = entry_from("EvidenceAttached", stream_meant(invocation.get("REF")), invocation);
  if (!entry) return report(context, entry.error());
  auto digest = digest_of_file(file);
  if (!digest) return report(context, digest.error());
  entry->data["sha256"] = digest->sha256;
  entry->data["bytes"] = digest->bytes;
  if (!entry->data.contains("title")) entry->data["title"] = file.filename().string();
  if (!entry->data.contains("uri")) entry->data["uri"] = digest->uri;
  return record_entry(entry, invocation, context);
}

int run_issue_grade(const Invocation& invocation, Context& context) {
  const std::string inspection = invocation.get("INSPECTION");
  const std::string body = invocation.get("BODY");
  auto entry = entry_from("GradeIssued", "grade/" + inspection + '/' + body, invocation);
  if (entry) {
    entry->data["inspection"] = inspection;
    entry->data["body"] = body;
  }
  return record_entry(entry, invocation, context);
}

int run_note(const Invocation& invocation, Context& context) {
  return record_entry(entry_from("NoteAdded", stream_meant(invocation.get("STREAM")), invocation),
                      invocation, context);
}

/// The event that `word` names: `@412`, `412`, or its id.
Result<eventstore::Event> event_meant(const std::string& word, Context& context) {
  auto ledger = open_to_read(context);
  if (!ledger) return pass(ledger);
  const eventstore::Snapshot snapshot = (*ledger)->snapshot();
  if (const auto id = event_id_from_text(word)) {
    auto position = snapshot.find(*id);
    if (!position) return pass(position);
    if (!*position) return fail(ErrorKind::kRefused, "there is no event with the id " + word);
    return snapshot.event(**position);
  }
  const auto position = position_from_text(word);
  if (!position) {
    return fail(ErrorKind::kMalformed, word + " is no position and no event's id",
                "An event is named as @412 or by its UUID; probity history STREAM shows both");
  }
  if (position->value >= snapshot.head().size.value) {
    return fail(ErrorKind::kRefused, fmt::format("there is no event @{}", position->value),
                fmt::format("The last one is @{}", snapshot.head().size.value - 1));
  }
  return snapshot.event(*position);
}

int run_correct(const Invocation& invocation, Context& context) {
  auto struck = event_meant(invocation.get("POSITION"), context);
  if (!struck) return report(context, struck.error());
  auto entry = entry_from("CorrectionMade", struck->header.stream.text(), invocation);
  if (entry) entry->data["event"] = to_text(struck->header.id);
  return record_entry(entry, invocation, context);
}

}  // namespace

std::vector<CommandSpec> act_commands() {
  std::vector<CommandSpec> commands;
  commands.push_back(
      {.group = "record",
       .name = "attach",
       .help = "bind a document to a finding by its digest",
       .details =
           "The file is read here: its SHA-256 and length are recorded, the file itself is not "
           "kept. Without --uri its address is this file's.",
       .example =
           "probity attach em-soc-2023-rec-2 README.md --actor emsou --supports update --dry-run",
       .arguments = {{"REF", "the finding, such as em-soc-2023-rec-2", true, false},
                     {"FILE", "the document", true, false},
                     kMoreFields},
       .options = attach_options(),
       .takes_format = true,
       .run = run_attach});
  commands.push_back({.group = "record",
                      .name = "issue-grade",
                      .help = "record a grade that the inspectorate issued",
                      .details = {},
                      .example = "probity issue-grade em-soc-2023 emsou --actor hmicfrs --question "
                                 "serious-and-organised-crime "
                                 "--grade adequate --scale fiveTier --dry-run",
                      .arguments = {{"INSPECTION", "the inspection", true, false},
                                    {"BODY", "who is graded", true, false},
                                    kMoreFields},
                      .options = options_without("GradeIssued", {"inspection", "body"}),
                      .takes_format = true,
                      .run = run_issue_grade});
  commands.push_back(
      {.group = "record",
       .name = "note",
       .help = "add a remark to a finding or any stream",
       .details = {},
       .example =
           "probity note em-soc-2023-rec-2 --actor emsou --text 'seen by the board' --dry-run",
       .arguments = {{"STREAM", "a finding, or a stream such as grade/em-soc-2023/emsou", true,
                      false},
                     kMoreFields},
       .options = options_without("NoteAdded", {}),
       .takes_format = true,
       .run = run_note});
  commands.push_back(
      {.group = "record",
       .name = "correct",
       .help = "strike an event, with the reason",
       .details =
           "Only the body whose act it was, or that recorded it, may strike it. Nothing is lost: "
           "the "
           "event stays in the history, struck, and every earlier answer can be had with --as-of.",
       .example = "probity correct @88 --actor emsou --reason 'the year was misread' --dry-run",
       .arguments = {{"POSITION", "the event: @412, or its id", true, false}, kMoreFields},
       .options = options_without("CorrectionMade", {"event"}),
       .takes_format = true,
       .run = run_correct});
  return commands;
}

}  // namespace probity::cli
