#include "cli/audit/views_check.h"

#include <fmt/format.h>
#include <cstdlib>

#include <string>

#include "cli/session.h"
#include "eventstore/base/text.h"
#include "projections/store/view_store.h"

namespace probity::cli {
namespace {

namespace verify = eventstore::verify;
using verify::FindingKind;

/// Thrown through the replay where whoever watches wants no more of it.
struct Stopped {};

void check_checkpoints(const projections::ViewStore& views, const eventstore::Ledger& ledger,
                       verify::Findings& findings) {
  const auto stored = views.snapshot();  // before the log's: never ahead of it
  const auto log = ledger.snapshot();
  for (const auto& view : projections::all_views()) {
    const auto checkpoint = stored->checkpoint(view.name);
    if (!checkpoint) continue;
    const auto root = log.root_at(checkpoint->size);
    if (root && *root == checkpoint->root) continue;
    findings.add(FindingKind::kInconsistent, "views", std::string(view.name),
                 "the view was not folded from this log; probity rebuild makes it again");
  }
}

void tell_difference(const projections::RebuildResult& result, verify::Findings& findings) {
  if (result.different > 0) {
    findings.add(
        {.kind = FindingKind::kInconsistent,
         .table = "views",
         .key = result.view,
         .position = std::nullopt,
         .expected = "the row that the events give",
         .found = result.examples.empty() ? "another" : "another, of " + result.examples[0],
         .sentence = fmt::format("{} rows of the view {} are not what the log's events "
                                 "give; probity rebuild makes it again",
                                 result.different, result.view)});
  }
  if (const auto range = result.digests_differ) {
    findings.add({.kind = FindingKind::kInconsistent,
                  .table = "views",
                  .key = result.view,
                  .position = Position{range->first.value},
                  .expected = to_hex(result.after.digest.bytes),
                  .found = to_hex(result.before.digest.bytes),
                  .sentence = fmt::format("the digest of the view {} first differs between {} and "
                                          "{} events; probity rebuild makes it again",
                                          result.view, range->first.value, range->second.value)});
  }
}

Result<void> replay_views(const projections::ViewStore& views, const eventstore::Ledger& ledger,
                          const std::filesystem::path& folder, const verify::Options& options,
                          verify::Report& report) {
  const auto results = views.compare_with_replay(
      ledger, folder, ledger.snapshot().head().size, [&](const projections::Progress& now) {
        const bool go_on =
            !options.progress || options.progress({now.done, now.of, report.findings});
        if (!go_on) throw Stopped();
        report.checked = TreeSize{now.done};
      });
  if (!results) return std::unexpected(results.error());
  for (const auto& result : *results) tell_difference(result, report.findings);
  return {};
}

}  // namespace

ReplayFolder::ReplayFolder() {
  std::error_code failed;
  const auto temporary = std::filesystem::temp_directory_path(failed);
  if (failed) return;
  std::string pattern = (temporary / "probity-replay-XXXXXX").string();
  if (mkdtemp(pattern.data()) != nullptr) path_ = pattern;
}

ReplayFolder::~ReplayFolder() {
  std::error_code ignored;
  if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
}

Result<verify::Report> check_views(Context& context, const std::filesystem::path& replay,
                                   const verify::Options& options) {
  auto ledger = open_to_read(context);
  if (!ledger) return pass(ledger);
  verify::Report report;
  auto views = projections::ViewStore::open(**ledger, eventstore::Access::kReadOnly);
  if (!views || !(*views)->remarks().empty()) {
    report.findings.add(
        FindingKind::kUnverifiable, "views", {},
        fmt::format("the views cannot be read ({}); remove the folder views/ of the ledger: "
                    "they are made again from the log",
                    views ? (*views)->remarks().front() : views.error().what));
    return report;
  }
  check_checkpoints(**views, **ledger, report.findings);
  if (replay.empty() || !report.findings.none()) return report;
  try {
    if (auto done = replay_views(**views, **ledger, replay, options, report); !done) {
      return pass(done);
    }
  } catch (const Stopped&) {
    report.ended_early = true;
  }
  return report;
}

}  // namespace probity::cli
