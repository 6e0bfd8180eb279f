// Events about the ledger itself, `ledger/self`, that a command appends on its way.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "cli/context.h"
#include "eventstore/ledger.h"

namespace probity::cli {

/// An event of `ledger/self`, effective today: the operator's act, or (`by_ledger`) the ledger's
/// own. kMalformed where `data` is not of the type.
[[nodiscard]] Result<eventstore::NewEvent> ledger_event(const std::string& type,
                                                        const nlohmann::ordered_json& data,
                                                        bool by_ledger, Context& context);

}  // namespace probity::cli
