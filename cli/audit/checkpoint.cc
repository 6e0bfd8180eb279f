// probity checkpoint: sign what the ledger holds, keep it, and show what is kept.
#include <fmt/format.h>

#include "cli/audit/commands.h"
#include "cli/audit/signing.h"
#include "cli/files.h"
#include "cli/render.h"
#include "cli/session.h"
#include "eventstore/base/limits.h"
#include "eventstore/base/text.h"
#include "eventstore/proof/checkpoint.h"
#include "eventstore/proof/minutes_line.h"
#include "eventstore/proof/note.h"
#include "eventstore/proof/text_form.h"

namespace probity::cli {
namespace {

using projections::Answer;
using projections::Value;

int list_kept(const Invocation& invocation, Context& context) {
  auto ledger = open_to_read(context);
  if (!ledger) return report(context, ledger.error());
  const eventstore::Snapshot snapshot = (*ledger)->snapshot();
  const auto kept = snapshot.checkpoints();
  if (!kept) return report(context, kept.error());
  Answer answer;
  answer.schema = "probity.checkpoints/1";
  answer.title = "Checkpoints kept";
  projections::Table table{
      "checkpoints",
      {},
      {{"events", "events"}, {"name", "name"}, {"line", "for the minutes"}, {"note", "note", true}},
      {},
      "none; probity checkpoint makes one",
      {}};
  for (const auto& checkpoint : *kept) {
    const auto note = proof::Note::parse(checkpoint.note);
    const auto parsed = note ? proof::Checkpoint::parse(note->text())
                             : Result<proof::Checkpoint>(std::unexpected(note.error()));
    table.rows.push_back(
        {static_cast<std::int64_t>(checkpoint.size.value),
         checkpoint.name.empty() ? Value{} : Value(checkpoint.name),
         parsed ? Value(proof::minutes_line(*parsed).text()) : Value(std::string("cannot be read")),
         checkpoint.note});
  }
  answer.tables = {std::move(table)};
  answer.size = snapshot.head().size;
  answer.root = snapshot.head().root;
  return print_answer(answer, invocation, context);
}

Result<void> write_note(const std::string& file, const std::string& note, Context& context) {
  if (file == "-") {
    context.out << note;
    return {};
  }
  auto written = write_file(file, note);
  if (!written)
    written.error().mend = "the checkpoint is kept; checkpoint --note FILE writes it again";
  return written;
}

/// Before anything is sealed for a name that cannot be kept.
Result<void> check_name(const Invocation& invocation) {
  if (!invocation.has("--name")) return {};
  const std::string name = invocation.get("--name");
  const bool one_line = proof::is_plain_text(name) && name.find('\n') == std::string::npos;
  if (!name.empty() && one_line && name.size() <= limits::kCheckpointNameBytes) return {};
  return fail(ErrorKind::kMalformed,
              fmt::format("a checkpoint's name is 1 to {} bytes of text, in one line",
                          limits::kCheckpointNameBytes),
              {}, "--name");
}

int print_made(const MadeCheckpoint& made, const Invocation& invocation, Context& context) {
  const std::string line = proof::minutes_line(made.checkpoint).text();
  if (invocation.has("--note")) {
    if (auto written = write_note(invocation.get("--note"), made.note, context); !written) {
      return report(context, written.error());
    }
    if (invocation.get("--note") == "-") return kYes;
  }
  if (invocation.has("--line")) {
    context.out << line << '\n';
    return kYes;
  }
  Answer answer;
  answer.schema = "probity.checkpoint/1";
  answer.title = made.known ? "Nothing was recorded since the last checkpoint" : "Signed and kept";
  answer.facts = {{"origin", "ledger", made.checkpoint.origin},
                  {"events", "events", static_cast<std::int64_t>(made.checkpoint.size.value)},
                  {"name", "name", invocation.get("--name")},
                  {"line", "for the minutes", line},
                  {"note", "note", made.note}};
  if (!invocation.has("--name")) answer.facts[2].value = Value{};
  answer.remarks.emplace_back(
      "It protects from the moment it is held outside: send the note (--note FILE) to those who "
      "will check, or read the line into the minutes.");
  answer.size = made.checkpoint.size;
  answer.root = made.checkpoint.root;
  return print_answer(answer, invocation, context);
}

int run_checkpoint(const Invocation& invocation, Context& context) {
  if (invocation.has("--list")) return list_kept(invocation, context);
  if (auto named = check_name(invocation); !named) return report(context, named.error());
  auto recording = open_to_record(context, false);
  if (!recording) return report(context, recording.error());
  const auto made = make_checkpoint(**recording,
                                    {.name = invocation.get("--name"),
                                     .key_file = invocation.get("--key"),
                                     .sign_with = invocation.get("--sign-with")},
                                    context);
  if (!made) return report(context, made.error());
  if (auto views = finish_recording(**recording, context); !views) {
    context.words << "probity: the checkpoint is kept; the views follow later\n";
  }
  return print_made(*made, invocation, context);
}

}  // namespace

CommandSpec checkpoint_command() {
  return {
      .group = "audit",
      .name = "checkpoint",
      .help = "seal and sign what the ledger holds, and keep the signature",
      .details =
          "The heads of all streams are sealed by an event, the new state is proved to have "
          "only grown from the last one signed, then it is signed. --list shows what is kept.",
      .example = "probity checkpoint --list",
      .arguments = {},
      .options = {{"--name", "NAME", "a label: @checkpoint:NAME", false, {}},
                  {"--line", "", "print the line for the minutes alone", false, {}},
                  {"--note", "FILE", "write the signed note there; - is stdout", false, {}},
                  {"--key", "FILE", "the private key's file; else keys/signing", false, {}},
                  {"--sign-with",
                   "COMMAND",
                   "a key elsewhere: text on its stdin, signed note on its stdout",
                   false,
                   {}},
                  {"--list", "", "show the checkpoints that are kept; sign nothing", false, {}}},
      .takes_format = true,
      .run = run_checkpoint};
}

}  // namespace probity::cli
