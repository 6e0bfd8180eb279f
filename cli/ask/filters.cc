#include "cli/ask/filters.h"

#include <fmt/format.h>

#include <array>
#include <charconv>

#include "eventstore/base/text.h"
#include "projections/questions/common.h"
#include "projections/views/status_table.h"

namespace probity::cli {

namespace {

using projections::FindingFilter;
using projections::Lack;
using schema::FindingStatus;

/// One option and what it does to the filter.
struct Setter {
  std::string_view option;
  Result<void> (*set)(FindingFilter&, const std::string& value);
};

Result<void> set_kind(FindingFilter& filter, const std::string& value) {
  auto kind = projections::parse_enumerant<schema::FindingKind>("--kind", value);
  if (!kind) return pass(kind);
  filter.kind = *kind;
  return {};
}

void add_statuses(FindingFilter& filter, projections::StatusSet statuses) {
  for (auto i = static_cast<unsigned>(FindingStatus::AWAITING_ALLOCATION);
       i <= static_cast<unsigned>(FindingStatus::SUPERSEDED); ++i) {
    if (statuses.contains(static_cast<FindingStatus>(i)))
      filter.statuses.insert(static_cast<FindingStatus>(i));
  }
}

Result<void> set_status(FindingFilter& filter, const std::string& value) {
  if (value == "open") {
    add_statuses(filter, projections::kOpenStatuses);
    return {};
  }
  if (value == "ended") {
    add_statuses(filter, projections::kEndedStatuses);
    return {};
  }
  auto status = projections::parse_enumerant<FindingStatus>("--status", value);
  if (!status) {
    Error error = std::move(status.error());
    error.what += ", open, ended";
    return std::unexpected(std::move(error));
  }
  filter.statuses.insert(*status);
  return {};
}

Result<void> set_rag(FindingFilter& filter, const std::string& value) {
  auto rag = projections::parse_enumerant<schema::Rag>("--rag", value);
  if (!rag) return pass(rag);
  filter.rag = *rag;
  return {};
}

Result<void> set_standing(FindingFilter& filter, const std::string& value) {
  auto standing = projections::parse_enumerant<schema::Standing>("--standing", value);
  if (!standing) return pass(standing);
  filter.standing = *standing;
  return {};
}

Result<void> set_level(FindingFilter& filter, const std::string& value) {
  const std::vector<std::string> levels{"1", "2", "3", "none"};
  for (std::size_t i = 0; i < levels.size(); ++i) {
    if (levels[i] == value) filter.level = static_cast<std::uint8_t>(value == "none" ? 0 : i + 1);
  }
  if (!filter.level) return std::unexpected(projections::not_one_of("--level", value, levels));
  return {};
}

Result<void> set_lack(FindingFilter& filter, const std::string& value) {
  constexpr std::array<std::pair<std::string_view, Lack>, 3> kLacks{
      {{"owner", Lack::kOwner}, {"due", Lack::kDue}, {"evidence", Lack::kEvidence}}};
  for (const auto& [name, lack] : kLacks) {
    if (name != value) continue;
    filter.without.insert(lack);
    return {};
  }
  return std::unexpected(projections::not_one_of("--without", value, {"owner", "due", "evidence"}));
}

constexpr std::array<Setter, 6> kSetters{{
    {"--kind", set_kind},
    {"--status", set_status},
    {"--rag", set_rag},
    {"--standing", set_standing},
    {"--level", set_level},
    {"--without", set_lack},
}};

constexpr const char* kStatusHelp =
    "awaitingAllocation, inProgress, pendingSignOff, awaitingVerification, verified, closed, "
    "superseded; or open, ended";

}  // namespace

std::vector<OptionSpec> finding_filter_options() {
  return {
      {"--body", "BODY", "addressed to that body", false, {}},
      {"--for", "BODY", "addressed to that body or to a unit that it is a member of", false, {}},
      {"--inspection", "ID", "raised by that inspection", false, {}},
      {"--kind", "KIND", "causeOfConcern, recommendation or areaForImprovement", false, {}},
      {"--status", "STATUS", kStatusHelp, true, {}},
      {"--rag", "COLOUR", "of the last update", false, {"red", "amber", "green", "blue", "none"}},
      {"--theme", "THEME", "with that theme", false, {}},
      {"--owner", "TEXT", "with that text in the owner's title", false, {}},
      {"--level",
       "LEVEL",
       "how it is to be verified; none: not said",
       false,
       {"1", "2", "3", "none"}},
      {"--cause-of-concern", "REF", "recommendations of that cause of concern", false, {}},
      {"--same-hand",
       "",
       "claimed and signed off by one hand, or not shown to be by two",
       false,
       {}},
      {"--overdue", "", "past their due date and not signed off", false, {}},
      {"--due-before", "DAY", "open, and due before that day", false, {}},
      {"--quiet-for", "DAYS", "open, without an update for so many days or more", false, {}},
      {"--in-status-for", "DAYS", "in their status for so many days or more", false, {}},
      {"--without", "WHAT", "that lack it", true, {"owner", "due", "evidence"}},
      {"--standing",
       "STANDING",
       "whose status came on record that way",
       false,
       {"own", "reported", "operator"}},
  };
}

Result<std::optional<std::int64_t>> whole_number(const Invocation& invocation,
                                                 std::string_view option) {
  const std::string text = invocation.get(option);
  if (!invocation.has(option)) return std::optional<std::int64_t>{};
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value < 0) {
    return fail(ErrorKind::kMalformed,
                fmt::format("{} takes a whole number, not {}", option, text));
  }
  return std::optional(value);
}

Result<std::optional<Day>> day_option(const Invocation& invocation, std::string_view option) {
  if (!invocation.has(option)) return std::optional<Day>{};
  const auto day = day_from_text(invocation.get(option));
  if (!day) {
    return fail(ErrorKind::kMalformed,
                fmt::format("{} takes a day, not {}", option, invocation.get(option)),
                "write a day as 2024-03-31");
  }
  return day;
}

Result<FindingFilter> finding_filter(const Invocation& invocation) {
  FindingFilter filter;
  filter.body = invocation.get("--body");
  filter.for_body = invocation.get("--for");
  filter.inspection = invocation.get("--inspection");
  filter.cause_of_concern = invocation.get("--cause-of-concern");
  filter.theme = invocation.get("--theme");
  filter.owner = invocation.get("--owner");
  filter.overdue = invocation.has("--overdue");
  filter.same_hand = invocation.has("--same-hand");
  for (const Setter& setter : kSetters) {
    for (const std::string& value : invocation.all(setter.option)) {
      if (auto set = setter.set(filter, value); !set) return pass(set);
    }
  }
  auto due_before = day_option(invocation, "--due-before");
  if (!due_before) return pass(due_before);
  auto quiet_for = whole_number(invocation, "--quiet-for");
  if (!quiet_for) return pass(quiet_for);
  auto in_status_for = whole_number(invocation, "--in-status-for");
  if (!in_status_for) return pass(in_status_for);
  filter.due_before = *due_before;
  filter.quiet_for = *quiet_for;
  filter.in_status_for = *in_status_for;
  return filter;
}

}  // namespace probity::cli
