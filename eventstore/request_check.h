// What is wrong with a request whatever the ledger holds: forms and limits. Called on the thread
// that submits.
#pragma once

#include <cstddef>

#include "eventstore/base/result.h"
#include "eventstore/request.h"

namespace probity::eventstore {

/// kMalformed or kTooLarge, naming the event by its number in the request (from 1) where there are
/// several.
[[nodiscard]] Result<void> check_request(const Request& request);
[[nodiscard]] Result<void> check_event(const NewEvent& event);

/// Bytes that a request takes in a queue and, near enough, in the log.
[[nodiscard]] std::size_t request_bytes(const Request& request);

}  // namespace probity::eventstore
