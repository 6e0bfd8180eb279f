// Questions that leave evidence behind: `--prove FILE` on status, show and history.
#pragma once

#include <functional>
#include <string>

#include "cli/ask/asking.h"
#include "cli/command.h"
#include "cli/evidence_of.h"

namespace probity::cli {

/// `--prove FILE`, and under which checkpoint: `--checkpoint NAME`.
[[nodiscard]] std::vector<OptionSpec> proving_options();

/// Evidence of what an answer rests on.
using Proving =
    std::function<Result<proof::Evidence>(EvidenceMaker& maker, projections::World& world)>;

/// As ask(); with --prove the evidence is written besides. Where it cannot be, the answer is
/// printed all the same, and the exit code is the error's.
int ask_and_prove(const Invocation& invocation, Context& context, const Question& question,
                  const Proving& proving);

}  // namespace probity::cli
