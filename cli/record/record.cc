#include "cli/record/record.h"

#include <ostream>

#include "cli/record/entry.h"
#include "cli/record/event_help.h"

namespace probity::cli {

namespace {

int run_record(const Invocation& invocation, Context& context) {
  if (invocation.has("--list")) {
    context.out << event_list(context.width);
    return kYes;
  }
  if (!invocation.has("EVENT")) {
    return report(
        context,
        {ErrorKind::kMalformed,
         "record needs an event",
         "probity record --list lists them; probity record EVENT --help lists an event's fields",
         {}});
  }
  auto type = event_type_named(invocation.get("EVENT"));
  if (!type) return report(context, type.error());
  if (!invocation.has("STREAM")) {
    return report(context, {ErrorKind::kMalformed,
                            "record " + std::string((*type)->name) + " needs a stream",
                            "It goes to " + std::string((*type)->stream == "*" ? "any stream"
                                                                               : (*type)->stream),
                            {}});
  }
  return record_entry({.type = *type, .stream = invocation.get("STREAM")},
                      invocation.all("field=value"), invocation, context);
}

/// The fields of the event that was typed before `--help`.
std::string help_for_event(const Invocation& invocation) {
  if (!invocation.has("EVENT")) return {};
  auto type = event_type_named(invocation.get("EVENT"));
  constexpr unsigned kWidth = 100;
  return type ? fields_help(**type, kWidth)
              : "\n" + type.error().what + "\n" + type.error().mend + "\n";
}

}  // namespace

CommandSpec record_command() {
  std::vector<OptionSpec> options = entry_options();
  options.insert(options.begin(),
                 {"--list", "", "list the events that can be recorded", false, {}});
  return {
      .group = "record",
      .name = "record",
      .help = "record any event",
      .details =
          "Fields are written field=value; a list as list=a,b; nested as "
          "attendees[0].body=derbyshire; JSON as "
          "field:=JSON; from a file as field=@FILE. source.locator, source.url and source.sha256 "
          "go to the "
          "source. probity record EVENT --help lists an event's fields.",
      .example =
          "probity record NoteAdded finding/em-soc-2023-rec-2 --actor emsou text='seen by the "
          "board' --dry-run",
      .arguments = {{"EVENT", "the event's name, such as UpdateSubmitted", false, false},
                    {"STREAM", "where it goes, such as finding/em-soc-2023-rec-2", false, false},
                    {"field=value", "what the event says", false, true}},
      .options = std::move(options),
      .takes_format = true,
      .run = run_record,
      .more_help = help_for_event};
}

}  // namespace probity::cli
