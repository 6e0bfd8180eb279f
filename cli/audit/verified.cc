#include "cli/audit/verified.h"

#include <fmt/format.h>

#include <algorithm>

#include "cli/render.h"

namespace probity::cli {
namespace {

namespace verify = eventstore::verify;
using projections::Answer;
using projections::Table;
using projections::Value;
using verify::Finding;
using verify::FindingKind;

Table findings_table(const verify::Findings& findings) {
  Table table{"findings",
              "Found",
              {{"kind", "kind"},
               {"table", "table"},
               {"key", "key"},
               {"position", "position"},
               {"sentence", "what is wrong"},
               {"expected", "expected", true},
               {"found", "found", true}},
              {},
              "nothing wrong",
              {}};
  for (const Finding& finding : findings.all()) {
    const bool inconsistent = finding.kind == FindingKind::kInconsistent;
    table.rows.push_back(
        {std::string(inconsistent ? "inconsistent" : "unverifiable"), finding.table, finding.key,
         finding.position ? Value(static_cast<std::int64_t>(finding.position->value)) : Value{},
         finding.sentence, finding.expected, finding.found});
  }
  return table;
}

int exit_of(const verify::Findings& findings) {
  if (findings.any(FindingKind::kInconsistent)) return kTampered;
  return findings.none() ? kYes : kCannotVerify;
}

std::string title_of(int code) {
  if (code == kYes) return "Sound";
  return code == kTampered ? "Not sound: the record contradicts itself or what was signed"
                           : "Cannot be verified in full";
}

/// What a pinned key has signed; nothing where the signatures were not looked at.
std::optional<std::uint64_t> not_yet_sealed(const Checked& checked) {
  if (!checked.signatures || (checked.signatures->kept > 0 && checked.signatures->good == 0)) {
    return std::nullopt;
  }
  const TreeSize sealed = checked.signatures->sealed.value_or(TreeSize{});
  return checked.report.size.value - std::min(checked.report.size, sealed).value;
}

int exit_of(const Checked& checked, const Invocation& invocation) {
  const int code = exit_of(checked.report.findings);
  if (code != kYes) return code;
  const bool open = not_yet_sealed(checked).value_or(1) > 0;
  return checked.report.ended_early || (open && invocation.has("--sealed")) ? kCannotVerify : kYes;
}

Value number(std::uint64_t value) { return static_cast<std::int64_t>(value); }

Value number(std::optional<std::uint64_t> value) { return value ? number(*value) : Value{}; }

}  // namespace

int print_checked(const Invocation& invocation, Context& context, const Checked& checked) {
  const verify::Report& report = checked.report;
  const verify::Findings& findings = report.findings;
  const auto& signatures = checked.signatures;
  const int code = exit_of(checked, invocation);
  Answer answer;
  answer.schema = "probity.verified/1";
  answer.title = title_of(code);
  answer.facts = {
      {"events", "events", number(report.size.value)},
      {"checked", "events checked", number(report.checked.value)},
      {"checkpoints", "checkpoints kept", signatures ? number(signatures->kept) : Value{}},
      {"signed", "of them signed by your keys", signatures ? number(signatures->good) : Value{}},
      {"seals", "seals recomputed", number(report.seals)},
      {"index", "index compared", report.has_index},
      {"views", "views replayed", checked.replayed},
      {"notYetSealed", "not yet sealed", number(not_yet_sealed(checked))},
      {"found", "findings", number(findings.total())}};
  answer.tables = {findings_table(findings)};
  if (const Finding* first = findings.first()) {
    answer.remarks.push_back("First: " + first->sentence);
    if (!first->expected.empty() || !first->found.empty()) {
      answer.remarks.push_back(fmt::format("expected {}, found {}", first->expected, first->found));
    }
  }
  answer.remarks.insert(answer.remarks.end(), checked.remarks.begin(), checked.remarks.end());
  answer.remarks.emplace_back(
      "Sound means that the record is what was signed; not that what was said is true, nor that "
      "nobody was shown another history unless a checkpoint is held outside.");
  answer.size = report.size;
  if (report.root) answer.root = *report.root;
  const int printed = print_answer(answer, invocation, context);
  return printed == kYes ? code : printed;
}

}  // namespace probity::cli
