// `probity init`: a new ledger, with its first event and its import key.
#pragma once

#include <filesystem>
#include <string>

#include "cli/command.h"

namespace probity::cli {

struct NewLedger {
  std::string origin;   // empty: probity.invalid/ and 8 random hex digits
  std::string ceiling;  // empty: officialSensitive
};

/// Makes the ledger in `context.ledger`; the origin it was given. kRefused if something is there
/// already.
[[nodiscard]] Result<std::string> make_ledger(const NewLedger& wanted, Context& context);

[[nodiscard]] CommandSpec init_command();

}  // namespace probity::cli
