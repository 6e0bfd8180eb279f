// What rows say, field by field, by reflection over their schema: a new field needs no code here.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "eventstore/base/stream_id.h"
#include "projections/fold/fold.h"

namespace probity::projections {

/// `addressees[leicestershire].status` and `pendingSignOff`. Elements of a list are named by their
/// body, question or basis where they have one, else by their number from 1. What happened is two:
/// `raised` with its day as it was said, and `raised.by`.
struct RowField {
  std::string path;
  std::string value;  // as a person reads it
  friend bool operator==(const RowField&, const RowField&) = default;
};

/// The fields of the row that a fold has come to, in the order of the schema; those about which
/// nothing was said, the head, and the days that stand beside a date as it was said, are left out.
/// Of a finding `status`, its least advanced addressee's, is one too.
[[nodiscard]] std::vector<RowField> row_fields(const ViewDefinition& view, const Fold& fold);

/// The views that fold a stream, but for `activity`, which folds every one: the one that is called
/// as its category first. Empty for a stream that no view is of.
[[nodiscard]] std::vector<const ViewDefinition*> views_of(const StreamId& stream);

}  // namespace probity::projections
