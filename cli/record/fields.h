// `field=value` on the command line as JSON: `rag=amber`, `themes=a,b`,
// `attendees[0].body=derbyshire`, `field:=JSON`, `narrative=@FILE`. The event's schema says what a
// text becomes (number, truth, list); whether the result is sound is for schema/json to say.
#pragma once

#include <capnp/schema.h>

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "eventstore/base/result.h"

namespace probity::cli {

/// Puts one `field=value` word into `data`, an object of that schema. kMalformed: no `=`, a path
/// that is none, a field given twice, JSON that is none, a file that cannot be read.
[[nodiscard]] Result<void> put_field(nlohmann::ordered_json& data, capnp::StructSchema schema,
                                     std::string_view word);

/// The same for a path and a text (`@FILE` reads a file).
[[nodiscard]] Result<void> put_text(nlohmann::ordered_json& data, capnp::StructSchema schema,
                                    std::string_view path, std::string_view text);

/// `a,b` as its items; nothing for an empty text.
[[nodiscard]] std::vector<std::string> split_list(std::string_view text);

}  // namespace probity::cli
