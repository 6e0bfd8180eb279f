// What a check of a ledger came to, and how it is told.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/audit/signatures.h"
#include "cli/command.h"
#include "eventstore/verify/verify.h"

namespace probity::cli {

struct Checked {
  eventstore::verify::Report report;     // of the log; its findings are everybody's
  std::optional<Signatures> signatures;  // nothing: not looked at
  std::vector<std::string> remarks;
  bool replayed = false;  // the views
};

/// Prints it. The exit code is the findings': kTampered, kCannotVerify or kYes; kCannotVerify too
/// where the check was ended early, or with --sealed where events are not yet under a checkpoint.
int print_checked(const Invocation& invocation, Context& context, const Checked& checked);

}  // namespace probity::cli
