// Events to append straight through the library: small valid payloads, ids by number.
#pragma once

#include <capnp/message.h>

#include <cstdint>
#include <cstring>
#include <string>

#include "eventstore/envelope.h"
#include "eventstore/event.h"
#include "schema/event.capnp.h"
#include "schema/inspection.capnp.h"

namespace probity::test {

/// The id of the `number`-th event of `author`: different for each pair, never nil.
inline EventId numbered_id(std::uint8_t author, std::uint64_t number) {
  EventId id;
  id.bytes[0] = static_cast<std::uint8_t>(author + 1);
  std::memcpy(id.bytes.data() + 8, &number, sizeof number);
  return id;
}

/// A remark as a payload, canonical.
inline eventstore::Words note_payload(const std::string& text) {
  capnp::MallocMessageBuilder message;
  auto content = message.initRoot<schema::Content>();
  content.initData().initAs<schema::NoteAdded>().setText(text);
  const auto words = capnp::canonicalize(content.asReader());
  eventstore::Words out(words.size());
  std::memcpy(out.data(), words.begin(), words.size() * sizeof(capnp::word));
  return out;
}

/// A NoteAdded for `stream`, as the operator enters it.
inline eventstore::NewEvent new_note(const StreamId& stream, const EventId& id,
                                     const std::string& text) {
  eventstore::NewEvent event{.header = {.id = id,
                                        .stream = stream,
                                        .type = "NoteAdded",
                                        .effective = "2024-04-17",
                                        .actor = "emsou",
                                        .recorded_by = "operator",
                                        .standing = eventstore::Standing::kOperator,
                                        .client = {},
                                        .marking = eventstore::Marking::kOfficial,
                                        .audience = {},
                                        .correlation = {},
                                        .causation = {},
                                        .concerns = {}},
                             .salt = {},
                             .payload = note_payload(text),
                             .payload_digest = {}};
  std::memcpy(event.salt.bytes.data(), id.bytes.data(), event.salt.bytes.size());
  event.payload_digest = eventstore::payload_digest(event.salt, event.payload);
  return event;
}

}  // namespace probity::test
