// probity verify-proof FILE: checks an evidence file with pinned keys and no ledger.
#include <fmt/format.h>

#include <algorithm>

#include "cli/audit/commands.h"
#include "cli/audit/pinned.h"
#include "cli/audit/refolding.h"
#include "cli/files.h"
#include "cli/render.h"
#include "cli/submission.h"
#include "eventstore/base/limits.h"
#include "eventstore/base/text.h"
#include "eventstore/proof/contradiction.h"
#include "eventstore/proof/evidence_check.h"
#include "projections/time/edtf.h"
#include "projections/time/london.h"

namespace probity::cli {
namespace {

using eventstore::Event;
using projections::Answer;
using projections::Table;
using projections::Value;

const char* name_of(proof::Basis basis) {
  switch (basis) {
    case proof::Basis::kSignature:
      return "signature";
    case proof::Basis::kHashes:
      return "hashes";
    case proof::Basis::kSeal:
      break;
  }
  return "seal";
}

Table statements_of(const proof::ProvedEvidence& proved) {
  Table table{"statements",
              "What it proves",
              {{"statement", "statement"}, {"restsOn", "rests on"}},
              {},
              {},
              {}};
  for (const auto& statement : proved.statements) {
    table.rows.push_back({statement.text, std::string(name_of(statement.basis))});
  }
  return table;
}

Table events_table(const std::vector<Event>& events) {
  Table table{"events",
              "Events",
              {{"position", "at"},
               {"recordedAt", "recorded"},
               {"type", "event"},
               {"effective", "effective"},
               {"actor", "by"},
               {"recordedBy", "recorded by"},
               {"stream", "stream"},
               {"event", "content", true}},
              {},
              "none",
              {}};
  for (const Event& event : events) {
    table.rows.push_back({static_cast<std::int64_t>(event.placement.position.value),
                          to_text(event.placement.recorded_at), event.header.type,
                          event.header.effective, event.header.actor, event.header.recorded_by,
                          event.header.stream.text(), event_to_json(event).dump()});
  }
  return table;
}

/// What the evidence was made for, or what `--as-of @N` and `--effective DAY` say: no ledger is at
/// hand to resolve more than that.
Result<RefoldAt> moment_asked(const Invocation& invocation, const proof::Claim& claim,
                              const Context& context) {
  RefoldAt at{std::nullopt, projections::london_day(context.clock.now())};
  if (claim.asked) at = {claim.asked->as_of, claim.asked->day};
  if (invocation.has("--as-of")) {
    const std::string text = invocation.get("--as-of");
    at.as_of = text.starts_with('@') ? position_from_text(text) : std::nullopt;
    if (!at.as_of) {
      return fail(ErrorKind::kMalformed, "without a ledger a moment is a position, such as @164",
                  {}, "--as-of");
    }
  }
  if (invocation.has("--effective")) {
    const auto edtf = projections::Edtf::parse(invocation.get("--effective"));
    if (!edtf) return std::unexpected(edtf.error());
    at.day = edtf->bounds(at.day).latest;
  }
  return at;
}

/// Two checkpoints that cannot both be true.
int verify_contradiction(const std::string& text, const std::string& name,
                         const std::vector<proof::PinnedKey>& keys, const Invocation& invocation,
                         Context& context) {
  auto contradiction = proof::Contradiction::parse(text);
  if (!contradiction) {
    contradiction.error().where = name;
    return report(context, contradiction.error());
  }
  const auto proved = proof::verify_contradiction(*contradiction, keys);
  if (!proved) return report(context, proved.error());
  const proof::Checkpoint& older = proved->older.checkpoint;
  const proof::Checkpoint& newer = proved->newer.checkpoint;
  Answer answer;
  answer.schema = "probity.contradiction/1";
  answer.title = "Proved: two signed checkpoints contradict each other";
  answer.facts = {{"origin", "ledger", older.origin},
                  {"older", "the one", static_cast<std::int64_t>(older.size.value)},
                  {"olderRoot", "its fingerprint", to_hex(older.root.bytes)},
                  {"newer", "the other", static_cast<std::int64_t>(newer.size.value)},
                  {"newerRoot", "its fingerprint", to_hex(newer.root.bytes)}};
  answer.remarks.push_back(
      fmt::format("Both were signed for {}. No ledger that only grows has both: its keeper showed "
                  "two histories, or its key was stolen.",
                  older.origin));
  answer.size = newer.size;
  answer.root = newer.root;
  return print_answer(answer, invocation, context);
}

/// A moment is for a whole finding, and lies under the checkpoint.
Result<void> check_moment(const Invocation& invocation, const proof::Claim& claim,
                          const proof::ProvedEvidence& proved, const RefoldAt& at) {
  const bool given = invocation.has("--as-of") || invocation.has("--effective");
  if (given && !is_whole_finding(claim)) {
    return fail(ErrorKind::kMalformed, "the evidence is not of all of a finding: it has no status",
                "leave out --as-of and --effective");
  }
  const TreeSize size = proved.checkpoint.checkpoint.size;
  if (!at.as_of || at.as_of->value < size.value) return {};
  return fail(ErrorKind::kUnverifiable,
              fmt::format("the checkpoint speaks of the first {} events, and not of @{}",
                          size.value, at.as_of->value),
              "ask for evidence under a later checkpoint", "--as-of");
}

int run_verify_proof(const Invocation& invocation, Context& context) {
  const auto keys = pinned_keys(invocation);
  if (!keys) return report(context, keys.error());
  const std::string name = invocation.get("FILE");
  const auto text = read_file(name, limits::kEvidenceBytes);
  if (!text) return report(context, text.error());
  if (keys->empty()) {
    return report(
        context, {ErrorKind::kUnverifiable, "no key was given to check it by",
                  "--key VKEY: the ledger's verifier key, from somewhere else than here", "--key"});
  }
  if (text->starts_with(proof::kContradictionName)) {
    return verify_contradiction(*text, name, *keys, invocation, context);
  }
  auto evidence = proof::Evidence::parse(*text);
  if (!evidence) {
    evidence.error().where =
        evidence.error().where.empty() ? name : name + ", " + evidence.error().where;
    return report(context, evidence.error());
  }
  auto asked = moment_asked(invocation, evidence->claim, context);
  if (!asked) return report(context, asked.error());
  auto proved = proof::verify_evidence(*evidence, *keys);
  if (!proved) return report(context, proved.error());
  if (auto sealed = check_moment(invocation, evidence->claim, *proved, *asked); !sealed) {
    return report(context, sealed.error());
  }
  auto events = events_of(*evidence);
  if (!events) return report(context, events.error());
  Answer answer;
  answer.schema = "probity.proved/1";
  answer.title = "Proved";
  answer.facts = {{"origin", "ledger", proved->checkpoint.checkpoint.origin},
                  {"checkpoint", "checkpoint of",
                   static_cast<std::int64_t>(proved->checkpoint.checkpoint.size.value)},
                  {"key", "signed by", proved->checkpoint.key.text()}};
  answer.tables = {statements_of(*proved), events_table(*events)};
  answer.size = proved->checkpoint.checkpoint.size;
  answer.root = proved->checkpoint.checkpoint.root;
  for (const Event& event : *events) {
    answer.marking = std::max(answer.marking, event.header.marking);
    answer.withheld += event.erased() ? 1 : 0;
  }
  if (auto added = add_status(evidence->claim, std::move(*events), *asked, answer); !added) {
    return report(context, added.error());
  }
  answer.remarks.emplace_back(
      "Proved is what was recorded, when and by whom; not that what was said is true.");
  return print_answer(answer, invocation, context);
}

}  // namespace

CommandSpec verify_proof_command() {
  return {
      .group = "audit",
      .name = "verify-proof",
      .help = "check an evidence file with a key that you hold; no ledger is needed",
      .details =
          "Of a whole finding its status is refolded from the events, at the moment that the "
          "evidence was made for, or as of a position (--as-of @N) and on a day. Takes too what "
          "verify writes of two checkpoints that contradict each other. Exit 3 if the evidence "
          "contradicts itself, 4 if a key is missing.",
      .example = "probity verify-proof --help",
      .arguments = {{"FILE", "what prove, --prove or verify wrote", true, false}},
      .options = {pinned_option(),
                  {"--as-of", "@POSITION", "the status as of that position", false, {}},
                  {"--effective", "DAY", "the status on that day; else today", false, {}}},
      .takes_format = true,
      .run = run_verify_proof};
}

}  // namespace probity::cli
