// How the fields of a stream's rows came to be what they are: each event in the one order (sort
// day, position), and what the fields were after it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "projections/fold/history.h"
#include "projections/questions/time/row_fields.h"

namespace probity::projections {

struct FieldSet {
  std::string path;  // of a view that is not the stream's first: `evidence.items[1].title`
  std::string value;
  const FoldEvent* by = nullptr;  // the event that set it; lives as long as the history
};

/// Every field as the stream's first `prefix` events leave it on a day, each with the event that
/// gave it this value, in the order of the rows.
[[nodiscard]] std::vector<FieldSet> fields_on(const StreamId& stream, const StreamHistory& history,
                                              Day day, std::size_t prefix);

/// The same without the events: for who asks of many prefixes.
[[nodiscard]] std::vector<FieldSet> values_on(const StreamId& stream, const StreamHistory& history,
                                              Day day, std::size_t prefix);

/// The field of that path; null where nothing is said of it.
[[nodiscard]] const FieldSet* find_field(const std::vector<FieldSet>& fields,
                                         std::string_view path);

/// A field that two states have otherwise, or that one of them lacks.
struct FieldChange {
  std::string path;
  std::optional<std::string> before;
  std::optional<std::string> after;
  const FoldEvent* by = nullptr;  // that the new value came with; of one that is gone: the old one
};

/// In the order of the later state; what is gone in it comes last.
[[nodiscard]] std::vector<FieldChange> changes_between(const std::vector<FieldSet>& before,
                                                       const std::vector<FieldSet>& after);

}  // namespace probity::projections
