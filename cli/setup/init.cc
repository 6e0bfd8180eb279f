#include "cli/setup/init.h"

#include <array>
#include <ostream>

#include "cli/import_key.h"
#include "cli/recording.h"
#include "cli/submission.h"
#include "eventstore/base/text.h"
#include "eventstore/ledger.h"

namespace probity::cli {

namespace {

using eventstore::Ledger;

constexpr std::string_view kActor = "ledger";

std::string random_origin(Entropy& entropy) {
  std::array<std::uint8_t, 4> bytes{};
  entropy.fill(bytes);
  return "probity.invalid/" + to_hex(bytes);
}

/// The first event is the ledger's own act.
Result<eventstore::NewEvent> first_event(const std::string& origin, const std::string& ceiling,
                                         Context& context) {
  const nlohmann::ordered_json document = {
      {"stream", "ledger/self"},
      {"type", "LedgerCreated"},
      {"effective", today(context)},
      {"actor", std::string(kActor)},
      {"data",
       {{"origin", origin}, {"ceiling", ceiling}, {"formatVersion", eventstore::kFormatVersion}}}};
  auto line = json::parse_document(document, edtf_check());
  if (!line) return pass(line);
  eventstore::NewEvent event = entered_here(*line, random_id(context.entropy), context.entropy);
  event.header.recorded_by = kActor;
  event.header.standing = eventstore::Standing::kLedger;
  return event;
}

int run_init(const Invocation& invocation, Context& context) {
  auto origin = make_ledger({invocation.get("--origin"), invocation.get("--ceiling")}, context);
  if (!origin) return report(context, origin.error());
  context.out << "made " << context.ledger.string() << ", named " << *origin << '\n';
  context.words
      << "Next: probity import FILE…, or probity record --list for what can be recorded.\n"
         "keys/ in it is copied by hand and never shared.\n";
  return kYes;
}

}  // namespace

Result<std::string> make_ledger(const NewLedger& wanted, Context& context) {
  std::string origin = wanted.origin.empty() ? random_origin(context.entropy) : wanted.origin;
  auto first =
      first_event(origin, wanted.ceiling.empty() ? "officialSensitive" : wanted.ceiling, context);
  if (!first) return pass(first);
  auto ledger = Ledger::create(
      context.ledger, {.origin = origin, .clock = context.clock, .first = std::move(*first)},
      {.access = eventstore::Access::kReadWrite,
       .clock = context.clock,
       .expected_origin = {},
       .on_commit = {}});
  if (!ledger) return pass(ledger);
  if (auto key = make_import_key(context.ledger, context.entropy); !key) return pass(key);
  if (auto closed = (*ledger)->close(); !closed) return pass(closed);
  return origin;
}

CommandSpec init_command() {
  return {
      .group = "set up",
      .name = "init",
      .help = "make a new, empty ledger",
      .details =
          "The folder must not exist, or be empty. The name goes into the first event and into "
          "every "
          "checkpoint, and cannot be changed.",
      .example = "probity init --ledger /tmp/another-ledger --origin probity.example/east-midlands",
      .arguments = {},
      .options =
          {{"--origin",
            "NAME",
            "the ledger's name, a URL without its scheme; else probity.invalid/ and 8 hex digits",
            false,
            {}},
           {"--ceiling",
            "M",
            "the highest marking that it takes",
            false,
            {"official", "officialSensitive"}}},
      .run = run_init};
}

}  // namespace probity::cli
