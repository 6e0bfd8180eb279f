// A ledger opened to append at its own host: with the rules, and with what follows an append. One
// thread.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "cli/context.h"
#include "eventstore/ledger.h"
#include "schema/json/line.h"

namespace probity::cli {

/// Destroyed in the reverse order: the ledger's writer asks the rules until it is closed.
struct Recording {
  std::unique_ptr<eventstore::AdmissionRules> rules;
  std::unique_ptr<eventstore::Ledger> ledger;
};

/// `accept_clock`: the first commit will hold a ClockAccepted. kStorage where the folder may not be
/// written.
[[nodiscard]] Result<std::unique_ptr<Recording>> open_to_record(Context& context,
                                                                bool accept_clock);

/// The event by which the operator takes responsibility for the host's clock.
[[nodiscard]] Result<eventstore::NewEvent> clock_acceptance(const eventstore::Ledger& ledger,
                                                            std::string_view reason,
                                                            Context& context);

/// Closes the writer and brings the views up to the ledger's head; progress on a terminal.
[[nodiscard]] Result<void> finish_recording(Recording& recording, Context& context);

/// Dates as schema/json asks for them to be checked.
[[nodiscard]] const json::EdtfCheck& edtf_check();

/// Today in Europe/London, as text.
[[nodiscard]] std::string today(Context& context);

}  // namespace probity::cli
