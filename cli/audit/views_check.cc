#include "cli/audit/views_check.h"

#include <fmt/format.h>
#include <stdlib.h>

#include <filesystem>
#include <string>

#include "cli/audit/signatures.h"
#include "cli/session.h"
#include "eventstore/base/text.h"
#include "projections/store/view_store.h"

namespace probity::cli {
namespace {

namespace verify = eventstore::verify;
using verify::FindingKind;

/// A folder of this process, gone with it.
class Scratch {
 public:
  Scratch() {
    std::string pattern =
        (std::filesystem::temp_directory_path() / "probity-replay-XXXXXX").string();
    if (mkdtemp(pattern.data()) != nullptr) folder_ = pattern;
  }
  ~Scratch() {
    std::error_code ignored;
    if (!folder_.empty()) std::filesystem::remove_all(folder_, ignored);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }

 private:
  std::filesystem::path folder_;
};

void check_checkpoints(const projections::ViewStore& views, const eventstore::Snapshot& log,
                       verify::Findings& findings) {
  const auto stored = views.snapshot();
  for (const auto& view : projections::all_views()) {
    const auto checkpoint = stored->checkpoint(view.name);
    if (!checkpoint) continue;
    const auto root = log.root_at(checkpoint->size);
    if (root && *root == checkpoint->root) continue;
    add_finding(findings, FindingKind::kInconsistent, "views", std::string(view.name),
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

Result<void> replay(const projections::ViewStore& views, const eventstore::Ledger& ledger,
                    const verify::Options& options, verify::Findings& findings) {
  const Scratch scratch;
  if (scratch.folder().empty()) {
    return fail(ErrorKind::kStorage, "no folder can be made for the replay",
                "TMPDIR names where it is made");
  }
  const auto results =
      views.compare_with_replay(ledger, scratch.folder(), [&](const projections::Progress& now) {
        if (options.progress) (void)options.progress({now.done, now.of, findings});
      });
  if (!results) return std::unexpected(results.error());
  for (const auto& result : *results) tell_difference(result, findings);
  return {};
}

}  // namespace

Result<verify::Report> check_views(Context& context, ViewsDepth depth,
                                   const verify::Options& options) {
  auto ledger = open_to_read(context);
  if (!ledger) return pass(ledger);
  verify::Report report;
  auto views = projections::ViewStore::open(**ledger, eventstore::Access::kReadOnly);
  if (!views || !(*views)->remarks().empty()) {
    add_finding(
        report.findings, FindingKind::kUnverifiable, "views", {},
        fmt::format("the views cannot be read ({}); remove the folder views/ of the ledger: "
                    "they are made again from the log",
                    views ? (*views)->remarks().front() : views.error().what));
    return report;
  }
  check_checkpoints(**views, (*ledger)->snapshot(), report.findings);
  if (depth == ViewsDepth::kCheckpoints || !report.findings.none()) return report;
  if (auto done = replay(**views, **ledger, options, report.findings); !done) return pass(done);
  return report;
}

}  // namespace probity::cli
