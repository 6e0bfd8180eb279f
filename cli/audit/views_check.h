// Whether the views that a ledger's folder holds are those of its log.
#pragma once

#include "cli/command.h"
#include "eventstore/verify/in_child.h"

namespace probity::cli {

enum class ViewsDepth {
  kCheckpoints,  // that each was folded from this log
  kReplay,       // that folding them from nothing gives every row and digest that they hold
};

/// Opens the ledger and looks; `options` gives progress alone. A damaged table may end the process:
/// to be run by check_in_child(). Errors as the ledger's.
[[nodiscard]] Result<eventstore::verify::Report> check_views(
    Context& context, ViewsDepth depth, const eventstore::verify::Options& options);

}  // namespace probity::cli
