// probity key new|show|rotate|compromised.
#include <fmt/format.h>

#include <filesystem>

#include "cli/audit/commands.h"
#include "cli/audit/key_book.h"
#include "cli/audit/ledger_event.h"
#include "cli/audit/signing_key.h"
#include "cli/options.h"
#include "cli/recording.h"
#include "cli/render.h"
#include "cli/session.h"

namespace probity::cli {
namespace {

using eventstore::NewEvent;
using projections::Answer;
using projections::Value;

const OptionSpec kKeyFile{
    "--key", "FILE", "the private key's file; else keys/signing in the ledger's folder", false, {}};
const OptionSpec kReason{"--reason", "TEXT", "why", false, {}};

std::filesystem::path key_file(const Invocation& invocation, const Context& context) {
  const std::string named = invocation.get("--key");
  return named.empty() ? signing_key_file(context.ledger) : std::filesystem::path(named);
}

Value position_of(const std::optional<Position>& position) {
  if (!position) return {};
  return static_cast<std::int64_t>(position->value);
}

/// What is on record of keys, as of the last commit.
int print_keys(const eventstore::Ledger& ledger, std::string title, std::string verifier,
               const Invocation& invocation, Context& context) {
  const eventstore::Snapshot snapshot = ledger.snapshot();
  const auto keys = recorded_keys(snapshot);
  if (!keys) return report(context, keys.error());
  Answer answer;
  answer.schema = "probity.key/1";
  answer.title = std::move(title);
  if (!verifier.empty()) answer.facts.push_back({"verifierKey", "verifier key", verifier});
  projections::Table table{"keys",
                           "Keys on record",
                           {{"verifierKey", "verifier key"},
                            {"introduced", "introduced at"},
                            {"retired", "retired at"},
                            {"compromised", "compromised at"},
                            {"upTo", "counts up to size"}},
                           {},
                           "no key is on record; probity key new makes one",
                           {}};
  for (const RecordedKey& key : *keys) {
    const auto up_to = key.up_to();
    table.rows.push_back({key.verifier, position_of(key.introduced), position_of(key.retired),
                          position_of(key.compromised),
                          up_to ? Value(static_cast<std::int64_t>(up_to->value)) : Value{}});
  }
  answer.tables = {std::move(table)};
  answer.remarks.emplace_back(
      "An auditor pins the verifier key from somewhere else than the ledger: what the ledger says "
      "of its own keys proves nothing to who doubts the ledger.");
  answer.size = snapshot.head().size;
  answer.root = snapshot.head().root;
  return print_answer(answer, invocation, context);
}

Result<void> append(Recording& recording, std::vector<NewEvent> events, Context& context) {
  eventstore::Request request;
  request.events = std::move(events);
  auto receipt = recording.ledger->writer()->append(std::move(request));
  if (!receipt) return pass(receipt);
  auto views = finish_recording(recording, context);
  if (!views) context.words << "probity: it is recorded; the views follow later\n";
  return {};
}

/// Records a key; where that fails, the file that was made for it goes again.
int introduce(Recording& recording, const proof::SignerKey& key, std::vector<NewEvent> before,
              const std::filesystem::path& made, const Invocation& invocation, Context& context) {
  const std::string verifier = key.verifier().text();
  auto event = ledger_event("KeyIntroduced", {{"verifierKey", verifier}}, false, context);
  Result<void> appended;
  if (event) {
    before.push_back(std::move(*event));
    appended = append(recording, std::move(before), context);
  } else {
    appended = pass(event);
  }
  if (!appended) {
    std::error_code ignored;
    std::filesystem::remove(made, ignored);
    return report(context, appended.error());
  }
  return print_keys(*recording.ledger, "Key made and recorded", verifier, invocation, context);
}

/// A key that lives elsewhere: only its verifier key is known here.
int introduce_foreign(Recording& recording, const std::string& verifier,
                      const Invocation& invocation, Context& context) {
  const auto key = proof::VerifierKey::parse(verifier);
  if (!key) return report(context, key.error());
  if (key->name() != recording.ledger->origin()) {
    return report(context, {ErrorKind::kMalformed,
                            fmt::format("the key is called {}, the ledger {}", key->name(),
                                        recording.ledger->origin()),
                            "a checkpoint's key has the ledger's name", "--verifier-key"});
  }
  auto event = ledger_event("KeyIntroduced", {{"verifierKey", verifier}}, false, context);
  if (!event) return report(context, event.error());
  std::vector<NewEvent> events;
  events.push_back(std::move(*event));
  if (auto appended = append(recording, std::move(events), context); !appended) {
    return report(context, appended.error());
  }
  return print_keys(*recording.ledger, "Key recorded", verifier, invocation, context);
}

int run_new(const Invocation& invocation, Context& context) {
  auto recording = open_to_record(context, false);
  if (!recording) return report(context, recording.error());
  if (invocation.has("--verifier-key")) {
    return introduce_foreign(**recording, invocation.get("--verifier-key"), invocation, context);
  }
  const auto file = key_file(invocation, context);
  auto key = make_signing_key(file, (*recording)->ledger->origin(), context.entropy);
  if (!key) return report(context, key.error());
  return introduce(**recording, *key, {}, file, invocation, context);
}

int run_show(const Invocation& invocation, Context& context) {
  auto ledger = open_to_read(context);
  if (!ledger) return report(context, ledger.error());
  const auto key = read_signing_key(key_file(invocation, context));
  if (!key && key.error().kind != ErrorKind::kNotFound) return report(context, key.error());
  const std::string verifier = key ? key->verifier().text() : std::string();
  if (invocation.has("--bare")) {
    if (!key) return report(context, key.error());
    context.out << verifier << '\n';
    return kYes;
  }
  return print_keys(**ledger, "Signing keys", verifier, invocation, context);
}

/// The new key takes the old one's place in one step.
Result<void> put_in_place(const std::filesystem::path& next, const std::filesystem::path& file) {
  std::error_code failed;
  std::filesystem::rename(next, file, failed);
  if (!failed) return {};
  return fail(
      ErrorKind::kStorage,
      "the new key is recorded, but could not take the old one's place: " + failed.message(),
      "move it there by hand", next.string());
}

/// An earlier rotation recorded both events and was ended before the new key took its place: that
/// is done now. Nothing where there is none such.
std::optional<int> finish_rotation(Recording& recording, const std::filesystem::path& file,
                                   const std::filesystem::path& next, const Invocation& invocation,
                                   Context& context) {
  const auto key = read_signing_key(next);
  if (!key) return std::nullopt;
  const std::string verifier = key->verifier().text();
  const auto keys = recorded_keys(recording.ledger->snapshot());
  if (!keys) return report(context, keys.error());
  const RecordedKey* recorded = find_key(*keys, verifier);
  if (recorded == nullptr || !recorded->signs()) return std::nullopt;
  if (auto put = put_in_place(next, file); !put) return report(context, put.error());
  context.words << "An earlier rotation was ended half-way; its key, which is on record, took the "
                   "old one's place.\n";
  return print_keys(*recording.ledger, "Rotation finished", verifier, invocation, context);
}

int run_rotate(const Invocation& invocation, Context& context) {
  auto recording = open_to_record(context, false);
  if (!recording) return report(context, recording.error());
  const auto file = key_file(invocation, context);
  const auto old = read_signing_key(file);
  if (!old) return report(context, old.error());
  const std::filesystem::path next = file.string() + ".next";
  if (const auto finished = finish_rotation(**recording, file, next, invocation, context)) {
    return *finished;
  }
  nlohmann::ordered_json retired = {{"verifierKey", old->verifier().text()}};
  if (invocation.has("--reason")) retired["reason"] = invocation.get("--reason");
  auto event = ledger_event("KeyRetired", retired, false, context);
  if (!event) return report(context, event.error());
  // In place only once both events are recorded.
  std::error_code failed;
  std::filesystem::remove(next, failed);
  auto key = make_signing_key(next, (*recording)->ledger->origin(), context.entropy);
  if (!key) return report(context, key.error());
  std::vector<NewEvent> events;
  events.push_back(std::move(*event));
  const int code = introduce(**recording, *key, std::move(events), next, invocation, context);
  if (!std::filesystem::exists(next)) return code;
  if (auto put = put_in_place(next, file); !put) return report(context, put.error());
  context.words << "The old private key is gone; keep its verifier key, by which what it signed is "
                   "checked.\n";
  return code;
}

int run_compromised(const Invocation& invocation, Context& context) {
  auto recording = open_to_record(context, false);
  if (!recording) return report(context, recording.error());
  const std::string verifier = invocation.get("VERIFIER-KEY");
  auto keys = recorded_keys((*recording)->ledger->snapshot());
  if (!keys) return report(context, keys.error());
  if (find_key(*keys, verifier) == nullptr) {
    return report(context, {ErrorKind::kRefused, "that key is not on record",
                            "probity key show lists those that are", "VERIFIER-KEY"});
  }
  nlohmann::ordered_json data = {{"verifierKey", verifier}};
  if (invocation.has("--valid-until-size")) {
    data["validUntilSize"] =
        nlohmann::ordered_json::parse(invocation.get("--valid-until-size"), nullptr, false);
  }
  if (invocation.has("--reason")) data["reason"] = invocation.get("--reason");
  auto event = ledger_event("KeyCompromised", data, false, context);
  if (!event) return report(context, event.error());
  std::vector<NewEvent> events;
  events.push_back(std::move(*event));
  if (auto appended = append(**recording, std::move(events), context); !appended) {
    return report(context, appended.error());
  }
  return print_keys(*(*recording)->ledger, "Recorded", verifier, invocation, context);
}

}  // namespace

std::vector<CommandSpec> key_commands() {
  std::vector<CommandSpec> commands;
  commands.push_back({.group = "audit",
                      .name = "key new",
                      .help = "make the key that signs checkpoints, and record it",
                      .details = "The private key lies in keys/signing, for its owner alone. With "
                                 "--verifier-key, a key that lives elsewhere is recorded.",
                      .example = "probity key new --help",
                      .arguments = {},
                      .options = {kKeyFile,
                                  {"--verifier-key",
                                   "VKEY",
                                   "NAME+KEYID+BASE64 of a key that lives elsewhere",
                                   false,
                                   {}}},
                      .takes_format = true,
                      .run = run_new});
  commands.push_back({.group = "audit",
                      .name = "key show",
                      .help = "the verifier key to give to auditors, and every key on record",
                      .details = {},
                      .example = "probity key show",
                      .arguments = {},
                      .options = {kKeyFile, {"--bare", "", "the verifier key alone", false, {}}},
                      .takes_format = true,
                      .run = run_show});
  commands.push_back(
      {.group = "audit",
       .name = "key rotate",
       .help = "retire the signing key and make a new one",
       .details = "What the old key signed goes on to count, for the sizes up to its retirement.",
       .example = "probity key rotate --help",
       .arguments = {},
       .options = {kKeyFile, kReason},
       .takes_format = true,
       .run = run_rotate});
  commands.push_back(
      {.group = "audit",
       .name = "key compromised",
       .help = "record that a key may be in other hands",
       .details = "From then on its notes count up to the size that is said, and no further.",
       .example = "probity key compromised --help",
       .arguments = {{"VERIFIER-KEY", "NAME+KEYID+BASE64, as key show prints it", true, false}},
       .options = {{"--valid-until-size",
                    "SIZE",
                    "the last size for which its notes count (required)",
                    false,
                    {}},
                   {"--reason", "TEXT", "why (required)", false, {}}},
       .takes_format = true,
       .run = run_compromised});
  return commands;
}

}  // namespace probity::cli
