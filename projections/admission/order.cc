#include "projections/admission/order.h"

#include <fmt/format.h>

#include "eventstore/base/limits.h"
#include "eventstore/base/text.h"
#include "projections/admission/bodies.h"
#include "projections/admission/references.h"
#include "projections/admission/tables.h"

namespace probity::projections::admission {
namespace {

std::unexpected<Error> refuse_withdrawn(const Submission& event, const KnownStream& stream) {
  const FoldEvent& first = *stream.history.events().front();
  const FoldEvent* by = stream.history.struck_by(0, stream.history.events().size());
  return fail(
      ErrorKind::kRefused,
      fmt::format("{} was withdrawn: its {} @{} is struck by @{}", event.header->stream.text(),
                  first.type(), first.position().value, by == nullptr ? 0 : by->position().value),
      "Strike the correction if it was wrong, or open another stream.", "stream");
}

std::unexpected<Error> refuse_second_opening(const Submission& event, const FoldEvent& opening) {
  return fail(ErrorKind::kRefused,
              fmt::format("{} is there already: {} by {} @{}", event.header->stream.text(),
                          opening.type(), opening.stored.header.actor, opening.position().value),
              "Strike what was wrong with a correction, or open another stream.", "stream");
}

/// The first of the events that open the stream to hold; null: withdrawn.
const FoldEvent* earliest_opening(const KnownStream& stream) {
  const FoldEvent* earliest = nullptr;
  const auto events = stream.history.events();
  for (std::size_t i = 0; i < events.size(); ++i) {
    if (i > 0 && !events[i]->kind->opening) continue;
    if (earliest != nullptr && events[i]->sort_day() >= earliest->sort_day()) continue;
    if (stream.counts(i)) earliest = events[i].get();
  }
  return earliest;
}

}  // namespace

Result<void> check_order(const Submission& event, Streams& streams) {
  const KnownStream* stream = streams.find(event.header->stream);
  if (stream == nullptr) {
    if (!event.type->opening) return refuse_unknown_stream(event, streams);
    return {};
  }
  if (event.type->stream == "*") return {};
  const FoldEvent* opening = stream->opening();
  if (event.type->opening) {
    if (may_open_again(event.category())) return {};
    if (opening == nullptr) return refuse_withdrawn(event, *stream);
    return refuse_second_opening(event, *opening);
  }
  if (opening == nullptr) return refuse_withdrawn(event, *stream);
  if (!follows_by_day(event.category()) || opening->sort_day() <= event.day()) return {};
  opening = earliest_opening(*stream);
  if (opening->sort_day() <= event.day()) return {};
  return fail(
      ErrorKind::kRefused,
      fmt::format("{} is judged on {}, and on that day {} was not open: {} @{} holds from {}",
                  event.header->type, to_text(event.day()), event.header->stream.text(),
                  opening->type(), opening->position().value, to_text(opening->sort_day())),
      "An event counts from the latest day that its date may mean: give a later or a more exact "
      "one.",
      "effective");
}

Result<void> check_registration(const Submission& event) {
  if (!event.is("BodyRegistered")) return {};
  const std::string_view id = event.segments[1];
  if (is_reserved(id)) {
    return fail(ErrorKind::kRefused, fmt::format("'{}' is reserved and never registered", id),
                "Choose another id.", "stream");
  }
  if (id.size() > limits::kBodyIdBytes) {
    return fail(
        ErrorKind::kRefused,
        fmt::format("a body's id of {} bytes; the limit is {}", id.size(), limits::kBodyIdBytes),
        "Choose a shorter id.", "stream");
  }
  return {};
}

}  // namespace probity::projections::admission
