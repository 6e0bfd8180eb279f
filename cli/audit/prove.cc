// probity prove: an evidence file for somebody who shall not have to believe the ledger.
#include <fmt/format.h>

#include <optional>

#include "cli/audit/commands.h"
#include "cli/audit/refolding.h"
#include "cli/evidence_of.h"
#include "cli/render.h"
#include "cli/session.h"
#include "eventstore/base/text.h"
#include "projections/moment.h"
#include "schema/payload.h"

namespace probity::cli {
namespace {

using projections::Answer;
using projections::Value;

Result<Disclosing> disclosing_of(const Invocation& invocation) {
  Disclosing disclosing;
  disclosing.payloads = !invocation.has("--without-payload");
  if (invocation.get("--max-marking") == "official") {
    disclosing.highest = eventstore::Marking::kOfficial;
  }
  return disclosing;
}

/// `prove status REF`, as of a moment.
Result<proof::Evidence> evidence_of_status(const Invocation& invocation,
                                           const eventstore::Snapshot& snapshot,
                                           EvidenceMaker& maker, Clock& clock) {
  const auto stream = stream_meant(invocation.get("REF"));
  if (!stream) return std::unexpected(stream.error());
  if (stream->category() != "finding") {
    return fail(ErrorKind::kMalformed,
                fmt::format("{} is no finding: it has no status", stream->text()),
                "probity prove STREAM proves all of its events", "REF");
  }
  const auto moment = projections::resolve_moment(snapshot, invocation.get("--as-of"),
                                                  invocation.get("--effective"), clock);
  if (!moment) return std::unexpected(moment.error());
  return maker.status(*stream, moment->size, moment->day);
}

Result<void> check_words(const Invocation& invocation) {
  const bool of_status = invocation.get("WHAT") == "status" && invocation.has("REF");
  if (of_status && invocation.has("--none")) {
    return fail(ErrorKind::kMalformed, "a status is proved, or that there was no event of a type",
                "leave out one of the two", "--none");
  }
  const std::string type = invocation.get("--none");
  if (invocation.has("--none") && schema::find_event_type(type) == nullptr) {
    return fail(ErrorKind::kMalformed, fmt::format("there is no event {}", type),
                "probity record --list shows all of them", "--none");
  }
  if (invocation.has("REF") && !of_status) {
    return fail(ErrorKind::kMalformed, "one thing is proved at a time",
                "probity prove REF, or for a status at a moment: probity prove status REF",
                invocation.get("REF"));
  }
  if (of_status || (!invocation.has("--as-of") && !invocation.has("--effective"))) return {};
  return fail(ErrorKind::kMalformed, "a moment is for a status: events are proved as they are",
              "probity prove --as-of MOMENT status REF");
}

/// What the words name, proved.
Result<proof::Evidence> evidence_meant(const Invocation& invocation,
                                       const eventstore::Snapshot& snapshot, EvidenceMaker& maker,
                                       Clock& clock) {
  const std::string what = invocation.get("WHAT");
  if (invocation.has("REF")) return evidence_of_status(invocation, snapshot, maker, clock);
  if (invocation.has("--none")) {
    auto stream = stream_meant(what);
    if (!stream) return pass(stream);
    return maker.none(*stream, invocation.get("--none"));
  }
  if (const auto position = position_from_text(what)) return maker.event(*position);
  auto stream = stream_meant(what);
  if (!stream) return pass(stream);
  return maker.stream(*stream);
}

int run_prove(const Invocation& invocation, Context& context) {
  if (auto checked = check_words(invocation); !checked) return report(context, checked.error());
  auto ledger = open_to_read(context);
  if (!ledger) return report(context, ledger.error());
  const eventstore::Snapshot snapshot = (*ledger)->snapshot();
  const auto disclosing = disclosing_of(invocation);
  if (!disclosing) return report(context, disclosing.error());
  auto maker = EvidenceMaker::open(snapshot, invocation.get("--checkpoint"), *disclosing);
  if (!maker) return report(context, maker.error());
  const auto evidence = evidence_meant(invocation, snapshot, *maker, context.clock);
  if (!evidence) return report(context, evidence.error());
  const std::string file = invocation.get("--to");
  if (auto written = write_evidence(file.empty() ? "-" : file, evidence->text(), context);
      !written) {
    return report(context, written.error());
  }
  if (file.empty() || file == "-") return kYes;
  Answer answer;
  answer.schema = "probity.evidence/1";
  answer.title = "Evidence written";
  answer.facts = {
      {"file", "file", file},
      {"events", "events", static_cast<std::int64_t>(evidence->events.size())},
      {"checkpoint", "checkpoint of", static_cast<std::int64_t>(maker->checkpoint().size.value)},
      {"leftOut", "payloads left out", static_cast<std::int64_t>(maker->withheld())}};
  if (const auto& asked = evidence->claim.asked) {
    auto events = events_of(*evidence);
    if (!events) return report(context, events.error());
    const RefoldAt at{asked->as_of, asked->day};
    if (auto added = add_status(evidence->claim, std::move(*events), at, answer); !added) {
      return report(context, added.error());
    }
  }
  answer.remarks.push_back(
      fmt::format("Who has the ledger's verifier key checks it with: probity verify-proof {} --key "
                  "VKEY",
                  file));
  answer.size = snapshot.head().size;
  answer.root = snapshot.head().root;
  answer.withheld = maker->withheld();
  return print_answer(answer, invocation, context);
}

}  // namespace

CommandSpec prove_command() {
  return {
      .group = "audit",
      .name = "prove",
      .help = "evidence of an event, of all of a stream, or that something was never recorded",
      .details =
          "WHAT is a position, a finding or any stream. The evidence stands under a checkpoint "
          "that is kept (the last one), and is checked with probity verify-proof, by anybody, "
          "without the ledger. `prove status REF`, with --as-of and --effective, proves an answer: "
          "all of the finding's events, and the moment at which they are refolded. Without --to "
          "the evidence is printed.",
      .example = "probity prove --help",
      .arguments = {{"WHAT", "@164, em-soc-2023-coc-1 or grade/em-soc-2023/emsou", true, false},
                    {"REF", "after the word status: the finding", false, false}},
      .options = {{"--none",
                   "TYPE",
                   "that WHAT, a stream, has no event of that type, or is not there",
                   false,
                   {}},
                  {"--checkpoint", "NAME", "under the checkpoint of that name", false, {}},
                  {"--without-payload", "", "envelopes alone: payloads are left out", false, {}},
                  {"--max-marking",
                   "MARKING",
                   "leave out payloads above that marking",
                   false,
                   {"official", "officialSensitive"}},
                  {"--to", "FILE", "write the evidence there", false, {}}},
      .takes_moment = true,
      .takes_format = true,
      .run = run_prove};
}

}  // namespace probity::cli
