// What is said of an event that was just recorded.
#pragma once

#include "cli/command.h"
#include "eventstore/request.h"

namespace probity::cli {

/// Prints the event and where it stands (in a dry run: would stand); its command with `--id` is
/// given to be typed again.
int print_receipt(const eventstore::NewEvent& event, const eventstore::Receipt& receipt,
                  const Invocation& invocation, Context& context);

}  // namespace probity::cli
