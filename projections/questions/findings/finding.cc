#include "projections/questions/findings/finding.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "projections/questions/common.h"
#include "projections/views/status_table.h"

namespace probity::projections {

using schema::FindingStatus;

FindingStatus own_status(schema::FindingRow::Reader row) {
  auto least = FindingStatus::UNSET;
  for (const auto addressee : row.getAddressees()) {
    const FindingStatus status = addressee.getStatus();
    if (least == FindingStatus::UNSET || status < least) least = status;
  }
  return least;
}

std::string spread(schema::FindingRow::Reader row) {
  const auto addressees = row.getAddressees();
  if (addressees.size() < 2) return {};
  std::array<unsigned, static_cast<std::size_t>(FindingStatus::SUPERSEDED) + 1> counts{};
  for (const auto addressee : addressees)
    ++counts.at(static_cast<std::size_t>(addressee.getStatus()));
  const auto least = static_cast<std::size_t>(own_status(row));
  std::string text;
  for (std::size_t i = least + 1; i < counts.size(); ++i) {
    if (counts.at(i) == 0) continue;
    text += fmt::format("{}{} of {} {}", text.empty() ? "" : ", ", counts.at(i), addressees.size(),
                        name_of(static_cast<FindingStatus>(i)));
  }
  return text.empty() ? fmt::format("{0} of {0}", addressees.size()) : text;
}

std::string own_status_text(schema::FindingRow::Reader row) {
  const std::string status(name_of(own_status(row)));
  const std::string beside = spread(row);
  return beside.empty() ? status : fmt::format("{} ({})", status, beside);
}

std::optional<schema::DueDate::Reader> first_due(schema::Addressee::Reader addressee) {
  std::optional<schema::DueDate::Reader> first;
  for (const auto due : addressee.getDues()) {
    if (!first || due.getDueLatest() < first->getDueLatest()) first = due;
  }
  return first;
}

std::optional<std::int64_t> days_overdue(schema::Addressee::Reader addressee,
                                         schema::DueDate::Reader due, Day day) {
  const FindingStatus status = addressee.getStatus();
  if (!is_open(status) || status >= FindingStatus::AWAITING_VERIFICATION) return {};
  if (due.getDueLatest() >= day.value) return {};
  return std::int64_t{day.value} - due.getDueLatest();
}

std::optional<std::int64_t> days_overdue(schema::Addressee::Reader addressee, Day day) {
  const auto due = first_due(addressee);
  return due ? days_overdue(addressee, *due, day) : std::nullopt;
}

std::optional<std::int64_t> days_since(schema::Act::Reader act, Day day) {
  if (!happened(act) || day_of(act) == kBeforeAllDays) return {};
  return std::int64_t{day.value} - day_of(act).value;
}

std::optional<std::int64_t> days_quiet(schema::FindingRow::Reader row,
                                       schema::Addressee::Reader addressee, Day day) {
  return days_since(happened(addressee.getUpdated()) ? addressee.getUpdated() : row.getRaised(),
                    day);
}

std::optional<std::int64_t> days_awaiting_inspectorate(schema::Addressee::Reader addressee,
                                                       Day day) {
  if (addressee.getStatus() != FindingStatus::AWAITING_VERIFICATION) return {};
  return days_since(addressee.getSince(), day);
}

bool is_claimed(schema::Addressee::Reader addressee) { return happened(addressee.getClaimed()); }

bool is_signed_off(schema::Addressee::Reader addressee) {
  return happened(addressee.getSignedOff());
}

bool is_verified(schema::Addressee::Reader addressee) {
  return happened(addressee.getVerification()) &&
         addressee.getOutcome() == schema::Outcome::VERIFIED;
}

bool is_assured(schema::Addressee::Reader addressee) { return happened(addressee.getAssured()); }

std::optional<Closer> closer(schema::Addressee::Reader addressee) {
  if (addressee.getStatus() != FindingStatus::CLOSED) return {};
  switch (addressee.getClosingReason()) {
    case schema::ClosingReason::CONFIRMED_BY_CHIEF_OFFICER:
    case schema::ClosingReason::NO_ACTION_EXPLAINED:
      return Closer::kForce;
    case schema::ClosingReason::UNSET:
    case schema::ClosingReason::VERIFIED:
    case schema::ClosingReason::NO_LONGER_APPLICABLE:
    case schema::ClosingReason::CARRIED_TO_LATER_INSPECTION:
      break;
  }
  return Closer::kInspectorate;
}

}  // namespace probity::projections
