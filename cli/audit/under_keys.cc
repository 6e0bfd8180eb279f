#include "cli/audit/under_keys.h"

#include <nlohmann/json.hpp>

#include "cli/session.h"
#include "eventstore/verify/in_child.h"

namespace probity::cli {
namespace {

namespace verify = eventstore::verify;
using nlohmann::json;
using verify::Finding;
using verify::FindingKind;

json to_json(const Finding& finding) {
  return {{"inconsistent", finding.kind == FindingKind::kInconsistent},
          {"table", finding.table},
          {"key", finding.key},
          {"expected", finding.expected},
          {"found", finding.found},
          {"sentence", finding.sentence}};
}

Finding finding_from(const json& told) {
  return {.kind = told.at("inconsistent").get<bool>() ? FindingKind::kInconsistent
                                                      : FindingKind::kUnverifiable,
          .table = told.at("table"),
          .key = told.at("key"),
          .position = std::nullopt,
          .expected = told.at("expected"),
          .found = told.at("found"),
          .sentence = told.at("sentence")};
}

Result<std::string> look(Context& context, const Held& held,
                         const std::vector<proof::PinnedKey>& pinned, bool sound) {
  auto ledger = open_to_read(context);
  if (!ledger) return pass(ledger);
  const eventstore::Snapshot snapshot = (*ledger)->snapshot();
  json told = {{"origin", (*ledger)->origin()}, {"findings", json::array()}};
  if (!held.checkpoints.empty()) {
    const auto found = find_contradiction(snapshot, held, pinned);
    if (!found) return std::unexpected(found.error());
    if (*found) told["contradiction"] = (*found)->text();
  }
  if (!sound) return told.dump();
  verify::Findings findings;
  const auto signatures = check_signatures(snapshot, pinned, findings);
  if (!signatures) return std::unexpected(signatures.error());
  told["kept"] = signatures->kept;
  told["good"] = signatures->good;
  if (signatures->sealed) told["sealed"] = signatures->sealed->value;
  for (const Finding& finding : findings.all()) told["findings"].push_back(to_json(finding));
  // A kept checkpoint may hold any bytes: what is no UTF-8 is replaced, not thrown at.
  return told.dump(-1, ' ', false, json::error_handler_t::replace);
}

}  // namespace

UnderKeys check_under_keys(Context& context, const Held& held,
                           const std::vector<proof::PinnedKey>& pinned, bool sound,
                           verify::Findings& findings) {
  const auto text = verify::work_in_child([&] { return look(context, held, pinned, sound); });
  if (!text) {
    add_finding(findings, FindingKind::kUnverifiable, "checkpoints", {},
                "the signatures cannot be looked at: " + text.error().what);
    return {};
  }
  const json told = json::parse(*text);
  UnderKeys out;
  out.origin = told.at("origin");
  out.contradiction = told.value("contradiction", std::string());
  for (const json& finding : told.at("findings")) findings.add(finding_from(finding));
  if (!told.contains("kept")) return out;
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
