// Whether the views that a ledger's folder holds are those of its log.
#pragma once

#include <filesystem>

#include "cli/command.h"
#include "eventstore/verify/in_child.h"

namespace probity::cli {

/// A folder for a replay, gone with it.
class ReplayFolder {
 public:
  ReplayFolder();
  ~ReplayFolder();
  ReplayFolder(const ReplayFolder&) = delete;
  ReplayFolder& operator=(const ReplayFolder&) = delete;
  /// Empty where none could be made.
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// Opens the ledger and looks whether each view was folded from this log; with a folder for a
/// `replay` also whether folding them from nothing gives every row, digest and name that they hold:
/// `checked` of the report is then how many events were folded. `options` gives progress alone. A
/// damaged table may end the process: to be run by check_in_child(). Errors as the ledger's.
[[nodiscard]] Result<eventstore::verify::Report> check_views(
    Context& context, const std::filesystem::path& replay,
    const eventstore::verify::Options& options);

}  // namespace probity::cli
