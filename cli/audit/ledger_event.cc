#include "cli/audit/ledger_event.h"

#include "cli/recording.h"
#include "cli/submission.h"

namespace probity::cli {

Result<eventstore::NewEvent> ledger_event(const std::string& type,
                                          const nlohmann::ordered_json& data, bool by_ledger,
                                          Context& context) {
  const std::string actor = by_ledger ? "ledger" : "operator";
  const nlohmann::ordered_json document = {{"stream", "ledger/self"},
                                           {"type", type},
                                           {"effective", today(context)},
                                           {"actor", actor},
                                           {"data", data}};
  auto line = json::parse_document(document, edtf_check());
  if (!line) return pass(line);
  eventstore::NewEvent event = entered_here(*line, random_id(context.entropy), context.entropy);
  if (by_ledger) {
    event.header.recorded_by = actor;
    event.header.standing = eventstore::Standing::kLedger;
  }
  return event;
}

}  // namespace probity::cli
