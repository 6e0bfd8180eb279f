// What every command that asks does: open, ask, print.
#pragma once

#include <functional>

#include "cli/command.h"
#include "projections/answer.h"
#include "projections/world.h"

namespace probity::cli {

using Question = std::function<Result<projections::Answer>(projections::World&)>;

/// Opens the ledger at the invocation's moment, asks, and prints the answer in its format. The exit
/// code: of the answer, or of the error, which is said on `context.words`.
int ask(const Invocation& invocation, Context& context, const Question& question);

}  // namespace probity::cli
