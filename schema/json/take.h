// Single values out of a JSON document, checked: texts, ids, enum values, integers. Every error
// carries the value's path. Pure functions, any thread; parse_document() is what a caller wants.
#pragma once

#include <capnp/dynamic.h>

#include <cstddef>
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "eventstore/base/result.h"
#include "schema/json/line.h"
#include "schema/json/path.h"
#include "schema/rules.h"

namespace probity::json {

/// An error about the value at `path`; `what` reads on from it: `is empty`.
[[nodiscard]] std::unexpected<Error> fault_at(const Path& path, std::string what,
                                              std::string mend = {},
                                              ErrorKind kind = ErrorKind::kMalformed);
/// `is a text; a list is wanted`
[[nodiscard]] std::unexpected<Error> wrong_type(const Path& path,
                                                const nlohmann::ordered_json& value,
                                                std::string_view wanted);

/// A text, which may be empty, of at most `max_bytes`: strict UTF-8, no control characters but
/// newline and tab.
[[nodiscard]] Result<std::string> take_text(const nlohmann::ordered_json& value, const Path& path,
                                            std::size_t max_bytes);
/// A text of the named format, in the form in which it is stored; an empty one is refused.
[[nodiscard]] Result<std::string> take_formatted(const nlohmann::ordered_json& value,
                                                 const Path& path, std::string_view format,
                                                 const EdtfCheck& edtf);
/// Refuses what is not a list of at most `max_items`.
[[nodiscard]] Result<void> check_list(const nlohmann::ordered_json& value, const Path& path,
                                      std::size_t max_items);
/// Refuses a list of texts in which one stands twice: ids and slugs make a set.
[[nodiscard]] Result<void> check_distinct(const nlohmann::ordered_json& list, const Path& path);

/// A value of an enum (`unset` is none), of a truth value from JSON's false and true. A marking
/// above officialSensitive is refused by name.
[[nodiscard]] Result<capnp::DynamicEnum> take_enum(const nlohmann::ordered_json& value,
                                                   const Path& path, capnp::EnumSchema schema);
/// A whole number in `range`, or in what `type` holds where there is none.
[[nodiscard]] Result<capnp::DynamicValue::Reader> take_integer(
    const nlohmann::ordered_json& value, const Path& path, capnp::Type type,
    const std::optional<schema::IntegerRange>& range);

/// `did you mean "green"? One of: red, amber, green`
[[nodiscard]] std::string choices(std::string_view given,
                                  const std::vector<std::string_view>& allowed);

}  // namespace probity::json
