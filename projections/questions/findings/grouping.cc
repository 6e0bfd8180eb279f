#include "projections/questions/findings/grouping.h"

#include <array>
#include <cstdint>
#include <optional>

#include "projections/questions/common.h"
#include "projections/questions/findings/finding.h"
#include "projections/views/status_table.h"

namespace probity::projections {

namespace {

using schema::Addressee;
using schema::FindingRow;

template <class Enum>
GroupKey key_of(Enum value, std::string_view if_unset) {
  const std::string name(name_of(value));
  return {static_cast<int>(value), name.empty() ? std::string(if_unset) : name};
}

GroupKey key_of(capnp::Text::Reader text, std::string_view if_empty) {
  return text.size() == 0 ? GroupKey{1, std::string(if_empty)} : GroupKey{0, to_string(text)};
}

/// Days since it was raised, up to and with the limit.
struct Age {
  std::int64_t up_to;
  std::string_view name;
};
constexpr std::array<Age, 4> kAges{{{90, "up to 90 days"},
                                    {180, "91 to 180 days"},
                                    {365, "181 to 365 days"},
                                    {730, "1 to 2 years"}}};

GroupKey age_group(std::optional<std::int64_t> days) {
  if (!days) return {9, "not said"};
  int order = 0;
  for (const Age& age : kAges) {
    if (*days <= age.up_to) return {order, std::string(age.name)};
    ++order;
  }
  return {order, "over 2 years"};
}

constexpr std::array<Grouping, 8> kGroupings{{
    {TotalsBy::kKind, "kind", true,
     [](FindingRow::Reader row, Addressee::Reader, Day) {
       return key_of(row.getKind(), "not said");
     }},
    {TotalsBy::kStatus, "status", false,
     [](FindingRow::Reader, Addressee::Reader a, Day) {
       return key_of(a.getStatus(), "not said");
     }},
    {TotalsBy::kInspection, "inspection", true,
     [](FindingRow::Reader row, Addressee::Reader, Day) {
       return key_of(row.getInspection(), "not said");
     }},
    {TotalsBy::kBody, "body", false,
     [](FindingRow::Reader, Addressee::Reader a, Day) { return key_of(a.getBody(), "not said"); }},
    {TotalsBy::kRag, "rag", false,
     [](FindingRow::Reader, Addressee::Reader a, Day) { return key_of(a.getRag(), "no update"); }},
    {TotalsBy::kOwner, "owner", false,
     [](FindingRow::Reader, Addressee::Reader a, Day) { return key_of(a.getOwner(), "nobody"); }},
    {TotalsBy::kLevel, "level", true,
     [](FindingRow::Reader row, Addressee::Reader, Day) -> GroupKey {
       const int level = row.getVerificationLevel();
       return level == 0 ? GroupKey{4, "not said"} : GroupKey{level, std::to_string(level)};
     }},
    {TotalsBy::kAge, "age", true,
     [](FindingRow::Reader row, Addressee::Reader, Day day) {
       return age_group(days_since(row.getRaised(), day));
     }},
}};

}  // namespace

const Grouping& grouping_of(TotalsBy by) {
  for (const Grouping& grouping : kGroupings) {
    if (grouping.by == by) return grouping;
  }
  return kGroupings.front();
}

}  // namespace probity::projections
