#include "eventstore/verify/verify.h"

#include "eventstore/lmdb.h"
#include "eventstore/verify/log_check.h"
#include "eventstore/verify/log_shape.h"

namespace probity::eventstore::verify {
namespace {

namespace fs = std::filesystem;

Result<void> check_options(const Options& options) {
  if (!options.from || !options.chains) return {};
  return fail(ErrorKind::kMalformed,
              "a check that goes on from an earlier one is of the log alone: the heads of the "
              "streams are not kept");
}

void check_log(const fs::path& folder, const Options& options, Report& report) {
  std::error_code ignored;
  if (!fs::is_regular_file(folder / "data.mdb", ignored)) {
    report.findings.add(unreadable(
        "", {ErrorKind::kNotFound, "there is no log in it", "name a ledger's folder", ""}));
    return;
  }
  const auto environment = lmdb::Environment::open(folder, {.read_only = true, .sequential = true});
  const auto shape = read_shape(*environment, options.origin, report.findings);
  if (!shape) return;
  report.size = shape->size;
  LogCheck(*environment, *shape, options, report).run();
}

}  // namespace

Result<Report> verify_ledger(const fs::path& folder, const Options& options) {
  if (auto checked = check_options(options); !checked) return pass(checked);
  Report report;
  try {
    check_log(folder / "log", options, report);
  } catch (const lmdb::StorageFault& fault) {
    report.findings.add(unreadable("", fault.error()));
  } catch (const std::exception& failed) {
    report.findings.add(unreadable("", {ErrorKind::kStorage, failed.what(), "", ""}));
  }
  return report;
}

}  // namespace probity::eventstore::verify
