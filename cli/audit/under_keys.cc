#include "cli/audit/under_keys.h"

#include <nlohmann/json.hpp>

#include "cli/session.h"
#include "eventstore/verify/in_child.h"
#include "eventstore/verify/report_bytes.h"

namespace probity::cli {
namespace {

namespace verify = eventstore::verify;
using nlohmann::json;
using verify::FindingKind;

/// CBOR, for a text of the ledger's may hold any bytes.
std::string text_of(const json& told) {
  std::string text;
  json::to_cbor(told, text);
  return text;
}

Result<std::string> look(Context& context, const Held& held,
                         const std::vector<proof::PinnedKey>& pinned, bool sound) {
  auto ledger = open_to_read(context);
  if (!ledger) return pass(ledger);
  const eventstore::Snapshot snapshot = (*ledger)->snapshot();
  json told = {{"origin", (*ledger)->origin()}};
  if (!held.checkpoints.empty()) {
    const auto found = find_contradiction(snapshot, held, pinned);
    if (!found) return std::unexpected(found.error());
    if (*found) told["contradiction"] = (*found)->text();
  }
  if (!sound) return text_of(told);
  verify::Findings findings;
  const auto signatures = check_signatures(snapshot, pinned, findings);
  if (!signatures) return std::unexpected(signatures.error());
  told["kept"] = signatures->kept;
  told["good"] = signatures->good;
  if (signatures->sealed) told["sealed"] = signatures->sealed->value;
  told["findings"] = json::binary(verify::to_bytes(verify::ProgressMessage{0, 0, findings.all()}));
  return text_of(told);
}

}  // namespace

UnderKeys check_under_keys(Context& context, const Held& held,
                           const std::vector<proof::PinnedKey>& pinned, bool sound,
                           verify::Findings& findings) {
  const auto text = verify::work_in_child([&] { return look(context, held, pinned, sound); });
  if (!text) {
    findings.add(FindingKind::kUnverifiable, "checkpoints", {},
                 "the signatures cannot be looked at: " + text.error().what);
    return {};
  }
  const json told = json::from_cbor(*text);
  UnderKeys out;
  out.origin = told.at("origin");
  out.contradiction = told.value("contradiction", std::string());
  if (!told.contains("kept")) return out;
  if (auto found = verify::progress_from(told.at("findings").get_binary())) {
    for (auto& finding : found->findings) findings.add(std::move(finding));
  }
  out.signatures =
      Signatures{.sealed = std::nullopt, .good = told.at("good"), .kept = told.at("kept")};
  if (told.contains("sealed")) {
    out.signatures->sealed = TreeSize{told.at("sealed").get<std::uint64_t>()};
  }
  return out;
}

Result<std::string> origin_on_disk(Context& context) {
  return verify::work_in_child([&]() -> Result<std::string> {
    auto ledger = open_to_read(context);
    if (!ledger) return pass(ledger);
    return (*ledger)->origin();
  });
}

}  // namespace probity::cli
