// What the schema's annotations say of a field, and which fields of a value are set. Pure functions
// over schemas that are compiled in: no state, any thread, nothing fails. Texts live as long as the
// program.
#pragma once

#include <capnp/dynamic.h>
#include <capnp/schema.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace probity::schema {

/// The values that an integer may take; the upper end is unsigned, so that a UInt64 fits.
struct IntegerRange {
  std::int64_t min = 0;
  std::int64_t max = 0;
};

struct FieldRules {
  bool required = false;
  bool non_empty = false;   // a list that must have an item
  std::string_view format;  // empty: free text
  std::string_view says;    // one line
  std::optional<IntegerRange> range;
  std::size_t max_bytes = 0;  // of a text; never 0
  std::size_t max_items = 0;  // of a list; never 0
};

/// The annotations of a field, with the limits that hold where it names none.
[[nodiscard]] FieldRules rules_of(capnp::StructSchema::Field field);

/// The `says` line of a struct, an enum or an enumerant; empty if there is none.
[[nodiscard]] std::string_view says_of(capnp::Schema schema);
[[nodiscard]] std::string_view says_of(capnp::EnumSchema::Enumerant enumerant);

/// An enum {unset, no, yes} that JSON writes as false and true.
[[nodiscard]] bool is_boolean(capnp::EnumSchema schema);

/// Whether an integer lies in a range.
[[nodiscard]] bool in_range(const IntegerRange& range, std::int64_t value);
[[nodiscard]] bool in_range(const IntegerRange& range, std::uint64_t value);

/// Whether a field says something: an enum that is not `unset`, an integer inside its range (any,
/// where it has none), a text or list that is not empty, a struct that is there. A Bool is always
/// set; a pointer of another kind never.
[[nodiscard]] bool is_set(const capnp::DynamicStruct::Reader& value,
                          capnp::StructSchema::Field field);

}  // namespace probity::schema
