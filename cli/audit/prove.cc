// probity prove: an evidence file for somebody who shall not have to believe the ledger.
#include <fmt/format.h>

#include <charconv>
#include <fstream>
#include <optional>

#include "cli/audit/commands.h"
#include "cli/audit/evidence_of.h"
#include "cli/render.h"
#include "cli/session.h"
#include "eventstore/base/text.h"

namespace probity::cli {
namespace {

using projections::Answer;
using projections::Value;

std::optional<Position> position_meant(const std::string& word) {
  const std::string digits = word.starts_with('@') ? word.substr(1) : word;
  Position position;
  const auto* end = digits.data() + digits.size();
  const auto read = std::from_chars(digits.data(), end, position.value);
  if (digits.empty() || read.ec != std::errc{} || read.ptr != end) return std::nullopt;
  return position;
}

Result<StreamId> stream_meant(const std::string& word) {
  return StreamId::parse(word.find('/') == std::string::npos ? "finding/" + word : word);
}

Result<Disclosing> disclosing_of(const Invocation& invocation) {
  Disclosing disclosing;
  disclosing.payloads = !invocation.has("--without-payload");
  if (invocation.get("--max-marking") == "official") {
    disclosing.highest = eventstore::Marking::kOfficial;
  }
  return disclosing;
}

/// What the words name, proved.
Result<proof::Evidence> evidence_meant(const Invocation& invocation, EvidenceMaker& maker) {
  const std::string what = invocation.get("WHAT");
  if (invocation.has("--none")) {
    auto stream = stream_meant(what);
    if (!stream) return pass(stream);
    return maker.none(*stream, invocation.get("--none"));
  }
  if (const auto position = position_meant(what)) return maker.event(*position);
  auto stream = stream_meant(what);
  if (!stream) return pass(stream);
  return maker.stream(*stream);
}

Result<void> write_file(const std::string& file, const std::string& text, Context& context) {
  if (file == "-") {
    context.out << text;
    return {};
  }
  std::ofstream out(file, std::ios::binary | std::ios::trunc);
  out << text;
  out.close();
  if (out) return {};
  return fail(ErrorKind::kMalformed, "the evidence cannot be written there", {}, file);
}

int run_prove(const Invocation& invocation, Context& context) {
  auto ledger = open_to_read(context);
  if (!ledger) return report(context, ledger.error());
  const eventstore::Snapshot snapshot = (*ledger)->snapshot();
  const auto disclosing = disclosing_of(invocation);
  if (!disclosing) return report(context, disclosing.error());
  auto maker = EvidenceMaker::open(snapshot, invocation.get("--checkpoint"), *disclosing);
  if (!maker) return report(context, maker.error());
  const auto evidence = evidence_meant(invocation, *maker);
  if (!evidence) return report(context, evidence.error());
  const std::string file = invocation.get("--to");
  if (auto written = write_file(file.empty() ? "-" : file, evidence->text(), context); !written) {
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
          "without the ledger. Without --to it is printed.",
      .example = "probity prove --help",
      .arguments = {{"WHAT", "@164, em-soc-2023-coc-1 or grade/em-soc-2023/emsou", true, false}},
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
      .takes_format = true,
      .run = run_prove};
}

}  // namespace probity::cli
