// probity verify: checks a ledger, or a published tree of tiles, as somebody who trusts neither.
#include <fmt/format.h>
#include <signal.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <optional>

#include "cli/audit/commands.h"
#include "cli/audit/held.h"
#include "cli/audit/pinned.h"
#include "cli/audit/under_keys.h"
#include "cli/audit/verify_state.h"
#include "cli/audit/views_check.h"
#include "cli/progress.h"
#include "cli/read_file.h"
#include "cli/render.h"
#include "cli/session.h"
#include "eventstore/base/limits.h"
#include "eventstore/proof/tile_tree.h"
#include "eventstore/verify/in_child.h"

namespace probity::cli {
namespace {

namespace verify = eventstore::verify;
using projections::Answer;
using projections::Table;
using projections::Value;
using verify::Finding;
using verify::FindingKind;

/// Set by an interrupt: the check ends at the next slice, and says how far it came.
volatile std::sig_atomic_t interrupted = 0;

/// While it lives, an interrupt ends the check and not the process.
class HeedInterrupts {
 public:
  HeedInterrupts() {
    interrupted = 0;
    struct sigaction heed{};
    heed.sa_handler = [](int) { interrupted = 1; };
    heed.sa_flags = SA_RESTART;
    sigaction(SIGINT, &heed, &interrupt_);
    sigaction(SIGTERM, &heed, &terminate_);
  }
  ~HeedInterrupts() {
    sigaction(SIGINT, &interrupt_, nullptr);
    sigaction(SIGTERM, &terminate_, nullptr);
  }
  HeedInterrupts(const HeedInterrupts&) = delete;
  HeedInterrupts& operator=(const HeedInterrupts&) = delete;

 private:
  struct sigaction interrupt_{};
  struct sigaction terminate_{};
};

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

struct Checked {
  verify::Report report;                 // of the log; its findings are everybody's
  std::optional<Signatures> signatures;  // nothing: not looked at
  std::vector<std::string> remarks;
  bool replayed = false;  // the views
};

/// What a pinned key has signed; nothing where the signatures were not looked at.
std::optional<std::uint64_t> not_yet_sealed(const Checked& checked) {
  if (!checked.signatures || (checked.signatures->kept > 0 && checked.signatures->good == 0)) {
    return std::nullopt;
  }
  const TreeSize sealed = checked.signatures->sealed.value_or(TreeSize{});
  return checked.report.size.value - std::min(checked.report.size, sealed).value;
}

int exit_of(const Checked& checked, const Invocation& invocation) {
  const int code = exit_of(checked.report.findings);
  if (code != kYes) return code;
  const bool open = not_yet_sealed(checked).value_or(1) > 0;
  return checked.report.ended_early || (open && invocation.has("--sealed")) ? kCannotVerify : kYes;
}

Value number(std::uint64_t value) { return static_cast<std::int64_t>(value); }

Value number(std::optional<std::uint64_t> value) { return value ? number(*value) : Value{}; }

/// Whoever prints decides nothing: the code is the findings'.
int print_report(const Invocation& invocation, Context& context, const Checked& checked) {
  const verify::Report& report = checked.report;
  const verify::Findings& findings = report.findings;
  const auto& signatures = checked.signatures;
  const int code = exit_of(checked, invocation);
  Answer answer;
  answer.schema = "probity.verified/1";
  answer.title = title_of(code);
  answer.facts = {
      {"events", "events", number(report.size.value)},
      {"checked", "events checked", number(report.checked.value)},
      {"checkpoints", "checkpoints kept", signatures ? number(signatures->kept) : Value{}},
      {"signed", "of them signed by your keys", signatures ? number(signatures->good) : Value{}},
      {"seals", "seals recomputed", number(report.seals)},
      {"index", "index compared", report.has_index},
      {"views", "views replayed", checked.replayed},
      {"notYetSealed", "not yet sealed", number(not_yet_sealed(checked))},
      {"found", "findings", number(findings.total())}};
  answer.tables = {findings_table(findings)};
  if (const Finding* first = findings.first()) {
    answer.remarks.push_back("First: " + first->sentence);
    if (!first->expected.empty() || !first->found.empty()) {
      answer.remarks.push_back(fmt::format("expected {}, found {}", first->expected, first->found));
    }
  }
  answer.remarks.insert(answer.remarks.end(), checked.remarks.begin(), checked.remarks.end());
  answer.remarks.emplace_back(
      "Sound means that the record is what was signed; not that what was said is true, nor that "
      "nobody was shown another history unless a checkpoint is held outside.");
  answer.size = report.size;
  if (report.root) answer.root = *report.root;
  const int printed = print_answer(answer, invocation, context);
  return printed == kYes ? code : printed;
}

/// What a tree of tiles is not checked for.
Result<void> check_tiles_alone(const Invocation& invocation) {
  for (const char* other : {"--quick", "--log", "--deep", "--all-seals", "--resume", "--against",
                            "--against-line", "--contradiction", "--sealed"}) {
    if (!invocation.has(other)) continue;
    return fail(ErrorKind::kMalformed, fmt::format("{} is for a ledger, not for tiles", other),
                "verify --tiles DIR --key VKEY", other);
  }
  return {};
}

int verify_tiles(const Invocation& invocation, const std::vector<proof::PinnedKey>& pinned,
                 Context& context) {
  if (auto alone = check_tiles_alone(invocation); !alone) return report(context, alone.error());
  const std::filesystem::path folder = invocation.get("--tiles");
  if (!std::filesystem::is_directory(folder)) {
    return report(context, {ErrorKind::kMalformed, "there is no such folder",
                            "probity export tiles DIR makes one", folder.string()});
  }
  const proof::ReadFile read = [&](const std::string& path) -> Result<std::vector<std::uint8_t>> {
    if (!std::filesystem::is_regular_file(folder / path)) {
      return fail(ErrorKind::kNotFound, "there is no such file", {}, path);
    }
    const auto text = read_file((folder / path).string(), limits::kEvidenceBytes);
    if (!text) return fail(ErrorKind::kStorage, text.error().what, {}, path);
    return std::vector<std::uint8_t>(text->begin(), text->end());
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

Result<verify::Options> options_of(const Invocation& invocation, const Held& held,
                                   Context& context) {
  const bool quick = invocation.has("--quick");
  const bool log = invocation.has("--log");
  const bool deep = invocation.has("--deep");
  if (quick + log + deep > 1) {
    return fail(ErrorKind::kMalformed, "--quick, --log and --deep are three depths",
                "give one of them");
  }
  if (invocation.has("--resume") && !log) {
    return fail(ErrorKind::kMalformed, "a check goes on from an earlier one with --log alone",
                "chains, seals, index and views need every event: verify without --resume");
  }
  if (invocation.has("--all-seals") && (log || quick)) {
    return fail(ErrorKind::kMalformed, "seals are recomputed from all of the streams",
                "leave out --log or --quick", "--all-seals");
  }
  verify::Options options;
  options.edge = quick;
  options.chains = !log && !quick;
  options.index = options.chains;
  options.seals = !options.chains                         ? verify::WhichSeals::kNone
                  : deep || invocation.has("--all-seals") ? verify::WhichSeals::kAll
                                                          : verify::WhichSeals::kLast;
  options.roots = held.roots;
  if (!held.origin && !invocation.has("--resume")) return options;
  // What cannot be read is the check's to tell.
  const auto origin = origin_on_disk(context);
  if (held.origin && origin && *origin != *held.origin) {
    return fail(ErrorKind::kMalformed,
                fmt::format("what you hold is of {}, and this ledger is {}", *held.origin, *origin),
                "name the ledger that it is of", "--against");
  }
  if (invocation.has("--resume")) {
    auto state = read_verify_state(invocation.get("--resume"),
                                   origin ? std::optional(*origin) : std::nullopt);
    if (!state) return pass(state);
    options.from = std::move(*state);
  }
  return options;
}

/// Of the index or the views: the log may be sound all the same.
bool is_derived(const Finding& finding) { return finding.of_index() || finding.table == "views"; }

/// Whether the log is as it says: then the files can be opened here, and the signatures looked at.
bool is_readable(const verify::Findings& findings) {
  return std::ranges::none_of(findings.all(), [](const Finding& finding) {
    return finding.kind == FindingKind::kUnverifiable && !is_derived(finding);
  });
}

/// Two signed checkpoints that cannot both be true, for whoever is to be shown. Nothing that is
/// there is written over; where it cannot be written, the finding stands all the same.
void write_contradiction(const Invocation& invocation, const std::string& text, Checked& checked) {
  const std::string given = invocation.get("--contradiction");
  const std::string file = given.empty() ? "probity-contradiction.txt" : given;
  std::string why;
  const auto there = read_file(file, limits::kEvidenceBytes);
  if (std::filesystem::exists(file) && (!there || *there != text)) {
    why = "something else is there";
  } else if (auto written = write_file(file, text); !written) {
    why = written.error().what;
  }
  checked.remarks.push_back(
      why.empty()
          ? fmt::format("Two signed checkpoints contradict each other. {} holds both: probity "
                        "verify-proof {} --key VKEY shows it to anybody.",
                        file, file)
          : fmt::format(
                "Two signed checkpoints contradict each other, but they were not written to "
                "{} ({}): --contradiction FILE names another place.",
                file, why));
}

/// What is held and what is kept, under the keys; in a process of its own, as all that reads the
/// ledger.
void check_keys(const Invocation& invocation, const Held& held,
                const std::vector<proof::PinnedKey>& pinned, Context& context, Checked& checked) {
  verify::Findings& findings = checked.report.findings;
  const bool sound = std::ranges::all_of(findings.all(), is_derived);
  if (!sound && (held.checkpoints.empty() || !is_readable(findings))) return;
  const UnderKeys under = check_under_keys(context, held, pinned, sound, findings);
  checked.signatures = under.signatures;
  if (!under.contradiction.empty()) write_contradiction(invocation, under.contradiction, checked);
  if (!invocation.has("--resume") || !sound || under.origin.empty()) return;
  if (!checked.report.state) {
    checked.remarks.push_back(fmt::format(
        "Nothing was kept to go on from: a check goes on behind whole tiles of {} events.",
        limits::kTileHashes));
    return;
  }
  const auto kept =
      write_verify_state(invocation.get("--resume"), under.origin, *checked.report.state);
  if (!kept) {
    checked.remarks.push_back("Nothing was kept to go on from: " + kept.error().what + " (" +
                              kept.error().where + ").");
  }
}

void say_how_deep(const verify::Options& options, Checked& checked) {
  if (options.index && !checked.report.has_index && !checked.report.ended_early) {
    checked.remarks.push_back(fmt::format(
        "There is no index to compare: it begins when a ledger has {} events, or was removed.",
        limits::kIndexTailEvents));
  }
  if (checked.report.findings.none()) {
    for (const verify::KnownRoot& known : options.roots) {
      checked.remarks.push_back(
          fmt::format("Held and compared: {} of {} events; the ledger has them.", known.name,
                      known.size.value));
    }
  }
  if (options.edge) {
    checked.remarks.emplace_back(
        "Quick: the signatures and the last events alone. What lies before them is taken as the "
        "tiles have it; probity verify checks all of it.");
  }
  if (options.from) {
    checked.remarks.push_back(
        fmt::format("Gone on from the first {} events, which were checked before.",
                    options.from->size().value));
  }
  if (checked.report.ended_early) {
    checked.remarks.emplace_back(
        "Ended before its end: what was checked until then is told. --log --resume FILE goes on "
        "another time.");
  }
}

Result<void> check_stored_views(const Invocation& invocation, ProgressLine& progress,
                                Context& context, Checked& checked) {
  std::optional<ReplayFolder> folder;
  if (invocation.has("--deep")) {
    folder.emplace();
    if (folder->path().empty()) {
      return fail(ErrorKind::kStorage, "no folder can be made for the replay",
                  "TMPDIR names where it is made");
    }
  }
  verify::Options options;
  options.progress = [&](const verify::Progress& now) {
    progress.show("events folded", now.done, now.of);
    return interrupted == 0;
  };
  const auto views = verify::check_in_child(
      [&](const verify::Options& told) {
        return check_views(context, folder ? folder->path() : std::filesystem::path(), told);
      },
      options);
  progress.clear();
  if (!views) return std::unexpected(views.error());
  checked.report.findings.add(views->findings);
  checked.report.ended_early = views->ended_early;
  checked.replayed = folder && !views->ended_early && views->checked.value > 0;
  if (folder && !checked.replayed && views->findings.none() && !views->ended_early) {
    checked.remarks.emplace_back("There are no views to fold again.");
  }
  return {};
}

Result<Checked> check_ledger(const Invocation& invocation, const Held& held,
                             const std::vector<proof::PinnedKey>& pinned, verify::Options options,
                             Context& context) {
  ProgressLine progress(context);
  options.progress = [&](const verify::Progress& now) {
    progress.show("events", now.done, now.of);
    return interrupted == 0;
  };
  auto report = verify::verify_in_child(context.ledger, options);
  progress.clear();
  if (!report) return pass(report);
  Checked checked{.report = std::move(*report), .signatures = {}, .remarks = {}};
  const bool sound = std::ranges::all_of(checked.report.findings.all(), is_derived);
  if (options.chains && !checked.report.ended_early && sound) {
    if (auto done = check_stored_views(invocation, progress, context, checked); !done) {
      return pass(done);
    }
  }
  check_keys(invocation, held, pinned, context, checked);
  say_how_deep(options, checked);
  return checked;
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
  const auto held = held_by(invocation, *pinned);
  if (!held) return report(context, held.error());
  if (!std::filesystem::exists(context.ledger / "log" / "data.mdb")) {
    return report(context, open_to_read(context).error());
  }
  auto options = options_of(invocation, *held, context);
  if (!options) return report(context, options.error());
  const HeedInterrupts heed;
  auto checked = check_ledger(invocation, *held, *pinned, std::move(*options), context);
  return checked ? print_report(invocation, context, *checked) : report(context, checked.error());
}

}  // namespace

CommandSpec verify_command() {
  return {
      .group = "audit",
      .name = "verify",
      .help = "check the whole ledger as somebody who trusts neither it nor its keeper",
      .details =
          "Every envelope, payload, hash, tile, chain, seal, the index, what the views were folded "
          "from and the signed checkpoints. Exit 0: sound; 3: it contradicts itself or what was "
          "signed; 4: something is missing, such as a key. Works on a live ledger and on a "
          "read-only copy. Where a checkpoint that you hold and one that the ledger keeps "
          "contradict each other, both are written out as evidence for verify-proof.",
      .example = "probity verify --help",
      .arguments = {{"REF", "none is taken; probity verification is for findings", false, false}},
      .options =
          {pinned_option(),
           {"--quick", "", "the signatures and the last events alone", false, {}},
           {"--log", "", "the log alone: no chains, seals, index or views", false, {}},
           {"--deep", "", "also every seal, and the views folded again from nothing", false, {}},
           {"--all-seals", "", "recompute every seal, not the last alone", false, {}},
           {"--resume", "FILE", "with --log: go on from, and keep, how far it came", false, {}},
           {"--against", "FILE", "a signed checkpoint that you hold", true, {}},
           {"--against-line", "LINE", "a line from the minutes", true, {}},
           {"--contradiction",
            "FILE",
            "where contradicting checkpoints go; else probity-contradiction.txt",
            false,
            {}},
           {"--sealed", "", "exit 4 where events are not yet under a checkpoint", false, {}},
           {"--tiles", "DIR", "check a published tree of tiles instead", false, {}}},
      .takes_format = true,
      .run = run_verify};
}

}  // namespace probity::cli
