// verify --tiles: a published tree (C2SP tlog-tiles), whoever made it.
#pragma once

#include <vector>

#include "cli/command.h"
#include "eventstore/proof/checkpoint.h"

namespace probity::cli {

/// Checks the folder that --tiles names, and prints. kUsage beside an option that is for a ledger.
int verify_tiles(const Invocation& invocation, const std::vector<proof::PinnedKey>& pinned,
                 Context& context);

}  // namespace probity::cli
