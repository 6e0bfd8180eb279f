// The one renderer: an Answer as a table for a person, tab-separated text, JSON, JSON lines or CSV.
#pragma once

#include <string>

#include "cli/command.h"
#include "projections/answer.h"

namespace probity::cli {

/// Prints the answer in the format of `-o` (table if not given) on `context.out`, into `--out
/// FILE`, or through a pager. The exit code: kYes; kNo if the answer is no, or with --fail-empty if
/// it has no rows; kUsage if FILE cannot be written.
int print_answer(const projections::Answer& answer, const Invocation& invocation, Context& context);

/// The rows alone, a line each, for answers that go on: an object with `-o jsonl`; tab-separated,
/// with the columns that people read or with `-o plain` all, otherwise.
void print_rows(const projections::Table& table, const Invocation& invocation, Context& context);

}  // namespace probity::cli
