#include "cli/record/entry.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <ostream>

#include "cli/record/fields.h"
#include "cli/record/receipt.h"
#include "cli/recording.h"
#include "cli/submission.h"
#include "eventstore/base/text.h"
#include "schema/rules.h"

namespace probity::cli {

namespace {

using eventstore::ExpectedVersion;
using eventstore::Request;
using Json = nlohmann::ordered_json;

Result<ExpectedVersion> parse_expected(const std::string& text) {
  if (text.empty() || text == "any") return eventstore::AnyVersion{};
  if (text == "none") return eventstore::NoStream{};
  if (text == "exists") return eventstore::StreamExists{};
  std::uint64_t version = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), version);
  if (read.ec != std::errc{} || read.ptr != text.data() + text.size()) {
    return fail(ErrorKind::kMalformed, "is no expected version: " + text,
                "It is a stream's last version, none, exists or any", "--expect");
  }
  return eventstore::ExactVersion{{version}};
}

/// The line of an event but for its data.
Result<Json> line_of(const Entry& entry, const Invocation& invocation, Context& context) {
  if (!invocation.has("--actor")) {
    return fail(ErrorKind::kMalformed, "whose act is it?",
                "--actor BODY names the body; probity bodies lists them", "--actor");
  }
  Json line = {
      {"stream", entry.stream},
      {"type", std::string(entry.type->name)},
      {"effective", invocation.has("--effective") ? invocation.get("--effective") : today(context)},
      {"actor", invocation.get("--actor")}};
  for (const auto* name : {"id", "marking", "person"}) {
    if (const std::string option = std::string("--") + name; invocation.has(option))
      line[name] = invocation.get(option);
  }
  if (invocation.has("--audience")) line["audience"] = split_list(invocation.get("--audience"));
  if (invocation.has("--source")) line["source"] = {{"document", invocation.get("--source")}};
  return line;
}

Result<void> put_fields(const Entry& entry, const std::vector<std::string>& fields, Json& line,
                        Json& data) {
  constexpr std::string_view kSource = "source.";
  for (const std::string& word : fields) {
    if (!word.starts_with(kSource)) {
      if (auto put = put_field(data, entry.type->fields, word); !put) return pass(put);
      continue;
    }
    if (!line.contains("source")) line["source"] = Json::object();
    const auto schema = capnp::Schema::from<schema::Source>();
    if (auto put = put_field(line["source"], schema, word.substr(kSource.size())); !put)
      return pass(put);
  }
  return {};
}

/// The bodies that a finding's opening event names; empty if there is no such finding.
Result<std::vector<std::string>> addressees_of(const eventstore::Ledger& ledger,
                                               const std::string& name) {
  std::vector<std::string> bodies;
  auto stream = StreamId::parse(name);
  if (!stream || stream->category() != "finding") return bodies;
  const eventstore::Snapshot snapshot = ledger.snapshot();
  auto positions = snapshot.stream_positions(*stream, snapshot.head().size);
  if (!positions) return pass(positions);
  if (positions->empty()) return bodies;
  auto opening = snapshot.event(positions->front());
  if (!opening) return pass(opening);
  const auto* type = schema::find_event_type(opening->header.type);
  if (type == nullptr || opening->erased()) return bodies;
  KJ_IF_MAYBE (field, type->fields.findFieldByName("addressees")) {
    const auto data =
        schema::content_of(opening->payload).getData().getAs<capnp::DynamicStruct>(type->fields);
    for (const auto body : data.get(*field).as<capnp::DynamicList>()) {
      bodies.emplace_back(body.as<capnp::Text>().cStr());
    }
  }
  return bodies;
}

/// A body left out is the actor, where the event must name one or the finding names the actor; else
/// the event is left to concern every addressee, as when the inspectorate closes a finding.
Result<void> fill_in_body(const Entry& entry, const eventstore::Ledger& ledger, const Json& line,
                          Json& data) {
  if (!entry.verb || data.contains("body")) return {};
  KJ_IF_MAYBE (field, entry.type->fields.findFieldByName("body")) {
    const std::string actor = line["actor"];
    bool fill = schema::rules_of(*field).required;
    if (!fill) {
      auto addressees = addressees_of(ledger, entry.stream);
      if (!addressees) return pass(addressees);
      fill = std::find(addressees->begin(), addressees->end(), actor) != addressees->end();
    }
    if (fill) data["body"] = actor;
  }
  return {};
}

/// A field's path in the words that were typed: `data.rag` is `rag` to `record` and `--rag` to a
/// verb.
std::string typed_name(std::string_view where, bool verb) {
  constexpr std::string_view kData = "data.";
  if (where.starts_with(kData)) {
    const std::string_view field = where.substr(kData.size());
    return verb ? option_of(field) : std::string(field);
  }
  if (where == "source.document") return "--source";
  for (const std::string_view name :
       {"effective", "actor", "id", "marking", "person", "audience"}) {
    if (where.starts_with(name)) return "--" + std::string(where);
  }
  return std::string(where);
}

/// Every required field that is not there, in the words to type.
Result<void> require_fields(const Entry& entry, const Json& data) {
  std::string missing;
  for (const auto field : entry.type->fields.getFields()) {
    const std::string name = field.getProto().getName().cStr();
    if (!schema::rules_of(field).required || data.contains(name)) continue;
    missing += (missing.empty() ? "" : ", ") + (entry.verb ? option_of(name) : name + "=…");
  }
  if (missing.empty()) return {};
  return fail(ErrorKind::kMalformed,
              fmt::format("{} lacks {}", std::string_view(entry.type->name), missing),
              fmt::format("probity record {} --help tells what they say",
                          std::string_view(entry.type->name)));
}

/// What the event says before it is judged; errors name what was typed.
Result<json::Line> draft(const Entry& entry, const std::vector<std::string>& fields,
                         const eventstore::Ledger& ledger, const Invocation& invocation,
                         Context& context) {
  auto line = line_of(entry, invocation, context);
  if (!line) return pass(line);
  Json data = entry.data;
  if (auto put = put_fields(entry, fields, *line, data); !put) return pass(put);
  if (auto filled = fill_in_body(entry, ledger, *line, data); !filled) return pass(filled);
  if (auto whole = require_fields(entry, data); !whole) return pass(whole);
  (*line)["data"] = std::move(data);
  auto parsed = json::parse_document(*line, edtf_check());
  if (!parsed) {
    parsed.error().where = typed_name(parsed.error().where, entry.verb);
    return pass(parsed);
  }
  return parsed;
}

/// The request: the event, and before it the acceptance of the clock if that was asked for.
Result<Request> request_for(const json::Line& line, const Recording& recording,
                            const Invocation& invocation, Context& context) {
  Request request;
  // The same command again, with its id, must find what it recorded and not accept the clock anew.
  const auto recorded = line.id ? recording.ledger->snapshot().find(*line.id)
                                : Result<std::optional<Position>>(std::nullopt);
  if (!recorded) return std::unexpected(recorded.error());
  if (invocation.has("--accept-clock") && !*recorded) {
    auto accepted = clock_acceptance(*recording.ledger, invocation.get("--accept-clock"), context);
    if (!accepted) return pass(accepted);
    request.events.push_back(std::move(*accepted));
  }
  request.events.push_back(
      entered_here(line, line.id ? *line.id : random_id(context.entropy), context.entropy));
  auto expected = parse_expected(invocation.get("--expect"));
  if (!expected) return pass(expected);
  request.expected.emplace_back(request.events.back().header.stream, *expected);
  request.dry_run = invocation.has("--dry-run");
  return request;
}

}  // namespace

std::vector<OptionSpec> entry_options() {
  return {
      {"--actor", "BODY", "the body whose act it is (required)", false, {}},
      {"--effective",
       "DATE",
       "when it happened, as exactly as it is known (EDTF); else today",
       false,
       {}},
      {"--source",
       "DOCUMENT",
       "the document that says so; source.locator=… says where in it",
       false,
       {}},
      {"--person", "REFERENCE", "who did it, as an opaque reference", false, {}},
      {"--marking", "MARKING", "official (if left out) or officialSensitive", false, {}},
      {"--audience", "A,B", "the bodies that may read it; else every client", false, {}},
      {"--id",
       "UUID",
       "the event's id, so that the same command again appends nothing; else a random one",
       false,
       {}},
      {"--expect", "N", "the stream's last version, or none, exists, any", false, {}},
      {"--accept-clock",
       "REASON",
       "append although the host's clock is doubted; recorded with the reason",
       false,
       {}},
      {"--dry-run", "", "judge it, append nothing", false, {}},
  };
}

int record_entry(const Entry& entry, const std::vector<std::string>& fields,
                 const Invocation& invocation, Context& context) {
  auto recording = open_to_record(context, invocation.has("--accept-clock"));
  if (!recording) return report(context, recording.error());
  auto line = draft(entry, fields, *(*recording)->ledger, invocation, context);
  if (!line) return report(context, line.error());
  auto request = request_for(*line, **recording, invocation, context);
  if (!request) return report(context, request.error());
  const eventstore::NewEvent event = request->events.back();
  auto receipt = (*recording)->ledger->writer()->append(std::move(*request));
  if (!receipt) return report(context, receipt.error());
  if (!invocation.has("--dry-run")) {
    // The event is durable. Views are derived, and a question brings them up to date.
    if (auto finished = finish_recording(**recording, context); !finished) {
      report(context, finished.error());
      context.words << "The event is recorded all the same; only what is derived from it lags.\n";
    }
  }
  return print_receipt(event, *receipt, invocation, context);
}

std::string option_of(std::string_view field) {
  std::string option = "--";
  for (const char c : field) {
    if (std::isupper(static_cast<unsigned char>(c)) != 0) {
      option += '-';
      option += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    } else {
      option += c;
    }
  }
  return option;
}

}  // namespace probity::cli
