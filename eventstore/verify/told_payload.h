// The few payloads that a ledger's own order depends on, read from words that are not trusted: at
// their fixed places in Content (event.capnp), since what a payload means is nothing to the event
// store otherwise. Pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "eventstore/event.h"

namespace probity::eventstore::verify {

inline constexpr std::string_view kSelfStream = "ledger/self";

/// LedgerCreated: the ledger's name.
inline constexpr std::string_view kLedgerCreated = "LedgerCreated";
[[nodiscard]] std::optional<std::string> told_origin(WordsView payload);

/// PayloadErased: the event whose payload it was.
inline constexpr std::string_view kPayloadErased = "PayloadErased";
[[nodiscard]] std::optional<EventId> told_erased(WordsView payload);

/// HeadsSealed: the ledger's size just before it, and the root over its stream heads.
inline constexpr std::string_view kHeadsSealed = "HeadsSealed";
struct ToldSeal {
  TreeSize size;
  Hash root;
  friend bool operator==(const ToldSeal&, const ToldSeal&) = default;
};
[[nodiscard]] std::optional<ToldSeal> told_seal(WordsView payload);

}  // namespace probity::eventstore::verify
