#include "eventstore/verify/verify.h"

#include <algorithm>

#include "eventstore/lmdb.h"
#include "eventstore/verify/edge.h"
#include "eventstore/verify/index_check.h"
#include "eventstore/verify/log_check.h"
#include "eventstore/verify/log_shape.h"

namespace probity::eventstore::verify {
namespace {

namespace fs = std::filesystem;

Result<void> check_options(const Options& options) {
  if (options.edge && (options.chains || options.from)) {
    return fail(ErrorKind::kMalformed, "a check of the last events is of the log alone");
  }
  if (!options.from || !options.chains) return {};
  return fail(ErrorKind::kMalformed,
              "a check that goes on from an earlier one is of the log alone: the heads of the "
              "streams are not kept");
}

void check_ledger(const fs::path& folder, const Options& options, Report& report) {
  std::error_code ignored;
  if (!fs::is_regular_file(folder / "log" / "data.mdb", ignored)) {
    report.findings.add(unreadable(
        "", {ErrorKind::kNotFound, "there is no log in it", "name a ledger's folder", ""}));
    return;
  }
  const auto environment =
      lmdb::Environment::open(folder / "log", {.read_only = true, .sequential = true});
  // Looked at before the log, so that what it covers is in the log that is read.
  std::optional<IndexCheck> index;
  if (options.chains && options.index) index.emplace(folder / "index", report.findings);
  const auto shape = read_shape(*environment, options, report.findings);
  if (!shape) return;
  report.size = shape->size;
  const TreeSize index_size = index ? std::min(index->size(), shape->size) : TreeSize{0};
  Options asked = options;
  if (options.edge) asked.from = stored_state(*environment, *shape);
  LogCheck log(*environment, *shape, asked, index_size, report);
  log.run();
  report.has_index = index && index->there() && log.whole();
  if (!report.has_index) return;
  index->compare(*environment, shape->tables, std::move(log.expected_index()), log.index_root(),
                 report.findings);
}

}  // namespace

Result<Report> verify_ledger(const fs::path& folder, const Options& options) {
  if (auto checked = check_options(options); !checked) return pass(checked);
  Report report;
  try {
    check_ledger(folder, options, report);
  } catch (const lmdb::StorageFault& fault) {
    report.findings.add(unreadable("", fault.error()));
  } catch (const std::exception& failed) {
    report.findings.add(unreadable("", {ErrorKind::kStorage, failed.what(), "", ""}));
  }
  return report;
}

}  // namespace probity::eventstore::verify
