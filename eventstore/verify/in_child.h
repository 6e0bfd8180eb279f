// The check in a process of its own, so that a ledger that ends whoever reads it (SIGBUS from a
// file cut short, a crash within LMDB) is a finding and no crash of ours.
#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "eventstore/verify/verify.h"

namespace probity::eventstore::verify {

/// Takes the options that it was given, but for `progress`, which tells the parent.
using Check = std::function<Result<Report>(const Options&)>;

/// A check in a forked child; `options.progress` is called here. Called before this process has a
/// thread beside its first or an environment of the ledger open. Where the child comes to an end of
/// its own, what it had found by then is kept and its end is one finding more. kStorage where no
/// process can be made; otherwise as the check; kCorrupt where that throws what is no StorageFault.
[[nodiscard]] Result<Report> check_in_child(const Check& check, const Options& options);

/// Any work on a ledger's files, so: what it answers. kUnverifiable where the child came to an end
/// of its own, which is told; else as check_in_child().
[[nodiscard]] Result<std::string> work_in_child(const std::function<Result<std::string>()>& work);

/// verify_ledger() so.
[[nodiscard]] Result<Report> verify_in_child(const std::filesystem::path& folder,
                                             const Options& options);

}  // namespace probity::eventstore::verify
