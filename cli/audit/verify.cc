// probity verify: checks a ledger as somebody who trusts neither it nor its keeper.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <optional>

#include "cli/audit/commands.h"
#include "cli/audit/held.h"
#include "cli/audit/interrupts.h"
#include "cli/audit/pinned.h"
#include "cli/audit/under_keys.h"
#include "cli/audit/verified.h"
#include "cli/audit/verify_state.h"
#include "cli/audit/verify_tiles.h"
#include "cli/audit/views_check.h"
#include "cli/files.h"
#include "cli/progress.h"
#include "cli/session.h"
#include "eventstore/base/limits.h"
#include "eventstore/verify/in_child.h"

namespace probity::cli {
namespace {

namespace verify = eventstore::verify;
using verify::Finding;
using verify::FindingKind;

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

/// Whether all of the log could be read: what is held can then be compared with what is kept.
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
    return !HeedInterrupts::interrupted();
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
    return !HeedInterrupts::interrupted();
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
  return checked ? print_checked(invocation, context, *checked) : report(context, checked.error());
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
