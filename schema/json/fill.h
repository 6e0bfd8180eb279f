// The walk from a JSON object into a struct of the schema: the same for every event type. Pure
// functions, any thread.
#pragma once

#include <capnp/dynamic.h>

#include <nlohmann/json.hpp>
#include <span>
#include <string_view>

#include "eventstore/base/result.h"
#include "schema/json/line.h"
#include "schema/json/path.h"

namespace probity::json {

/// Sets `target`, which is new, from `object`, field by field in the schema's order. Unknown and
/// missing fields are refused; an optional text or list that is empty counts as left out. The
/// error's `where` begins with `path`.
[[nodiscard]] Result<void> fill_struct(const nlohmann::ordered_json& object, const Path& path,
                                       const EdtfCheck& edtf, capnp::DynamicStruct::Builder target);

/// Refuses what is no object, or has a member whose name is not among `known`, or lacks one of
/// `required` (all that are missing are named).
[[nodiscard]] Result<void> check_members(const nlohmann::ordered_json& object, const Path& path,
                                         std::span<const std::string_view> known,
                                         std::span<const std::string_view> required);

}  // namespace probity::json
