// What totals group by.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "eventstore/base/ids.h"
#include "schema/views.capnp.h"

namespace probity::projections {

enum class TotalsBy { kKind, kStatus, kInspection, kBody, kRag, kOwner, kLevel, kAge };

/// A number that puts statuses, levels and ages in their own order, and the group's name.
using GroupKey = std::pair<int, std::string>;

struct Grouping {
  TotalsBy by;
  std::string_view name;
  bool finding_in_one_group;  // false: its addressees may be in several
  GroupKey (*key)(schema::FindingRow::Reader, schema::Addressee::Reader, Day);
};

[[nodiscard]] const Grouping& grouping_of(TotalsBy by);

}  // namespace probity::projections
