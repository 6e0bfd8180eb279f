// Payload words and the structs they hold.
#pragma once

#include <capnp/dynamic.h>
#include <capnp/message.h>
#include <capnp/schema.h>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "schema/event.capnp.h"
#include "schema/inspection.capnp.h"

namespace probity::schema {

/// An event type, as inspection.capnp's Catalogue names it.
struct EventType {
  std::string_view name;    // `RecommendationRaised`
  std::string_view stream;  // pattern: `finding/REF`; `*`: any stream
  bool opening = false;     // may be a stream's first event
  std::string_view says;    // one line
  capnp::StructSchema fields;
};

/// Every event type, in the catalogue's order.
[[nodiscard]] std::span<const EventType> event_types();
/// Null: unknown to this program.
[[nodiscard]] const EventType* find_event_type(std::string_view name);
/// Whether a stream's name fits a type's pattern (as many segments, the same category).
[[nodiscard]] bool stream_fits(const EventType& type, std::string_view stream);

/// The Content in canonical words that were validated when they were taken in (their digest says
/// they are the same).
[[nodiscard]] Content::Reader content_of(std::span<const std::uint64_t> words);

/// The set fields of a struct, flattened, in schema order, as `record` takes them:
/// {"attendees[0].body", "derbyshire"}.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> set_fields(
    capnp::DynamicStruct::Reader value);

}  // namespace probity::schema
