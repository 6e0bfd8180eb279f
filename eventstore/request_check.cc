#include "eventstore/request_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <vector>

#include "eventstore/base/limits.h"
#include "eventstore/base/text.h"

namespace probity::eventstore {
namespace {

// Of an envelope with short texts: the fixed fields, and each text rounded up to whole words.
constexpr std::size_t kEventOverheadBytes = 320;

std::unexpected<Error> malformed(std::string what) {
  return fail(ErrorKind::kMalformed, std::move(what));
}

bool is_type_name(std::string_view text) {
  return !text.empty() && text.size() <= limits::kTypeBytes &&
         std::ranges::all_of(text, [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
         });
}

bool is_effective(std::string_view text) {
  return !text.empty() && text.size() <= limits::kEffectiveBytes &&
         std::ranges::all_of(text, [](char c) { return c > ' ' && c <= '~'; });
}

bool is_body(std::string_view text) {
  return text.size() <= limits::kBodyIdBytes && is_segment(text);
}

Result<void> check_bodies(const std::vector<std::string>& bodies, std::string_view field) {
  if (bodies.size() > limits::kBodyListItems) {
    return fail(ErrorKind::kTooLarge, fmt::format("{} of {} bodies; the limit is {}", field,
                                                  bodies.size(), limits::kBodyListItems));
  }
  if (!std::ranges::all_of(bodies, is_body))
    return malformed(fmt::format("{}: not a body's id", field));
  return {};
}

Result<void> check_payload(const NewEvent& event) {
  const std::size_t bytes = event.payload.size() * sizeof(std::uint64_t);
  if (event.payload.empty()) return malformed("an event without a payload");
  if (bytes > limits::kPayloadBytes) {
    return fail(ErrorKind::kTooLarge, fmt::format("a payload of {} bytes; the limit is {}", bytes,
                                                  limits::kPayloadBytes));
  }
  return {};
}

Result<void> check_ids(const Request& request) {
  if (request.events.size() < 2) return {};
  std::vector<EventId> ids;
  ids.reserve(request.events.size());
  for (const NewEvent& event : request.events) ids.push_back(event.header.id);
  std::ranges::sort(ids);
  if (const auto twice = std::ranges::adjacent_find(ids); twice != ids.end()) {
    return malformed(fmt::format("two events of one request have the id {}", to_text(*twice)));
  }
  return {};
}

Result<void> check_expected(const Request& request) {
  std::vector<std::string_view> streams;
  streams.reserve(request.expected.size());
  for (const auto& [stream, expected] : request.expected) streams.push_back(stream.text());
  std::ranges::sort(streams);
  if (const auto twice = std::ranges::adjacent_find(streams); twice != streams.end()) {
    return malformed(fmt::format("two expected versions for {}", *twice));
  }
  return {};
}

}  // namespace

Result<void> check_event(const NewEvent& event) {
  const Header& header = event.header;
  if (header.id.is_nil()) return malformed("the nil UUID is no event's id");
  if (!is_type_name(header.type)) return malformed("the event's type is no name");
  if (!is_effective(header.effective)) return malformed("the event's effective time is none");
  if (!is_body(header.actor)) return malformed("the event's actor is not a body's id");
  if (!is_body(header.recorded_by)) return malformed("recordedBy is not a body's id");
  if (header.standing == Standing::kUnset || header.standing > Standing::kLedger) {
    return malformed("the event has no standing");
  }
  if (header.marking == Marking::kUnset || header.marking > Marking::kOfficialSensitive) {
    return malformed("the event has no marking");
  }
  if (auto checked = check_bodies(header.audience, "audience"); !checked) return checked;
  if (auto checked = check_bodies(header.concerns, "concerns"); !checked) return checked;
  return check_payload(event);
}

Result<void> check_request(const Request& request) {
  if (request.events.empty()) return malformed("a request without events");
  if (request.events.size() > limits::kRequestEvents) {
    return fail(ErrorKind::kTooLarge, fmt::format("a request of {} events; the limit is {}",
                                                  request.events.size(), limits::kRequestEvents));
  }
  if (const std::size_t bytes = request_bytes(request); bytes > limits::kRequestBytes) {
    return fail(ErrorKind::kTooLarge, fmt::format("a request of {} bytes; the limit is {}", bytes,
                                                  limits::kRequestBytes));
  }
  for (std::size_t i = 0; i < request.events.size(); ++i) {
    auto checked = check_event(request.events[i]);
    if (checked) continue;
    if (request.events.size() > 1)
      checked.error().where = fmt::format("event {} of the request", i + 1);
    return checked;
  }
  if (auto checked = check_ids(request); !checked) return checked;
  return check_expected(request);
}

std::size_t request_bytes(const Request& request) {
  std::size_t bytes = 0;
  for (const NewEvent& event : request.events) {
    bytes += kEventOverheadBytes + event.header.stream.text().size() + event.header.type.size() +
             event.payload.size() * sizeof(std::uint64_t);
    for (const std::string& body : event.header.audience)
      bytes += body.size() + sizeof(std::uint64_t);
    for (const std::string& body : event.header.concerns)
      bytes += body.size() + sizeof(std::uint64_t);
  }
  return bytes;
}

}  // namespace probity::eventstore
