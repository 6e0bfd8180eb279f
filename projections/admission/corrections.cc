#include "projections/admission/corrections.h"

#include <fmt/format.h>

#include <optional>

#include "eventstore/base/text.h"

namespace probity::projections::admission {
namespace {

std::optional<std::size_t> index_of(const KnownStream* stream, const EventId& id) {
  if (stream == nullptr) return std::nullopt;
  const auto events = stream->history.events();
  for (std::size_t i = events.size(); i-- > 0;) {
    if (events[i]->stored.header.id == id) return i;
  }
  return std::nullopt;
}

std::unexpected<Error> refuse_unknown(const Submission& event, std::string_view text,
                                      const std::optional<StreamId>& elsewhere) {
  if (elsewhere) {
    return fail(ErrorKind::kRefused,
                fmt::format("event {} is of {}, not of {}", text, elsewhere->text(),
                            event.header->stream.text()),
                fmt::format("Record {} on {}.", event.header->type, elsewhere->text()),
                "data.event");
  }
  return fail(ErrorKind::kRefused, fmt::format("no event has the id {}", text),
              fmt::format("`probity history {}` shows the ids.", event.header->stream.text()),
              "data.event");
}

std::unexpected<Error> refuse_foreign(const Submission& event, const FoldEvent& named) {
  const auto& header = named.stored.header;
  return fail(
      ErrorKind::kRefused,
      fmt::format("{} cannot {} @{}: {} is {}'s, recorded by {}, and nobody strikes another's "
                  "words",
                  event.actor(), event.is("CorrectionMade") ? "strike" : "mark anew",
                  named.position().value, named.type(), header.actor, header.recorded_by),
      fmt::format("{} may; anybody may add a note.", header.actor), "actor");
}

/// What holds of a correction beyond what holds of a changed marking.
Result<void> check_striking(const Submission& event, const KnownStream& stream, std::size_t index,
                            const InRequest& in_request, const Streams& streams) {
  const auto events = stream.history.events();
  const FoldEvent& struck = *events[index];
  if (const auto* by = stream.history.struck_by(index, events.size())) {
    return fail(
        ErrorKind::kRefused,
        fmt::format("@{} is struck already, by @{}", struck.position().value, by->position().value),
        "Strike that correction first if it was wrong.", "data.event");
  }
  if (struck.type() == "BodyRegistered" && event.segments[1] == event.actor()) {
    return fail(
        ErrorKind::kRefused,
        fmt::format("{} cannot strike its own registration @{}: nobody could register a body "
                    "any more",
                    event.actor(), struck.position().value),
        "BodyRenamed gives it another name.", "data.event");
  }
  const auto replacement = event_id_from_text(event.text("replacement"));
  if (!replacement || in_request(*replacement) || streams.stream_of(*replacement)) return {};
  return fail(ErrorKind::kRefused, fmt::format("no event has the id {}", event.text("replacement")),
              "A replacement is recorded already, or is in the same request.", "data.replacement");
}

}  // namespace

Result<void> check_named_event(const Submission& event, Streams& streams,
                               const InRequest& in_request) {
  if (!event.is("CorrectionMade") && !event.is("MarkingChanged")) return {};
  const auto id = event_id_from_text(event.text("event"));
  const KnownStream* stream = streams.find(event.header->stream);
  const auto index = id ? index_of(stream, *id) : std::nullopt;
  if (!index) {
    return refuse_unknown(event, event.text("event"), id ? streams.stream_of(*id) : std::nullopt);
  }
  const FoldEvent& named = *stream->history.events()[*index];
  const auto& header = named.stored.header;
  if (event.actor() != header.actor && event.actor() != header.recorded_by) {
    return refuse_foreign(event, named);
  }
  if (!event.is("CorrectionMade")) return {};
  return check_striking(event, *stream, *index, in_request, streams);
}

}  // namespace probity::projections::admission
