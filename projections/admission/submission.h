// An event that is judged, opened: its type, its fields, the segments of its stream and its times.
// Borrows the event; the writer's thread alone.
#pragma once

#include <capnp/dynamic.h>

#include <string_view>
#include <vector>

#include "eventstore/base/result.h"
#include "eventstore/event.h"
#include "projections/fold/history.h"
#include "projections/time/edtf.h"
#include "schema/payload.h"

namespace probity::projections::admission {

/// An event's own fields, asked for by name, so that one rule serves every type that has the field.
/// Where the type has no such field, the event leaves it out or its payload is erased, the answer
/// is empty.
struct Fields {
  capnp::DynamicStruct::Reader data;

  [[nodiscard]] std::string_view text(const char* field) const;
  [[nodiscard]] std::vector<std::string_view> texts(const char* field) const;
  /// The name of an enum's value: `inspectorate`.
  [[nodiscard]] std::string_view value(const char* field) const;
  /// The field's text, or its texts.
  [[nodiscard]] std::vector<std::string_view> any_texts(const char* field) const;
};

/// Of an event that is recorded.
[[nodiscard]] Fields fields_of(const FoldEvent& event);

struct Submission : Fields {
  const eventstore::Header* header;
  const schema::EventType* type;
  schema::Content::Reader content;
  std::vector<std::string_view> segments;  // of its stream; the first is the category
  Bounds bounds;                           // of its effective time, if it is recorded now

  /// kRefused: an unknown type, a stream that is none of the type's, or a payload that is missing.
  static Result<Submission> open(const eventstore::NewEvent& event, Day recorded);

  /// The day on which it is judged.
  [[nodiscard]] Day day() const { return bounds.latest; }
  [[nodiscard]] std::string_view category() const { return segments.front(); }
  [[nodiscard]] std::string_view actor() const { return header->actor; }
  [[nodiscard]] bool is(std::string_view name) const { return header->type == name; }
};

[[nodiscard]] inline std::string_view view_of(capnp::Text::Reader text) {
  return {text.begin(), text.size()};
}

}  // namespace probity::projections::admission
