#include "cli/submission.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "eventstore/base/text.h"
#include "eventstore/envelope.h"
#include "eventstore/proof/hash.h"
#include "schema/event.capnp.h"
#include "schema/payload.h"

namespace probity::cli {
namespace {

using eventstore::Event;
using nlohmann::ordered_json;

constexpr std::string_view kOperator = "operator";

/// Sets a UUID's version and variant (RFC 9562 sections 4.1 and 4.2).
EventId as_uuid(EventId id, std::uint8_t version) {
  id.bytes[6] = static_cast<std::uint8_t>((id.bytes[6] & 0x0FU) | (version << 4U));
  id.bytes[8] = static_cast<std::uint8_t>((id.bytes[8] & 0x3FU) | 0x80U);
  return id;
}

/// The name of an enum's value in the schema; the number itself where this program knows none.
template <class Enum>
std::string name_of(std::uint16_t value) {
  const auto enumerants = capnp::Schema::from<Enum>().getEnumerants();
  if (value >= enumerants.size()) return fmt::to_string(value);
  return enumerants[value].getProto().getName().cStr();
}

eventstore::Marking marking_of(std::string_view name) {
  return name == "officialSensitive" ? eventstore::Marking::kOfficialSensitive
                                     : eventstore::Marking::kOfficial;
}

void add_said(const eventstore::Header& header, ordered_json& out) {
  out["id"] = to_text(header.id);
  out["stream"] = header.stream.text();
  out["type"] = header.type;
  out["effective"] = header.effective;
  out["actor"] = header.actor;
  out["marking"] = name_of<schema::Marking>(static_cast<std::uint16_t>(header.marking));
  if (!header.audience.empty()) out["audience"] = header.audience;
  if (!header.correlation.is_nil()) out["correlation"] = to_text(header.correlation);
  if (!header.causation.is_nil()) out["causation"] = to_text(header.causation);
}

void add_payload(const Event& event, ordered_json& out) {
  if (event.erased()) {
    out["erased"] = true;
    return;
  }
  const auto content = schema::content_of(event.payload);
  if (content.hasSource()) out["source"] = json::to_json(content.getSource());
  if (content.hasPerson()) out["person"] = content.getPerson().cStr();
  if (const schema::EventType* const type = schema::find_event_type(event.header.type)) {
    out["data"] = json::to_json(content.getData().getAs<capnp::DynamicStruct>(type->fields));
  }
}

void add_placement(const Event& event, ordered_json& out) {
  out["position"] = event.placement.position.value;
  out["version"] = event.placement.version.value;
  out["recordedAt"] = to_text(event.placement.recorded_at);
  out["recordedBy"] = event.header.recorded_by;
  out["standing"] = name_of<schema::Standing>(static_cast<std::uint16_t>(event.header.standing));
  if (!event.header.client.is_zero()) out["client"] = to_hex(event.header.client.bytes);
  if (!event.header.concerns.empty()) out["concerns"] = event.header.concerns;
  if (event.placement.clock_held) out["clockHeld"] = true;
  out["payloadDigest"] = to_hex(event.payload_digest.bytes);
  out["fingerprint"] = to_hex(event.leaf.bytes);
}

}  // namespace

eventstore::NewEvent entered_here(const json::Line& line, const EventId& id, Entropy& entropy) {
  Salt salt;
  entropy.fill(salt.bytes);
  return eventstore::NewEvent{.header = {.id = id,
                                         .stream = StreamId::parse(line.stream).value(),
                                         .type = line.type,
                                         .effective = line.effective,
                                         .actor = line.actor,
                                         .recorded_by = std::string(kOperator),
                                         .standing = eventstore::Standing::kOperator,
                                         .client = {},
                                         .marking = marking_of(line.marking),
                                         .audience = line.audience,
                                         .correlation = line.correlation.value_or(EventId{}),
                                         .causation = line.causation.value_or(EventId{}),
                                         .concerns = {}},
                              .salt = salt,
                              .payload = line.payload,
                              .payload_digest = eventstore::payload_digest(salt, line.payload)};
}

EventId random_id(Entropy& entropy) {
  EventId id;
  entropy.fill(id.bytes);
  return as_uuid(id, 4);
}

EventId derived_id(const ImportKey& key, std::string_view text, std::uint32_t k) {
  std::string message(text);
  if (k >= 2) message += fmt::format("#{}", k);
  const auto* const bytes = reinterpret_cast<const std::uint8_t*>(message.data());
  const Hash digest = proof::hmac_sha256(key.bytes, {bytes, message.size()});
  EventId id;
  std::copy_n(digest.bytes.begin(), id.bytes.size(), id.bytes.begin());
  return as_uuid(id, 8);
}

LineIds::LineId LineIds::next(const json::Line& line) {
  if (line.id) return {*line.id};
  if (line.key) return {derived_id(key_, *line.key)};
  const EventId first = derived_id(key_, line.canonical);
  const std::uint32_t repeat = ++seen_[first];
  return {repeat == 1 ? first : derived_id(key_, line.canonical, repeat), repeat};
}

ordered_json event_to_json(const Event& event) {
  ordered_json out = ordered_json::object();
  add_said(event.header, out);
  add_payload(event, out);
  add_placement(event, out);
  return out;
}

}  // namespace probity::cli
