#include "projections/admission/who.h"

#include <fmt/format.h>

#include <string>
#include <vector>

#include "projections/admission/about.h"
#include "projections/admission/references.h"

namespace probity::projections::admission {
namespace {

using eventstore::Standing;

constexpr std::string_view kLedger = "ledger";
constexpr std::string_view kOperator = "operator";

std::unexpected<Error> refuse_standing(std::string what, std::string mend, std::string where) {
  return fail(ErrorKind::kRefused, std::move(what), std::move(mend), std::move(where));
}

/// Whether whoever records and the client fit the standing.
Result<void> check_recorder(const Submission& event, Streams& streams) {
  const auto& header = *event.header;
  const bool client = !header.client.is_zero();
  switch (header.standing) {
    case Standing::kLedger:
      if (header.actor == kLedger && header.recorded_by == kLedger && !client) return {};
      return refuse_standing("only the ledger's own acts have standing ledger",
                             "Record it as an act of a body.", "standing");
    case Standing::kOperator:
      if (header.recorded_by == kOperator && !client) return {};
      return refuse_standing("what has standing operator is recorded by the operator, by no client",
                             "Record it at the ledger's host.", "recordedBy");
    case Standing::kOwn:
      if (header.recorded_by == header.actor && client) return {};
      return refuse_standing(
          fmt::format("an own act of {} comes from a client of it", header.actor),
          "Report another body's act as reported, with its source.", "recordedBy");
    case Standing::kReported:
      if (header.recorded_by == header.actor || !client) {
        return refuse_standing("a report is of another body's act, by a client of the reporter",
                               "Record an own act as own.", "recordedBy");
      }
      return check_body(header.recorded_by, "recordedBy", streams);
    case Standing::kUnset:
      break;
  }
  return refuse_standing("an event without a standing", "Say how it came to the ledger.",
                         "standing");
}

/// The first body registers itself, as registrar; whatever else happens needs an actor that is
/// registered.
bool is_first_registrar(const Submission& event, const Bodies& bodies) {
  return event.is("BodyRegistered") && event.segments[1] == event.actor() &&
         event.value("kind") == name_of(schema::BodyKind::REGISTRAR) && bodies.none();
}

std::string quoted_act(const Submission& event) {
  const char* field = qualifier_field(event.header->type);
  if (field == nullptr) return event.header->type;
  return fmt::format("{} with {} {}", event.header->type, field, event.value(field));
}

bool fits(const OwnAct& row, const Submission& event) {
  if (!has_word(row.types, event.header->type)) return false;
  if (row.only.empty()) return true;
  const char* field = qualifier_field(event.header->type);
  return field != nullptr && has_word(row.only, event.value(field));
}

/// `inspectorate; auditor, of its own inspections`
std::string who_may(const Submission& event) {
  std::string may;
  for (const auto& row : own_acts()) {
    if (!fits(row, event)) continue;
    const auto about = text_of(row.about);
    may += fmt::format("{}{}{}{}", may.empty() ? "" : "; ", names_of(row.kinds),
                       about.empty() ? "" : ", ", about);
  }
  return may;
}

Result<void> check_own_act(const Judged& judged) {
  const Submission& event = judged.event;
  std::string only;
  std::string instead;
  for (const auto& row : own_acts()) {
    if (!row.kinds.contain(judged.actor) || !fits(row, event)) continue;
    auto reason = unlike(row.about, judged);
    if (!reason) return {};
    only = text_of(row.about);
    instead = std::move(*reason);
  }
  if (!only.empty()) {
    return fail(ErrorKind::kRefused,
                fmt::format("{} may append {} only {}; {}", event.actor(), quoted_act(event), only,
                            instead),
                fmt::format("It is for: {}.", who_may(event)), "actor");
  }
  return fail(ErrorKind::kRefused,
              fmt::format("{} ({}) may not append {}", event.actor(), names_of(judged.actor),
                          quoted_act(event)),
              fmt::format("It is for: {}.", who_may(event)), "actor");
}

Result<void> check_report(const Judged& judged) {
  const Submission& event = judged.event;
  const std::string& reporter = event.header->recorded_by;
  if (view_of(event.content.getSource().getDocument()).empty()) {
    return fail(ErrorKind::kRefused,
                fmt::format("{} reports an act of {} without a source", reporter, event.actor()),
                "Name the document that says so: --source.", "source.document");
  }
  const auto kind = judged.bodies.kind(reporter).value_or(schema::BodyKind::UNSET);
  std::string instead;
  std::string_view only;
  for (const auto& row : reports()) {
    if (!row.kinds.contains(kind) || !row.actors.contain(judged.actor) ||
        !has_word(row.types, event.header->type)) {
      continue;
    }
    auto reason = unlike(row.about, judged, reporter);
    if (!reason) return {};
    only = text_of(row.about);
    instead = fmt::format(" only {}; {}", only, *reason);
  }
  return fail(
      ErrorKind::kRefused,
      fmt::format("{} ({}) may not report {} of {}{}", reporter, name_of(kind), event.header->type,
                  event.actor(), instead),
      fmt::format("{} records it itself, or the operator at the ledger's host.", event.actor()),
      "recordedBy");
}

}  // namespace

Result<Kinds> check_standing(const Submission& event, Streams& streams) {
  if (auto recorder = check_recorder(event, streams); !recorder) return pass(recorder);
  const auto standing = event.header->standing;
  if (event.actor() == kLedger) {
    if (standing == Standing::kLedger) return Kinds::ledger_itself();
    return refuse_standing("nobody acts as the ledger but the ledger itself", "Name a body.",
                           "actor");
  }
  if (event.actor() == kOperator) {
    if (standing == Standing::kOperator) return Kinds::operator_itself();
    return refuse_standing("the operator acts at the ledger's host alone", "Name a body.", "actor");
  }
  const Bodies bodies(streams);
  if (const auto kind = bodies.kind(event.actor())) return Kinds{*kind};
  if (is_first_registrar(event, bodies)) return Kinds{schema::BodyKind::REGISTRAR};
  auto known = check_body(event.actor(), "actor", streams, "actor");
  if (!known) return pass(known);
  return refuse_standing(fmt::format("unknown actor '{}'", event.actor()), "Name a body.", "actor");
}

Result<void> check_who(const Judged& judged) {
  if (auto own = check_own_act(judged); !own) return own;
  if (judged.event.header->standing != Standing::kReported) return {};
  return check_report(judged);
}

}  // namespace probity::projections::admission
