// Event types and their fields for a person, and as options: all from the schema.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/command.h"
#include "schema/payload.h"

namespace probity::cli {

/// Every event type, grouped by the stream it goes to, with what it says.
[[nodiscard]] std::string event_list(unsigned width);

/// An event's fields: name, whether it must be given, type, values, form, what it says.
[[nodiscard]] std::string fields_help(const schema::EventType& type, unsigned width);

/// A field as an everyday verb's option: `--percent-complete N`.
[[nodiscard]] OptionSpec option_for(capnp::StructSchema::Field field);

/// The event type of that name; kMalformed with the nearest.
[[nodiscard]] Result<const schema::EventType*> event_type_named(std::string_view name);

}  // namespace probity::cli
