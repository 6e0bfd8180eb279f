// probity verify: checks a ledger, or a published tree of tiles, as somebody who trusts neither.
#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <optional>

#include "cli/audit/commands.h"
#include "cli/audit/key_book.h"
#include "cli/audit/pinned.h"
#include "cli/progress.h"
#include "cli/render.h"
#include "cli/session.h"
#include "eventstore/base/text.h"
#include "eventstore/proof/minutes_line.h"
#include "eventstore/proof/tile_tree.h"
#include "eventstore/verify/in_child.h"
#include "projections/store/view_store.h"

namespace probity::cli {
namespace {

namespace verify = eventstore::verify;
using projections::Answer;
using projections::Table;
using projections::Value;
using verify::Finding;
using verify::FindingKind;

/// What an auditor holds from elsewhere: a root at a size.
Result<void> add_known(const Invocation& invocation, const std::vector<proof::PinnedKey>& pinned,
                       std::vector<verify::KnownRoot>& roots) {
  for (const std::string& name : invocation.all("--against")) {
    std::ifstream file(name, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    if (!file.is_open() || file.bad()) {
      return fail(ErrorKind::kMalformed, "the checkpoint cannot be read", {}, name);
    }
    auto checkpoint = proof::verify_checkpoint(text, pinned);
    if (!checkpoint) {
      checkpoint.error().where = name;
      return pass(checkpoint);
    }
    roots.push_back({name, checkpoint->checkpoint.size, checkpoint->checkpoint.root});
  }
  for (const std::string& text : invocation.all("--against-line")) {
    auto line = proof::MinutesLine::parse(text);
    if (!line) {
      line.error().where = "--against-line";
      return pass(line);
    }
    roots.push_back({"the line for the minutes", line->size, line->root});
  }
  return {};
}

std::optional<std::string> origin_meant(const Invocation& invocation,
                                        const std::vector<proof::PinnedKey>& pinned) {
  for (const std::string& text : invocation.all("--against-line")) {
    if (const auto line = proof::MinutesLine::parse(text)) return line->origin;
  }
  if (pinned.empty()) return std::nullopt;
  return pinned.front().key.name();
}

/// How the checkpoints that the ledger keeps fare, once its log was found sound.
struct Signatures {
  std::optional<TreeSize> sealed;  // the largest size that a pinned key signed
  std::uint64_t good = 0;
  std::uint64_t kept = 0;
};

void add_finding(verify::Findings& findings, FindingKind kind, std::string table, std::string key,
                 std::string sentence) {
  findings.add({.kind = kind,
                .table = std::move(table),
                .key = std::move(key),
                .position = std::nullopt,
                .expected = {},
                .found = {},
                .sentence = std::move(sentence)});
}

void check_kept(const eventstore::Snapshot& snapshot, const eventstore::KeptCheckpoint& kept,
                const std::vector<proof::PinnedKey>& pinned, Signatures& signatures,
                verify::Findings& findings) {
  const auto name = std::to_string(kept.number);
  const auto verified = proof::verify_checkpoint(kept.note, pinned);
  if (!verified) {
    const bool unknown = verified.error().kind == ErrorKind::kUnverifiable ||
                         verified.error().kind == ErrorKind::kNewer;
    add_finding(
        findings, unknown ? FindingKind::kUnverifiable : FindingKind::kInconsistent, "checkpoints",
        name,
        fmt::format("the checkpoint of {} events: {}", kept.size.value, verified.error().what));
    return;
  }
  const proof::Checkpoint& checkpoint = verified->checkpoint;
  const auto root = snapshot.root_at(checkpoint.size);
  if (checkpoint.size != kept.size || !root || *root != checkpoint.root) {
    findings.add({.kind = FindingKind::kInconsistent,
                  .table = "checkpoints",
                  .key = name,
                  .position = std::nullopt,
                  .expected = to_hex(checkpoint.root.bytes),
                  .found = root ? to_hex(root->bytes) : root.error().what,
                  .sentence = fmt::format("the log contradicts what was signed for its first {} "
                                          "events",
                                          checkpoint.size.value)});
    return;
  }
  ++signatures.good;
  signatures.sealed = std::max(signatures.sealed.value_or(checkpoint.size), checkpoint.size);
}

Result<Signatures> check_signatures(const eventstore::Snapshot& snapshot,
                                    std::vector<proof::PinnedKey> pinned,
                                    verify::Findings& findings) {
  const auto kept = snapshot.checkpoints();
  if (!kept) return std::unexpected(kept.error());
  const auto recorded = recorded_keys(snapshot);
  if (!recorded) return std::unexpected(recorded.error());
  bound_by_record(pinned, *recorded);
  Signatures signatures{.sealed = std::nullopt, .good = 0, .kept = kept->size()};
  if (kept->empty()) {
    add_finding(findings, FindingKind::kUnverifiable, "checkpoints", {},
                "the ledger keeps no checkpoint, so nobody vouches for it; probity key new, then "
                "probity checkpoint, make one");
  } else if (pinned.empty()) {
    add_finding(findings, FindingKind::kUnverifiable, "checkpoints", {},
                "no key was given to check the signatures by; --key VKEY: the ledger's verifier "
                "key, from somewhere else than here");
  } else {
    for (const auto& checkpoint : *kept) {
      check_kept(snapshot, checkpoint, pinned, signatures, findings);
    }
  }
  return signatures;
}

void check_views(const eventstore::Ledger& ledger, const eventstore::Snapshot& snapshot,
                 verify::Findings& findings) {
  auto views = projections::ViewStore::open(ledger, eventstore::Access::kReadOnly);
  if (!views) {
    add_finding(findings, FindingKind::kUnverifiable, "views", {},
                "the views cannot be read (" + views.error().what +
                    "); remove the folder views/ of the ledger: they are made again from the log");
    return;
  }
  const auto stored = (*views)->snapshot();
  for (const auto& view : projections::all_views()) {
    const auto checkpoint = stored->checkpoint(view.name);
    if (!checkpoint) continue;
    const auto root = snapshot.root_at(checkpoint->size);
    if (root && *root == checkpoint->root) continue;
    add_finding(findings, FindingKind::kInconsistent, "views", std::string(view.name),
                "the view was not folded from this log; probity rebuild makes it again");
  }
}

Table findings_table(const verify::Findings& findings) {
  Table table{"findings",
              "Found",
              {{"kind", "kind"},
               {"table", "table"},
               {"key", "key"},
               {"position", "position"},
               {"sentence", "what is wrong"},
               {"expected", "expected", true},
               {"found", "found", true}},
              {},
              "nothing wrong",
              {}};
  for (const Finding& finding : findings.all()) {
    const bool inconsistent = finding.kind == FindingKind::kInconsistent;
    table.rows.push_back(
        {std::string(inconsistent ? "inconsistent" : "unverifiable"), finding.table, finding.key,
         finding.position ? Value(static_cast<std::int64_t>(finding.position->value)) : Value{},
         finding.sentence, finding.expected, finding.found});
  }
  return table;
}

int exit_of(const verify::Findings& findings) {
  if (findings.any(FindingKind::kInconsistent)) return kTampered;
  return findings.none() ? kYes : kCannotVerify;
}

std::string title_of(int code) {
  if (code == kYes) return "Sound";
  return code == kTampered ? "Not sound: the record contradicts itself or what was signed"
                           : "Cannot be verified in full";
}

/// Whoever prints decides nothing: the code is the findings'.
int print_report(const Invocation& invocation, Context& context, const verify::Report& report,
                 const verify::Findings& findings, const Signatures& signatures) {
  int code = exit_of(findings);
  const std::uint64_t sealed = signatures.sealed ? signatures.sealed->value : 0;
  const std::uint64_t open = report.size.value - std::min(report.size.value, sealed);
  if (code == kYes && open > 0 && invocation.has("--sealed")) code = kCannotVerify;
  Answer answer;
  answer.schema = "probity.verified/1";
  answer.title = title_of(code);
  answer.facts = {
      {"events", "events", static_cast<std::int64_t>(report.size.value)},
      {"checked", "events checked", static_cast<std::int64_t>(report.checked.value)},
      {"checkpoints", "checkpoints kept", static_cast<std::int64_t>(signatures.kept)},
      {"signed", "of them signed by your keys", static_cast<std::int64_t>(signatures.good)},
      {"seals", "seals recomputed", static_cast<std::int64_t>(report.seals)},
      {"index", "index compared", report.has_index},
      {"notYetSealed", "not yet sealed", static_cast<std::int64_t>(open)},
      {"found", "findings", static_cast<std::int64_t>(findings.total())}};
  answer.tables = {findings_table(findings)};
  if (const Finding* first = findings.first()) {
    answer.remarks.push_back("First: " + first->sentence);
    if (!first->expected.empty() || !first->found.empty()) {
      answer.remarks.push_back(fmt::format("expected {}, found {}", first->expected, first->found));
    }
  }
  answer.remarks.emplace_back(
      "Sound means that the record is what was signed; not that what was said is true, nor that "
      "nobody was shown another history unless a checkpoint is held outside.");
  answer.size = report.size;
  if (report.root) answer.root = *report.root;
  const int printed = print_answer(answer, invocation, context);
  return printed == kYes ? code : printed;
}

int verify_tiles(const Invocation& invocation, const std::vector<proof::PinnedKey>& pinned,
                 Context& context) {
  const std::filesystem::path folder = invocation.get("--tiles");
  const proof::ReadFile read = [&](const std::string& path) -> Result<std::vector<std::uint8_t>> {
    std::ifstream file(folder / path, std::ios::binary);
    if (!file.is_open()) return fail(ErrorKind::kNotFound, "there is no such file", {}, path);
    std::vector<std::uint8_t> bytes{std::istreambuf_iterator<char>(file),
                                    std::istreambuf_iterator<char>()};
    if (file.bad()) return fail(ErrorKind::kStorage, "the file cannot be read", {}, path);
    return bytes;
  };
  const auto verified = proof::verify_tile_tree(read, pinned);
  if (!verified) return report(context, verified.error());
  Answer answer;
  answer.schema = "probity.verified-tiles/1";
  answer.title = "Sound";
  answer.facts = {{"origin", "ledger", verified->checkpoint.origin},
                  {"events", "events", static_cast<std::int64_t>(verified->checkpoint.size.value)},
                  {"key", "signed by", verified->key.text()}};
  answer.size = verified->checkpoint.size;
  answer.root = verified->checkpoint.root;
  return print_answer(answer, invocation, context);
}

int run_verify(const Invocation& invocation, Context& context) {
  if (invocation.has("REF")) {
    return report(context,
                  {ErrorKind::kMalformed,
                   fmt::format("verify is about the ledger, not about {}", invocation.get("REF")),
                   "probity verification records the inspectorate's verdict on a finding",
                   {}});
  }
  const auto pinned = pinned_keys(invocation);
  if (!pinned) return report(context, pinned.error());
  if (invocation.has("--tiles")) return verify_tiles(invocation, *pinned, context);
  ProgressLine progress(context);
  verify::Options options;
  options.chains = !invocation.has("--log");
  options.index = options.chains;
  options.seals = !options.chains                 ? verify::WhichSeals::kNone
                  : invocation.has("--all-seals") ? verify::WhichSeals::kAll
                                                  : verify::WhichSeals::kLast;
  options.origin = origin_meant(invocation, *pinned);
  options.progress = [&](const verify::Progress& now) {
    progress.show("events", now.done, now.of);
    return true;
  };
  if (auto known = add_known(invocation, *pinned, options.roots); !known) {
    return report(context, known.error());
  }
  if (!std::filesystem::exists(context.ledger / "log" / "data.mdb")) {
    return report(context, open_to_read(context).error());
  }
  const auto checked = verify::verify_in_child(context.ledger, options);
  progress.clear();
  if (!checked) return report(context, checked.error());
  verify::Findings findings = checked->findings;
  Signatures signatures;
  // What the child could not read is not opened here.
  const bool log_is_sound = std::ranges::all_of(findings.all(), &Finding::of_index);
  if (log_is_sound) {
    auto ledger = open_to_read(context);
    if (!ledger) return report(context, ledger.error());
    const eventstore::Snapshot snapshot = (*ledger)->snapshot();
    auto found = check_signatures(snapshot, *pinned, findings);
    if (!found) return report(context, found.error());
    signatures = *found;
    if (options.chains) check_views(**ledger, snapshot, findings);
  }
  return print_report(invocation, context, *checked, findings, signatures);
}

}  // namespace

CommandSpec verify_command() {
  return {
      .group = "audit",
      .name = "verify",
      .help = "check the whole ledger as somebody who trusts neither it nor its keeper",
      .details =
          "Every envelope, payload, hash, tile, chain, seal, the index and the signed checkpoints. "
          "Exit 0: sound; 3: it contradicts itself or what was signed; 4: something is missing, "
          "such as a key. Works on a live ledger and on a read-only copy.",
      .example = "probity verify --help",
      .arguments = {{"REF", "nothing: verification is for findings", false, false}},
      .options = {pinned_option(),
                  {"--log", "", "the log alone: no chains, seals, index or views", false, {}},
                  {"--all-seals", "", "recompute every seal, not the last alone", false, {}},
                  {"--against", "FILE", "a signed checkpoint that you hold", true, {}},
                  {"--against-line", "LINE", "a line from the minutes", true, {}},
                  {"--sealed", "", "exit 4 where events are not yet under a checkpoint", false, {}},
                  {"--tiles", "DIR", "check a published tree of tiles instead", false, {}}},
      .takes_format = true,
      .run = run_verify};
}

}  // namespace probity::cli
