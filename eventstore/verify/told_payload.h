// The few payloads that a ledger's own order depends on, read from words that are not trusted: at
// their fixed places in Content (event.capnp), since what a payload means is nothing to the event
// store otherwise. The third of them, HeadsSealed, is read by proof/seal.h. Pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "eventstore/event.h"

namespace probity::eventstore::verify {

/// LedgerCreated: the ledger's name.
inline constexpr std::string_view kLedgerCreated = "LedgerCreated";
[[nodiscard]] std::optional<std::string> told_origin(WordsView payload);

/// PayloadErased: the event whose payload it was.
inline constexpr std::string_view kPayloadErased = "PayloadErased";
[[nodiscard]] std::optional<EventId> told_erased(WordsView payload);

}  // namespace probity::eventstore::verify
